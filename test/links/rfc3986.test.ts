import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkUri, faultLimit, uriParts } from '../../src/links/rfc3986.ts';
import { hasCorpus, lines, read, skipped, templates } from '../corpus.ts';
import { anyText } from '../events/wild-text.ts';
import { runs } from '../long.ts';

const told = (text: string) => {
  const { kind, faults } = checkUri(text);
  return [kind, ...faults.map(({ offset, text: bad, what }) => `${offset} ${JSON.stringify(bad)} ${what}`)];
};

describe('RFC 3986, to the letter', () => {
  test.each([
    ['', ['empty']],
    ['https://www.example.com/p?a=b#c', ['valid']],
    ["https://www.example.com/p;v=1,2/!$'()*+?a=b:c@d/e?f", ['valid']],
    ['HTTPS://WWW.EXAMPLE.COM/', ['valid']],
    ['mailto:', ['valid']],
    ['http://', ['valid']],
    ['https:/www.example.com/p', ['valid']],
    ['urn:a:b', ['valid']],
    ['a1+.-:x', ['valid']],
    ['//www.example.com/p', ['relative-ref']],
    ['/p', ['relative-ref']],
    ['#', ['relative-ref']],
    ['?a:b', ['relative-ref']],
    ['./a:b', ['relative-ref']],
    ['1a:b', ['invalid', '2 ":" scheme']],
    [':b', ['invalid', '0 ":" scheme']],
    ['https://a/b c', ['invalid', '11 " " space']],
    ['https://a/b\tc\u007f\0', ['invalid', '11 "\\t" space', '13 "\u007f" space', '14 "\\u0000" space']],
    ['https://a/\u{1F600}é', ['invalid', '10 "\u{1F600}" non-ascii', '12 "é" non-ascii']],
    ['https://a/%zz%4', ['invalid', '10 "%zz" percent', '13 "%4" percent']],
    ['https://a/%', ['invalid', '10 "%" percent']],
    ['https://a/%2', ['invalid', '10 "%2" percent']],
    ['https://a/%41%', ['invalid', '13 "%" percent']],
    ['https://a/p#a#b', ['invalid', '13 "#" character']],
    ['https://a/?f[]=1', ['invalid', '12 "[" character', '13 "]" character']],
    ['https:\\\\a\\p', ['invalid', '6 "\\\\" character', '7 "\\\\" character', '9 "\\\\" character']],
    ['https://a:80a/', ['invalid', '10 "80a" port']],
    ['https://a:8 0/', ['invalid', '11 " " space']],
    ['https://a:/', ['valid']],
    ['https://u:p@a/', ['valid']],
    ['https://a@b@c/', ['invalid', '9 "@" at-sign']],
    ['https://u p@c/', ['invalid', '9 " " space']],
    ['https://[2001:db8::1]:8443/p', ['valid']],
    ['https://[::]/', ['valid']],
    ['https://[::ffff:1.2.3.4]/', ['valid']],
    ['https://[1:2:3:4:5:6:7:8]/', ['valid']],
    ['https://[v1.a:b]/', ['valid']],
    ['https://[1:2:3:4:5:6:7]/', ['invalid', '8 "[1:2:3:4:5:6:7]" ip-literal']],
    ['https://[1:2:3:4:5:6:7:8::]/', ['invalid', '8 "[1:2:3:4:5:6:7:8::]" ip-literal']],
    ['https://[1::2::3]/', ['invalid', '8 "[1::2::3]" ip-literal']],
    ['https://[::1.2.3.256]/', ['invalid', '8 "[::1.2.3.256]" ip-literal']],
    ['https://[::12345]/', ['invalid', '8 "[::12345]" ip-literal']],
    ['https://[::1', ['invalid', '8 "[::1" ip-literal']],
    ['https://a_b.example/', ['valid']],
    ['https://a/%g1%1g', ['invalid', '10 "%g1" percent', '13 "%1g" percent']],
    ['https://a/%4?1', ['invalid', '10 "%4" percent']],
    ['https://a/\u007f\u0080', ['invalid', '10 "\u007f" space', '11 "\u0080" non-ascii']],
    ['a b:c', ['invalid', '1 " " space']],
    ['a?b:c', ['relative-ref']],
    ['//a:80', ['relative-ref']],
    ['https://@a/', ['valid']],
    ['https://a@/', ['valid']],
    ['https://u|@a/', ['invalid', '9 "|" character']],
    ['https://@@@a/', ['invalid', '8 "@" at-sign', '9 "@" at-sign']],
    ['https://@| @a/', ['invalid', '8 "@" at-sign']],
    ['https://a:x/', ['invalid', '10 "x" port']],
    ['https://a:80x/y', ['invalid', '10 "80x" port']],
    ['https://a:09/', ['valid']],
    ['https://a:/:', ['valid']],
    ['https://a:8:0/', ['invalid', '10 "8:0" port']],
    ['https://a:|0 /', ['invalid', '10 "|" character', '12 " " space']],
    ['https://]@[::1]:80/', ['invalid', '8 "]" character']],
  ])('%j', (text, expected) => expect(told(text)).toEqual(expected));

  test.each([
    ...['::1', '1::', '2001:DB8::A', '1:2:3:4:5:6:7::', '1:2:3:4:5:6:1.2.3.4', '1:2:3:4:5::1.2.3.4', '::0.10.199.255'],
    ...['v1.a', 'V1F.A:~', `v1.${'a'.repeat(200)}`],
  ])('[%s] is an address', literal => expect(told(`https://[${literal}]/`)).toEqual(['valid']));

  test.each([
    ...['', ':', '1', '::g', '1:2::3:4::5:6:7:8', '1:2:3:4:5:6:7:1.2.3.4', '1:2:3:4:5:6::1.2.3.4', '1.2.3.4::', '::1.2.3.4:5', '::1.2.3'],
    ...['::1.2.3.01', '::1.2.3.1000', '::1.2.3.a', '::1.2.3.', 'v.a', 'v1.', 'v1', 'vg.a', 'v1.a|', '::1]', 'a[::1', 'v1.a]b', '::1]a', '[v1.a'],
  ])('[%s] is none', literal => expect(told(`https://[${literal}]/`)).toEqual(['invalid', `8 "[${literal}]" ip-literal`]));

  test('names the parts', () => {
    const text = 'Https://u:p@[::1]:80/p/q?a#b';
    const { scheme, ...parts } = uriParts(text);
    expect(scheme).toBe('https');
    expect(Object.entries(parts).map(([name, span]) => `${name} ${span === undefined ? '' : text.slice(...span)}`)).toEqual([
      'authority u:p@[::1]:80',
      'host [::1]',
      'path /p/q',
      'query a',
      'fragment b',
    ]);
  });

  test.each([
    ['https://a/@b', 'a', '/@b'],
    ['https://a?b/c', 'a', ''],
    ['https://a#b/c', 'a', ''],
    ['https://u@a:80', 'a', ''],
    ['https://@a/', 'a', '/'],
    ['https://a@/', '', '/'],
    ['https://]@[::1]:80/', '[::1]', '/'],
    ['https://[::1/]:80', '[::1', '/]:80'],
    ['https://[a:80', '[a:80', ''],
    ['/a//b', undefined, '/a//b'],
  ])('of %s the host is %s and the path %s', (text, name, rest) => {
    const { host, path } = uriParts(text);
    expect([host && text.slice(...host), text.slice(...path)]).toEqual([name, rest]);
    expect(path[0]).toBeLessThanOrEqual(path[1]);
  });

  test('names no more than the first hundred faults of an authority', () =>
    expect(checkUri(`https://${'@'.repeat(1000)}a/ `).faults.length).toBe(faultLimit));

  test('names no more than the first hundred faults', () => expect(checkUri(`https://a/${' '.repeat(1e6)}`).faults.length).toBe(faultLimit));
});

