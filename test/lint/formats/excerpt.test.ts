/** One source line with a caret, whatever the line holds. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { columnsOf, excerpt, plain, visible, wrap } from '../../../src/lint/formats/excerpt.ts';
import { runs } from '../../long.ts';

const document = fc.string({
  unit: fc.constantFrom('a', ' ', '\t', 'é', '日', '🎉', '\n', '\r', '\u0000', '\u001b', '\u0301', '\u202e', '"'),
  maxLength: 300,
});

test('the caret stands under what is wrong, the line fits, and nothing reaches the terminal as it is', () =>
  fc.assert(
    fc.property(document, fc.nat(300), fc.nat(40), fc.integer({ min: 20, max: 120 }), (text, at, length, columns) => {
      const offset = Math.min(at, text.length);
      const { line, caret } = excerpt(text, offset, length, columns);
      // One ellipsis at either end may stand outside the window.
      expect(columnsOf(line)).toBeLessThanOrEqual(columns + 2);
      expect(caret).toMatch(/^ *\^+$/);
      expect(line).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }),
    { numRuns: runs(500) },
  ));

test.each([
  ['a plain line', 'x\n  <a href="a b">x</a>\ny', 'a b', ' '],
  ['wide characters before it', '日本<a href="a b">', 'a b', ' '],
  ['a line much longer than the window', `${'x'.repeat(500)}<a href="a|b">${'y'.repeat(500)}`, 'a|b', '|'],
])('%s', (_, text, around, wrong) => {
  const { line, caret } = excerpt(text, text.indexOf(around) + 1, 1, 60);
  let column = 0;
  let under = '';
  for (const character of line) {
    if (column === caret.indexOf('^')) under = character;
    column += columnsOf(character);
  }
  expect(under).toBe(wrong);
});

test('words are wrapped between them, none is lost', () => {
  const text = 'a raw space in the address is not RFC 3986: SES will not track this link';
  expect(wrap(text, 20).join(' ')).toBe(text);
  expect(Math.max(...wrap(text, 20).map(columnsOf))).toBeLessThanOrEqual(20);
  expect(wrap('x'.repeat(30), 20)).toEqual(['x'.repeat(30)]);
});

const letters = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const wide = '日本日本日本日本日本日本日本';
test.each<[string, string, number, number, number, string, string]>([
  ['indentation is left away', '  ab cd', 4, 1, 40, 'ab cd', '  ^'],
  ['but not what is wrong in it', '\t a', 1, 1, 40, ' a', '^'],
  ['a line ends at a line feed', 'ab\ncd\nef', 3, 1, 40, 'cd', '^'],
  ['at a carriage return', 'ab\rcd\ref', 3, 2, 40, 'cd', '^^'],
  ["at Unicode's own separators, and so does the caret", 'ab\u2028cd\u2029ef', 3, 9, 40, 'cd', '^^'],
  ['what is wrong at the end', 'ab', 2, 1, 40, 'ab', '  ^'],
  ['in nothing', '', 0, 0, 40, '', '^'],
  ['up to the end of the line', 'ab cd\n', 3, 9, 40, 'ab cd', '   ^^'],
  ['a tab is two columns, a bell a dot', 'a\tb\u0007c', 4, 1, 40, 'a  b·c', '     ^'],
  ['marks take no column', 'e\u0301e\u0301x', 4, 1, 20, 'e\u0301e\u0301x', '  ^'],
  ['pictures take two', '🎉🎉x', 4, 1, 20, '🎉🎉x', '    ^'],
  ['a line as long as the window', letters.slice(0, 20), 10, 1, 20, 'abcdefghijklmnopqrst', `${' '.repeat(10)}^`],
  ['a letter more', letters.slice(0, 21), 10, 1, 20, 'abcdefghijklmnopqrst…', `${' '.repeat(10)}^`],
  ['wrong at its end', `\n${letters.slice(0, 20)}`, 20, 1, 20, 'abcdefghijklmnopqrst', `${' '.repeat(19)}^`],
  ['wrong at its end, a letter more', `\n${letters.slice(0, 21)}`, 21, 1, 20, '…bcdefghijklmnopqrstu', `${' '.repeat(20)}^`],
  ['at the beginning of a long line', letters, 0, 1, 20, 'abcdefghij…', '^'],
  ['in the middle', letters, 30, 1, 20, '…uvwxyz0123456789ABCD…', `${' '.repeat(11)}^`],
  ['at the end', letters, 61, 1, 20, '…GHIJKLMNOPQRSTUVWXYZ', `${' '.repeat(20)}^`],
  ['behind the end', letters, 62, 1, 20, '…GHIJKLMNOPQRSTUVWXYZ', `${' '.repeat(21)}^`],
  ['more marks on a letter than the window has columns', `a${'\u0301'.repeat(60)}`, 0, 1, 20, `a${'\u0301'.repeat(19)}…`, '^'],
  ['more of it than half the window', letters, 30, 40, 20, '…z0123456789ABCDEFGHI…', `${' '.repeat(6)}${'^'.repeat(10)}`],
  ['a window narrower than can be read', letters, 10, 3, 5, '…bcdefghijklmnopqrstu…', `${' '.repeat(10)}^^^`],
  ['indentation that fills the window', `${' '.repeat(30)}x`, 30, 1, 20, `…${' '.repeat(19)}x`, `${' '.repeat(20)}^`],
  ['wide characters on both sides', wide, 7, 1, 20, '…日本日本日本日本日本…', `${' '.repeat(11)}^^`],
  ['wide characters, all of them wrong', wide, 0, 14, 20, '日本日本日本日…', '^'.repeat(10)],
])('%s', (_, text, offset, length, columns, line, caret) => expect(excerpt(text, offset, length, columns)).toEqual({ line, caret }));

test('a character of East Asia and a picture take two columns, a mark none, every other one', () => {
  const two = [
    ...[0x1100, 0x115f, 0x2e80, 0xa4cf, 0xac00, 0xd7a3, 0xf900, 0xfaff, 0xfe30, 0xfe6f, 0xff00, 0xff60, 0x1f300, 0x1faff, 0x20000, 0x3fffd],
  ];
  const one = [
    ...[0x20, 0x2ff, 0x370, 0x10ff, 0x1160, 0x2e7f, 0xa4d0, 0xabff, 0xd7a4, 0xf8ff, 0xfb00, 0xfe1f, 0xfe70, 0xfeff, 0xff61, 0x1f2ff, 0x1fb00],
    ...[0x1ffff, 0x3fffe],
  ];
  const widths = (codes: readonly number[]) => codes.map(code => [code.toString(16), columnsOf(String.fromCodePoint(code))]);
  expect(widths(two)).toEqual(two.map(code => [code.toString(16), 2]));
  expect(widths(one)).toEqual(one.map(code => [code.toString(16), 1]));
  expect(widths([0x300, 0x20d0])).toEqual([
    ['300', 0],
    ['20d0', 0],
  ]);
});

test('words are wrapped where the next one would not fit', () => {
  expect(wrap('aaa bbb ccc', 7)).toEqual(['aaa bbb', 'ccc']);
  expect(wrap('aaa bbb ccc', 6)).toEqual(['aaa', 'bbb', 'ccc']);
  expect(wrap('日本 日本 c', 9)).toEqual(['日本 日本', 'c']);
  expect(wrap('', 9)).toEqual(['']);
});

test('what a terminal would obey or not show is a dot, a tab two spaces, all else itself', () => {
  expect(['\t', '\u001b', '\u007f', '\u0085', '\u202e', '\u2028', '\ud800', 'a', 'é', '日'].map(visible)).toEqual([
    ...['  ', '·', '·', '·', '·', '·', '·', 'a', 'é', '日'],
  ]);
  expect(plain('a b~ é')).toBe('a b~ é');
  expect(plain('a\tb\u001b\u007f日')).toBe('a  b··日');
});
