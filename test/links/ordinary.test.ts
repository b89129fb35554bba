import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hasPercent25, isOrdinary, ordinaryAddress } from '../../src/links/ordinary.ts';
import { checkUri } from '../../src/links/rfc3986.ts';
import { readValue } from '../../src/lint/address.ts';
import { isLong } from '../long.ts';

/** The value between quotes: what stands behind it must not count. */
const known = (value: string, behind = '"#&amp;=') => ordinaryAddress(Buffer.from(`"${value}${behind}`), 1, 1 + Buffer.byteLength(value));

test.each([
  'https://x',
  'HTTP://www.Example.com:8080/a/b.html',
  'https://x.example:/',
  'https://x.example?a',
  'https://x.example#a/b?c',
  "https://x.example//a;v=1,2/!$'()*+?a=b:c@d/e?f#g",
  'https://x.example/?a=1&amp;b=2&amp;c',
])('%j is ordinary, and need not be read', value => expect(known(value)).toBe(isOrdinary));

test('&page= begins no character reference, and is ordinary', () => {
  expect(known('https://x.example/?a=1&page=2&copy=3&')).toBe(isOrdinary);
  expect(known('https://x.example/?&amp')).toBe(0);
});

test('no character that RFC 3986 forbids is ordinary, in a host or behind one', () => {
  const characters = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));
  // An ampersand is allowed, and may begin a character reference.
  const read = characters.filter(each => each === '&' || checkUri(`https://x.example/${each}20`).kind !== 'valid');
  expect(characters.filter(each => known(`https://x.example/${each}20`) === 0)).toEqual(read);
  expect(characters.filter(each => known(`https://x${each}y/`) !== 0 && checkUri(`https://x${each}y/`).kind !== 'valid')).toEqual([]);
});

test('a scheme is one in either case, and as much as the value holds of it', () => {
  expect([known('HTTPS://x'), known('Http://x')]).toEqual([isOrdinary, isOrdinary]);
  const bytes = Buffer.from('http://x.example/%20&amp;');
  expect([5, 7, 19, 24].map(end => ordinaryAddress(bytes, 0, end))).toEqual([0, 0, 0, 0]);
});

test('what is percent-encoded twice is ordinary, and known', () => {
  expect(known('https://x.example/%20%c3%A4')).toBe(isOrdinary);
  expect(known('https://x.example/a%2520b')).toBe(isOrdinary | hasPercent25);
});

test.each([
  ...[
    '',
    'http://',
    'https:/x',
    'https:x',
    'ftp://x',
    'mailto:a@b',
    'x',
    '#',
    '//x',
    'https://:80/',
    'https://a_b/',
    'https://u@x/',
    'https://[::1]/',
  ],
  ...['https://x:8a/', 'https://x/ ', ' https://x/', 'https://x/\n', 'https://é/', 'https://x/é', 'https://x/%', 'https://x/%2', 'https://x/%zz'],
  ...[
    'https://x/#a#b',
    'https://x/[',
    'https://x/{',
    'https://x/?a&copy',
    'https://x/?a&copy_b',
    'https://x/?a&lt;b',
    'https://x/&#32;',
    'https://x&amp;',
  ],
])('%j must be read', value => expect(known(value)).toBe(0));

test.each([
  ['what a template prints stands for a letter', 'https://\xff.example/\xff?a=\xff&amp;b#\xff', isOrdinary],
  ['or, at the beginning, for scheme and host', '\xff/p', isOrdinary],
  ['or for the whole address', '\xff\xff', isOrdinary],
  ['but not for a digit', 'https://x:\xff/', 0],
  ['nor for part of a scheme', 'http\xff://x/', 0],
  ['nor for part of a character reference', 'https://x/?a&copy\xff', 0],
  ['what only steers a template may leave anything', 'https://x.example/\xfe', 0],
])('%s', (_, masked, expected) => expect(ordinaryAddress(Buffer.from(masked, 'latin1'), 0, masked.length)).toBe(expected));

test('an ordinary address is what RFC 3986 allows, on the web and with a host', () => {
  const piece = fc.constantFrom(
    ...[
      'http',
      'https',
      'HTTPS',
      '://',
      ':',
      '/',
      '//',
      'www.example.com',
      'a_b',
      '-',
      '?',
      '#',
      '=',
      '&amp;',
      '&',
      'amp',
      ';',
      '&lt',
      '&copy',
      '&page=',
    ],
    ...['%', '%25', '%41', '2', '80', '@', '[', ']', ' ', '\r', '\0', 'é', "'", '{', 'x'],
  );
  let ordinary = 0;
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), fc.boolean(), (pieces, isWeb) => {
      const value = (isWeb ? 'https://x.example' : '') + pieces.join('');
      const found = known(value);
      if (found === 0) return;
      ordinary++;
      const bytes = Buffer.from(value);
      const { text } = readValue(bytes, bytes, [], 0, bytes.length);
      const { kind, faults, parts } = checkUri(text);
      expect([kind, faults], text).toEqual(['valid', []]);
      expect(parts.scheme).toMatch(/^https?$/);
      expect(parts.authority?.[0]).toBe(parts.host?.[0]);
      expect((parts.host?.[1] ?? 0) - (parts.host?.[0] ?? 0)).toBeGreaterThan(0);
      expect((found & hasPercent25) !== 0).toBe(text.includes('%25'));
    }),
    { numRuns: isLong ? 100_000 : 2000 },
  );
  expect(ordinary).toBeGreaterThan(50);
});
