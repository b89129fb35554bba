/** One source line with a caret, whatever the line holds. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { columnsOf, excerpt, wrap } from '../../../src/lint/formats/excerpt.ts';
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
