/** What a person reads at a terminal: where each colour stands, where lines are broken, and the last line. */
import { describe, expect, test } from 'vitest';
import type { Finding, LinkReport } from '../../../src/lint/finding.ts';
import { columnsOf } from '../../../src/lint/formats/excerpt.ts';
import type { Colours } from '../../../src/lint/formats/format.ts';
import { stylish } from '../../../src/lint/formats/stylish.ts';
import { emptyTally, type Tally } from '../../../src/lint/tally.ts';
import { formatOptions, lintText } from '../plain.ts';

/** Colours one can read: `bad(text)`. */
const mark = (name: string) => (text: string) => `${name}(${text})`;
const marks: Colours = { bold: mark('bold'), dim: mark('dim'), good: mark('good'), bad: mark('bad'), warn: mark('warn'), name: mark('name') };
const coloured = stylish({ ...formatOptions, paint: marks });

const place = { line: 1, column: 1, endLine: 1, endColumn: 2, offset: 0, endOffset: 1 };
const finding = (given: Partial<Finding>): Finding => ({ ...place, rule: 'a-rule', level: 'error', message: 'it is wrong', ...given }) as Finding;
const link = (given: Partial<LinkReport>): LinkReport =>
  ({ ...place, url: 'https://a/', raw: 'https://a/', element: 'a', verdict: 'tracked', reason: 'absolute', cause: 'ok', ...given }) as LinkReport;
const said = (findings: Finding[], look: Partial<typeof formatOptions> = {}) =>
  stylish({ ...formatOptions, ...look }).file({ file: 'x.html', links: [], findings, fixes: [] }, undefined);

describe('a finding', () => {
  test('is coloured by its level, its place and its rule are quiet', async () => {
    const html = '<a href="https://www.example.com/a b">x</a>\n<a href="#">x</a>\n<a href="mailto:a@example.com">x</a>\n';
    const { report, source } = await lintText('x.html', html);
    const rows = coloured.file(report, source).split('\n');
    expect(rows[0]).toBe('bold(x.html)');
    expect(rows[1]).toMatch(/^ {2}1:35 {4}bad\(error {2}\) {2}a raw space .* Write %20 {2}dim\(not-rfc3986\)$/);
    expect(rows[2]).toBe('dim(      1 |) <a href="https://www.example.com/a b">x</a>');
    expect(rows[3]).toMatch(/^dim\( {8}\|\) bad\( {34}\^\)$/);
    expect(rows[4]).toBe('');
    expect(rows[5]).toMatch(/^ {2}2:10 {4}warn\(warning\) {2}.* {2}dim\([a-z-]+\)$/);
    expect(rows[7]).toMatch(/^dim\( {8}\|\) warn\( {9}\^\)$/);
    expect(rows[9]).toMatch(/^ {2}3:10 {4}name\(info {3}\) {2}.* {2}dim\(not-http\)$/);
    expect(rows[11]).toMatch(/^dim\( {8}\|\) name\( {9}\^+\)$/);
  });

  test('names the part it stands in behind its rule', () =>
    expect(said([finding({ part: 'Html' })])).toBe('x.html\n  1:1     error    it is wrong  a-rule Html\n\n'));

  test('is broken between words where a person reads it, and stays one line in a pipe', () => {
    const message = 'one two three four five';
    expect(said([finding({ message })], { columns: 36 })).toContain(`error    ${message}  a-rule\n`);
    const at = ' '.repeat(19);
    expect(said([finding({ message })], { columns: 36, wraps: true })).toContain(`error    one two three\n${at}four five  a-rule\n`);
    expect(said([finding({ message })], { columns: 32, wraps: true })).toContain(`error    one two three\n${at}four five \n${at}a-rule\n`);
    const quiet = stylish({ ...formatOptions, paint: marks, columns: 36, wraps: true });
    expect(quiet.file({ file: 'x', links: [], findings: [finding({ message })], fixes: [] }, undefined)).toContain('four five  dim(a-rule)\n');
    const split = finding({ message: 'one two three four', part: 'HtmlPart of it' });
    expect(
      stylish({ ...formatOptions, paint: marks, columns: 36, wraps: true }).file({ file: 'x', links: [], findings: [split], fixes: [] }, undefined),
    ).toContain(`one two three\n${at}four  a-rule\n${at}HtmlPart of it\n`);
  });

  test.each([
    ['ASCII', 'x'],
    ['characters of two bytes', 'é'],
    ['of three', '日'],
    ['of four', '🎉'],
    ['of three that take one column', '†'],
    ['of one and three', 'x日'],
  ])('is shown with as much of a long line as fits, in %s', async (_, letter) => {
    const around = letter.repeat(200);
    const html = `${around}<a href="https://www.example.com/a b">${around}`;
    const { report, source } = await lintText('x.html', html);
    const [, , line = '', caret = ''] = stylish({ ...formatOptions, columns: 90 })
      .file(report, source)
      .split('\n');
    // The window is filled, to a column a wide character may not fit in; an ellipsis at either end may stand outside of it.
    expect(columnsOf(line)).toBeGreaterThanOrEqual(87);
    expect(columnsOf(line)).toBeLessThanOrEqual(90);
    expect(line).toMatch(/^ {6}1 \| ….+….?$/);
    expect(line).not.toContain('\ufffd');
    expect(columnsOf(line.slice(0, line.indexOf('a b"') + 1))).toBe(caret.indexOf('^'));
  });
});

