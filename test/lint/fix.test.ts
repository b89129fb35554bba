/** --fix: what it writes leads where it led before, is clean of what it fixed, and leaves every other byte alone. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ByteFix } from '../../src/lint/finding.ts';
import { applyFixes, fixAll } from '../../src/lint/fix.ts';
import { runs } from '../long.ts';
import { lintText } from './plain.ts';

const fix = async (name: string, text: string | Buffer) => {
  const before = Buffer.from(text);
  const { bytes, count, last } = await fixAll(before, each => lintText(name, each));
  return { before, after: bytes ?? before, count, report: last.report };
};

/** Where a browser would go. */
const destination = (url: string): string | undefined => URL.parse(url)?.href;

const pieces = fc.constantFrom(
  ...[
    'a',
    'B',
    '7',
    '-',
    '/',
    '?',
    '&',
    '&amp;',
    '=',
    '#',
    '%20',
    '%',
    ' ',
    '  ',
    'é',
    '日',
    '🎉',
    '<',
    '>',
    '&quot;',
    '&lt;',
    '&#32;',
    '&nbsp;',
    '&copy;',
    '\t',
    '\n',
    '|',
    '[',
    ']',
    '{{x}}',
    '{{ größe }}',
    '{{#if a}}',
    '{{/if}}',
    '\u200b',
    '"',
    '%C3%A9',
  ],
);
const address = fc
  .tuple(
    fc.constantFrom('https://www.example.com/', 'http://example.com', 'https://www.example.com?', '', '//', ' https://www.example.com/'),
    fc.array(pieces, { maxLength: 12 }),
  )
  .map(([head, tail]) => head + tail.join(''));
const page = fc
  .array(
    fc.tuple(
      fc.constantFrom('<a href="', "<a class=x href='", '<a ses:no-track href="', '<p>ü ', '<area href="'),
      address,
      fc.constantFrom('">x</a>\n', "'>y</a>\r\n", '">', '"'),
    ),
    { maxLength: 5 },
  )
  .map(parts => parts.flat().join(''));

