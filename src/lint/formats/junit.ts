/** JUnit XML: a suite a file, a failed test case a finding. */
import { inFile, type MakeFormat } from './format.ts';
import { xml } from './xml.ts';

export const junit: MakeFormat = () => ({
  begin: () => '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="ses-track lint">\n',
  file({ file, findings, unlintable }) {
    const name = xml(file);
    const failures = findings.filter(({ level }) => level !== 'info');
    const errors = unlintable === undefined ? 0 : 1;
    const cases = failures.map(finding => {
      const { line, column } = inFile(finding);
      const head = `    <testcase classname="${name}" name="${xml(`${finding.rule} (${line}:${column})`)}">`;
      return `${head}<failure type="${finding.level}" message="${xml(finding.message)}">${xml(`${file}:${line}:${column} ${finding.message}`)}</failure></testcase>\n`;
    });
    if (unlintable !== undefined)
      cases.push(`    <testcase classname="${name}" name="lint"><error type="unlintable" message="${xml(unlintable)}"/></testcase>\n`);
    if (cases.length === 0) cases.push(`    <testcase classname="${name}" name="lint"/>\n`);
    return `  <testsuite name="${name}" tests="${cases.length}" failures="${failures.length}" errors="${errors}">\n${cases.join('')}  </testsuite>\n`;
  },
  end: () => '</testsuites>\n',
});
