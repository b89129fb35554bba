/** Checkstyle XML, which many CI servers read. */
import { inFile, type MakeFormat } from './format.ts';
import { xml } from './xml.ts';

export const checkstyle: MakeFormat = () => ({
  begin: () => '<?xml version="1.0" encoding="UTF-8"?>\n<checkstyle version="4.3">\n',
  file({ file, findings, unlintable }) {
    const rows = findings.map(finding => {
      const { line, column } = inFile(finding);
      return `    <error line="${line}" column="${column}" severity="${finding.level}" message="${xml(finding.message)}" source="ses-track.${finding.rule}"/>\n`;
    });
    if (unlintable !== undefined)
      rows.push(`    <error line="1" severity="error" message="${xml(`cannot be linted: ${unlintable}`)}" source="ses-track.unlintable"/>\n`);
    return rows.length === 0 ? '' : `  <file name="${xml(file)}">\n${rows.join('')}  </file>\n`;
  },
  end: () => '</checkstyle>\n',
});