test.skipIf(!hasCorpus)(`the corpus agrees on every address without a template tag, and on where it breaks${skipped}`, () => {
  let seen = 0;
  for (const { expected_file } of templates()) {
    const { links } = JSON.parse(read(expected_file).toString()) as {
      links: { raw: string; value?: string; placeholder?: string; rfc3986: string; bad?: [number, string][] }[];
    };
    for (const { raw, value = raw, placeholder, rfc3986, bad } of links) {
      if (placeholder !== undefined) continue;
      const { kind, faults } = checkUri(value);
      expect(`${kind} ${value}`).toBe(`${rfc3986} ${value}`);
      if (bad !== undefined) expect(faults.map(({ offset, text }) => [offset, text])).toEqual(bad);
      seen++;
    }
  }
  expect(seen).toBeGreaterThan(2000);
});

test.skipIf(!hasCorpus)(`where validators disagree, the majority is right and so is this one${skipped}`, () => {
  const { disputed_in_templates } = JSON.parse(read('disagreements.json').toString()) as {
    disputed_in_templates: Record<string, { majority: string }>;
  };
  for (const [text, { majority }] of Object.entries(disputed_in_templates)) {
    const { kind } = checkUri(text);
    expect(`${kind === 'relative-ref' ? 'valid' : kind} ${text}`).toBe(`${majority} ${text}`);
  }
  for (const { id, oracle } of lines<{ id: string; oracle: { value: string | null; rfc3986: string } }>('single-link-cases.jsonl')) {
    if (oracle.value === null || !['valid', 'invalid', 'empty', 'relative-ref'].includes(oracle.rfc3986)) continue;
    expect(`${id} ${checkUri(oracle.value).kind}`).toBe(`${id} ${oracle.rfc3986}`);
  }
});

