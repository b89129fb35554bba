import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { locator } from '../../../src/lint/source/place.ts';
import { runs } from '../../long.ts';

/** Line, column and UTF-16 offset as one counts them who cuts the text at its line ends. */
const plainly = (text: string, offset: number) => {
  const lines = text.slice(0, offset).split(/\r\n|\n|\r/);
  // Between CR and LF the line has not ended.
  if (text[offset - 1] === '\r' && text[offset] === '\n') lines.pop();
  const line = lines.length;
  const before = text.slice(0, offset).replace(/\r$/, text[offset] === '\n' ? 'x' : '\r');
  return { line, column: offset - Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')), offset };
};

const letters = ['a', 'a', '\n', '\r', '\r\n', 'é', '日', '😀'];
/** Runs, so that ways are long and short, and end in the middle of four bytes. */
const text = fc
  .array(fc.tuple(fc.constantFrom(...letters), fc.constantFrom(1, 1, 2, 3, 17, 130, 600)), { maxLength: 8, size: 'max' })
  .map(runs => runs.map(([letter, count]) => letter.repeat(count)).join(''));
/** Offsets of characters, in any order. */
const asked = fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 6 });
const offsetsIn = (whole: string, numbers: readonly number[]) => {
  const starts = [0];
  for (const character of whole) starts.push((starts.at(-1) ?? 0) + character.length);
  // The end is asked for, too: there the last four bytes are fewer.
  return [...numbers.map(number => starts[number % starts.length] ?? 0), whole.length];
};

describe('four bytes at a time, far and near, forth and back', () => {
  test('a byte stands on the line and in the column where a reader counts it', () => {
    fc.assert(
      fc.property(text, asked, (whole, numbers) => {
        const { point } = locator(Buffer.from(whole));
        for (const offset of offsetsIn(whole, numbers)) expect(point(Buffer.byteLength(whole.slice(0, offset)))).toEqual(plainly(whole, offset));
      }),
      { numRuns: runs(400) },
    );
  });

  test('a place is its two ends, asked for again or behind one that is further', () => {
    fc.assert(
      fc.property(text, asked, (whole, numbers) => {
        const { place } = locator(Buffer.from(whole));
        const offsets = offsetsIn(whole, numbers);
        for (const [index, offset] of offsets.entries()) {
          const end = Math.max(offset, offsets[index + 1] ?? 0);
          const from = plainly(whole, offset);
          const to = plainly(whole, end);
          expect(place(Buffer.byteLength(whole.slice(0, offset)), Buffer.byteLength(whole.slice(0, offsets[index + 1] ?? 0)))).toEqual({
            ...from,
            endLine: to.line,
            endColumn: to.column,
            endOffset: to.offset,
          });
        }
      }),
      { numRuns: runs(400) },
    );
  });

  test('a UTF-16 offset stands at its byte, the second half of a pair at the first', () => {
    fc.assert(
      fc.property(text, asked, (whole, numbers) => {
        const { byteOf } = locator(Buffer.from(whole));
        for (const number of numbers) {
          const offset = number % (whole.length + 1);
          const isInside = /[\ud800-\udbff]/.test(whole[offset - 1] ?? '');
          expect(byteOf(offset)).toBe(Buffer.byteLength(whole.slice(0, isInside ? offset - 1 : offset)));
        }
      }),
      { numRuns: runs(400) },
    );
  });
});