test('at the end of a long line all room is for what stands before', async () => {
  for (const cut of ['', 'x', 'xx']) {
    const { report, source } = await lintText('x.html', `${cut}${'†'.repeat(200)}<a href="#">`);
    const [, , line = ''] = stylish({ ...formatOptions, columns: 60 })
      .file(report, source)
      .split('\n');
    expect(line).toBe(`      1 | …${'†'.repeat(36)}<a href="#">`);
  }
});

describe('a file', () => {
  test('with nothing to say is not named', () => {
    expect(said([])).toBe('');
    expect(said([], { links: true })).toBe('');
  });

  test('that cannot be linted says why', () => {
    const report = { file: 'x\u001b.bin', links: [], findings: [], fixes: [], unlintable: 'it is \u0007binary' };
    expect(coloured.file(report, undefined)).toBe('bold(x·.bin)\n  bad(error)  cannot be linted: it is ·binary\n\n');
  });
});

describe('--links', () => {
  const table = (links: LinkReport[], look: Partial<typeof formatOptions> = {}) =>
    stylish({ ...formatOptions, links: true, columns: 80, ...look }).file({ file: 'x.html', links, findings: [], fixes: [] }, undefined);

  test('shows verdict, address and reason in columns', () => {
    expect(
      table([link({}), link({ line: 10, column: 100, verdict: 'untracked', part: 'Html', url: 'a\tb' }), link({ verdict: 'depends' })], {
        paint: marks,
      }),
    ).toBe(
      [
        'bold(x.html)',
        `  1:1     good(tracked  )  https://a/${' '.repeat(22)}dim(absolute)`,
        `  10:100  bad(untracked)  a  b${' '.repeat(28)}dim(absolute Html)`,
        `  1:1     warn(depends  )  https://a/${' '.repeat(22)}dim(absolute)`,
        '',
        '',
      ].join('\n'),
    );
  });

  test.each([
    [40, 24],
    [74, 24],
    [75, 25],
    [110, 60],
    [200, 60],
  ])('of %i columns an address takes no more than %i', (columns, room) => {
    const shown = (length: number): string => /tracked {4}(\S+)/.exec(table([link({ url: 'u'.repeat(length) })], { columns }))?.[1] ?? '';
    expect(shown(room)).toBe('u'.repeat(room));
    expect(shown(room + 1)).toBe(`${'u'.repeat(room - 1)}…`);
  });

  test('a reason that does not fit stands below its address where a person reads it', () => {
    const below = (reason: string, url = 'https://a/') =>
      table([link({ reason, url })], { wraps: true })
        .split('\n')
        .slice(1, -2);
    expect(below('r'.repeat(27))).toEqual([`  1:1     tracked    https://a/${' '.repeat(22)}${'r'.repeat(27)}`]);
    expect(below('r'.repeat(28))).toEqual(['  1:1     tracked    https://a/', `${' '.repeat(21)}${'r'.repeat(28)}`]);
    expect(below('日'.repeat(14)).length).toBe(2);
    expect(below('r'.repeat(20), '日'.repeat(20)).length).toBe(2);
    expect(table([link({ reason: 'r'.repeat(100) })])).toContain(`https://a/${' '.repeat(22)}${'r'.repeat(100)}\n`);
  });

  test('wide addresses are padded by what they take, and the findings follow', () => {
    expect(table([link({ url: '日'.repeat(20) })])).toContain(`${'日'.repeat(20)}  absolute\n`);
    expect(table([link({ url: '日本' })])).toContain(`tracked    日本${' '.repeat(28)}absolute\n`);
    const both = stylish({ ...formatOptions, links: true, columns: 80 }).file(
      { file: 'x.html', links: [link({})], findings: [finding({})], fixes: [] },
      undefined,
    );
    expect(both).toMatch(/absolute\n\n {2}1:1 {5}error {4}it is wrong {2}a-rule\n\n$/);
    expect(said([finding({})])).not.toContain('tracked');
  });
});

test.each<[Partial<Tally>, string]>([
  [{}, ''],
  [{ files: 3 }, ''],
  [{ errors: 1, filesFound: 1 }, 'bad(1 error in 1 file)\n'],
  [{ errors: 2, warnings: 1, filesFound: 2 }, 'bad(2 errors, 1 warning in 2 files)\n'],
  [{ warnings: 2, filesFound: 1 }, 'warn(2 warnings in 1 file)\n'],
  [{ infos: 1 }, '1 remark\n'],
  [{ infos: 2 }, '2 remarks\n'],
  [{ fixed: 1 }, 'good(1 finding mended)\n'],
  [{ fixable: 1 }, '--fix mends 1\n'],
  [{ unlintable: 1 }, 'bad(1 file could not be linted)\n'],
  [
    { fixed: 2, errors: 1, warnings: 2, filesFound: 2, infos: 3, fixable: 4, unlintable: 5 },
    'good(2 findings mended); bad(1 error, 2 warnings in 2 files); 3 remarks; --fix mends 4; bad(5 files could not be linted)\n',
  ],
])('of %j the last line is %j', (tally, line) => expect(coloured.end({ ...emptyTally(), ...tally })).toBe(line));