describe('an RFC written as one expression says the same', () => {
  // RFC 3986 appendix A, written down a second time without this project's tables.
  const pct = '%[0-9A-Fa-f]{2}';
  const un = 'A-Za-z0-9\\-._~';
  const sub = "!$&'()*+,;=";
  const pchar = `(?:[${un}${sub}:@]|${pct})`;
  const authority = `(?:(?:[${un}${sub}:]|${pct})*@)?(?:[${un}${sub}]|${pct})*(?::[0-9]*)?`;
  const hier = `(?://${authority}(?:/${pchar}*)*|/(?:${pchar}+(?:/${pchar}*)*)?|${pchar}+(?:/${pchar}*)*|)`;
  const tail = `(?:\\?(?:${pchar}|[/?])*)?(?:#(?:${pchar}|[/?])*)?`;
  const uri = new RegExp(`^[A-Za-z][A-Za-z0-9+.\\-]*:${hier}${tail}$`);
  const noscheme = `(?:(?:[${un}${sub}@]|${pct})+(?:/${pchar}*)*)`;
  const relative = new RegExp(`^(?://${authority}(?:/${pchar}*)*|/(?:${pchar}+(?:/${pchar}*)*)?|${noscheme}|)${tail}$`);

  test('on every character beside ASCII and in it, in every place', () => {
    for (let code = 0; code <= 0x100; code++)
      for (const [before, behind] of ['|:', 'a|:', '|', '//|@a', '//|', '//a|', '//a:|', '/|', '/%|0', '/%0|', '?|', '#|'].map(each =>
        each.split('|'),
      )) {
        const text = `${before}${String.fromCharCode(code)}${behind}`;
        const expected = uri.test(text) ? 'valid' : relative.test(text) ? 'relative-ref' : 'invalid';
        expect(`${checkUri(text).kind} ${JSON.stringify(text)}`).toBe(`${expected} ${JSON.stringify(text)}`);
      }
  });

  test('on random addresses', () => {
    const pieces = [
      'http',
      ':',
      '/',
      '//',
      '?',
      '#',
      '@',
      '%',
      '%41',
      'a',
      'B',
      '1',
      '.',
      '-',
      '_',
      ' ',
      'é',
      '!',
      '+',
      '=',
      '&',
      '"',
      '\\',
      '|',
      '8',
    ];
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 12 }).map(list => list.join('')),
        text => {
          const expected = uri.test(text) ? 'valid' : relative.test(text) ? 'relative-ref' : 'invalid';
          expect(`${checkUri(text).kind} ${text}`).toBe(`${expected} ${text}`);
        },
      ),
      { numRuns: runs(20_000) },
    );
  });

  test('every fault points at its text', () => {
    fc.assert(
      fc.property(anyText(), fc.constantFrom('', 'https://', 'https://a/', 'x:'), (text, before) => {
        const whole = before + text;
        for (const fault of checkUri(whole).faults) expect(whole.startsWith(fault.text, fault.offset)).toBe(true);
      }),
      { numRuns: runs(5000) },
    );
  });
});