describe('for any page', () => {
  test('what was fixed is not found again, and fixing again changes nothing', () =>
    fc.assert(
      fc.asyncProperty(page, async text => {
        const { after, report } = await fix('page.html', text);
        expect(report.fixes).toEqual([]);
        const again = await fix('page.html', after);
        expect(again.count).toBe(0);
      }),
      { numRuns: runs(300) },
    ));

  test('only the places that the fixes name change', () =>
    fc.assert(
      fc.asyncProperty(page, async text => {
        const before = Buffer.from(text);
        const { report } = await lintText('page.html', before);
        const after = applyFixes(before, report.fixes);
        let at = 0;
        let moved = 0;
        for (const each of report.fixes) {
          expect(after.subarray(at + moved, each.start + moved).equals(before.subarray(at, each.start))).toBe(true);
          moved += each.bytes.length - (each.end - each.start);
          at = each.end;
          expect(Buffer.from(each.bytes).toString('latin1')).toMatch(/^[\x20-\x7e]*$/);
        }
        expect(after.subarray(at + moved).equals(before.subarray(at))).toBe(true);
        // The fix a finding shows is the fix that is applied.
        for (const { fix: shown } of report.findings) if (shown !== undefined) expect(text.slice(shown.offset, shown.endOffset)).not.toBe(shown.text);
      }),
      { numRuns: runs(300) },
    ));

  test('a browser goes where it went before', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(pieces, { maxLength: 12 }).filter(tail => !tail.some(piece => /[{"]/.test(piece))),
        async tail => {
          const html = `<a href="https://www.example.com/${tail.join('')}">x</a>`;
          const before = (await lintText('page.html', html)).report.links[0]?.url ?? '';
          const { after } = await fix('page.html', html);
          const url = (await lintText('page.html', after)).report.links[0]?.url ?? '';
          expect(destination(url)).toBe(destination(before));
        },
      ),
      { numRuns: runs(300) },
    ));
});

test('template tags are never touched', async () => {
  const { after } = await fix('mail.liquid', '<a href="https://www.example.com/{{ \'a b\' | url_encode }}/c d?{% if a > b %}x y{% endif %}">x</a>');
  expect(after.toString()).toBe('<a href="https://www.example.com/{{ \'a b\' | url_encode }}/c%20d?{% if a > b %}x%20y{% endif %}">x</a>');
});

test('in SES JSON the string is changed and the file around it is not', async () => {
  const { after } = await fix(
    't.json',
    '{ "TemplateContent" : {\t"Html": "<a href=\\"https:\\/\\/www.example.com\\/a b\\u0020\\u00e9\\">\\u00e9</a>" } }\n',
  );
  expect(after.toString()).toBe('{ "TemplateContent" : {\t"Html": "<a href=\\"https:\\/\\/www.example.com\\/a%20b%20%C3%A9\\">\\u00e9</a>" } }\n');
});

test('UTF-16 stays UTF-16', async () => {
  const text = '\ufeff<a href="https://www.example.com/a b">é</a>';
  const { after } = await fix('page.html', Buffer.from(text, 'utf16le'));
  expect(after.equals(Buffer.from(text.replace('a b', 'a%20b'), 'utf16le'))).toBe(true);
});

test('a message as received is evidence and stays as it is', async () => {
  const { count, report } = await fix(
    'mail.eml',
    'From: a@example.com\nSubject: x\nContent-Type: text/html\n\n<a href="https://www.example.com/a b">x</a>',
  );
  expect(count).toBe(0);
  expect(report.findings.map(({ rule }) => rule)).toContain('not-rfc3986');
});

test.each([
  ['a line break inside', 'https://www.example.com/a\nb c'],
  ['a fault that a person has to decide', 'https://www.example.com/a b?f[]=1'],
  ['a space in the host', 'https://www.exa mple.com/a b'],
  ['an invisible character', 'https://www.example.com/a\u200bb c'],
  ['another scheme', 'ftp://www.example.com/a b'],
  ['no scheme', 'www.example.com/a b'],
  ['a host without a scheme', '//www.example.com/a b'],
  ['more faults than are told of one address', `https://www.example.com/${'a '.repeat(150)}b`],
  ['a template tag beyond ASCII between two faults', 'https://www.example.com/a b{{ größe }}c d'],
])('%s is left to a person', async (_, url) => {
  expect((await fix('page.html', `<a href="${url}">x</a>`)).count).toBe(0);
});

test('what a character becomes in a query is certain in UTF-8 alone, so in any other charset it is left to a person', async () => {
  const html = (charset: string) => `<meta charset=${charset}><a href="https://www.example.com/?q=é">x</a>`;
  expect((await fix('page.html', html('UTF-8'))).count).toBe(1);
  expect((await fix('page.html', html('iso-8859-1'))).count).toBe(0);
  expect((await fix('page.html', Buffer.from('<a href="https://www.example.com/?q=é">x</a>', 'latin1'))).count).toBe(0);
});

describe('fixes that make room for others', () => {
  const report = (fixes: ByteFix[]) => ({ report: { file: 'x', links: [], findings: [], fixes } });
  const underscore = (start: number): ByteFix => ({ rule: 'x', start, end: start + 1, bytes: Buffer.from('_') });

  test('are applied one after the other, and all are counted', async () => {
    const lint = async (bytes: Buffer) => report(bytes.includes(' ') ? [underscore(bytes.indexOf(' '))] : []);
    const { bytes, count } = await fixAll(Buffer.from('a b c d'), lint);
    expect([String(bytes), count]).toEqual(['a_b_c_d', 3]);
  });

  test('are given up where they never end', async () => {
    const { count } = await fixAll(Buffer.from('a'), async () => report([underscore(0)]));
    expect(count).toBe(10);
  });
});
