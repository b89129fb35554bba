/** GitHub workflow commands: annotations in the pull request. */
import { inFile, type MakeFormat } from './format.ts';

const words = { error: 'error', warning: 'warning', info: 'notice' } as const;

/** https://docs.github.com/actions/reference/workflow-commands-for-github-actions */
export const github: MakeFormat = () => ({
  begin: () => '',
  file({ file, findings, unlintable }) {
    if (unlintable !== undefined) return `::error file=${property(file)},title=ses-track lint::${data(`cannot be linted: ${unlintable}`)}\n`;
    return findings
      .map(finding => {
        const { line, column, endLine, endColumn } = inFile(finding);
        // GitHub takes columns only where both ends are on one line.
        const columns = line === endLine ? `,col=${column},endColumn=${Math.max(column, endColumn)}` : '';
        const where = `file=${property(file)},line=${line},endLine=${endLine}${columns},title=${property(`ses-track ${finding.rule}`)}`;
        return `::${words[finding.level]} ${where}::${data(finding.message)}\n`;
      })
      .join('');
  },
  end: () => '',
});

const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
