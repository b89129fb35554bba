/** GitHub workflow commands: an annotation for everything that is not fine. */
import type { Level, Remark } from '../remark.ts';
import type { CertReport } from './report.ts';

const words: Partial<Record<Level, string>> = { critical: 'error', unknown: 'error', warning: 'warning', advice: 'notice' };

/** https://docs.github.com/actions/reference/workflow-commands-for-github-actions */
export function github({ verdicts }: CertReport): string {
  return verdicts
    .flatMap(({ domain, remarks }) =>
      remarks.flatMap(remark => {
        const word = words[remark.level];
        return word === undefined
          ? []
          : [`::${word} title=${property(`ses-track cert-check ${remark.check}`)}::${data(`${domain}: ${said(remark)}`)}\n`];
      }),
    )
    .join('');
}

function said({ says, address, means, mend, shows }: Remark): string {
  const command = mend ?? shows;
  return [
    `${says}${address === undefined ? '' : ` (${address})`}`,
    ...(means === undefined ? [] : [means]),
    ...(command === undefined ? [] : [command]),
  ].join('\n');
}

const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
