import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { after, isWord, lower, next, towards, viewOf } from '../../src/links/bytes.ts';
import { runs } from '../long.ts';

/** Part of a larger buffer whose other bytes all match, and two offsets in it. */
const part = fc
  .tuple(fc.array(fc.constantFrom(0x00, 0x01, 0x3a, 0x3b, 0x3c, 0x3d, 0x61, 0xbc), { maxLength: 14 }), fc.nat(3), fc.nat(14), fc.nat(14))
  .map(([list, before, a, b]) => {
    const around = Buffer.alloc(list.length + 10, 0x3c);
    around.set(list, before);
    const to = Math.min(Math.max(a, b), list.length);
    return { bytes: around.subarray(before, before + list.length), from: Math.min(a, b, to), to };
  });

describe('four bytes at a time', () => {
  test('the next byte is where one at a time finds it, to the last and not past it', () => {
    fc.assert(
      fc.property(part, fc.constantFrom(0x3c, 0x00, 0xbc), ({ bytes, from, to }, byte) => {
        const at = bytes.subarray(from, to).indexOf(byte);
        expect(next(viewOf(bytes), byte, from, to)).toBe(at === -1 ? to : from + at);
      }),
      { numRuns: runs(1000) },
    );
  });

  test('what does not match is skipped, nothing that does, and no more than three bytes are left to look at', () => {
    fc.assert(
      fc.property(part, ({ bytes, from, to }) => {
        const match = bytes.subarray(from, to).findIndex(byte => byte >= 0x38 && byte <= 0x3e && byte % 2 === 0);
        const at = towards(viewOf(bytes), 0xf9f9f9f9, 0x38383838, from, to);
        if (match !== -1 && at > to - 4) expect(at).toBeLessThanOrEqual(from + match);
        else if (match !== -1) expect(at).toBe(from + match);
        else expect(to - at).toBeLessThan(4);
        expect(at).toBeLessThanOrEqual(to);
      }),
      { numRuns: runs(1000) },
    );
  });
});

test('names that share a place in the memory of names are told apart, in either case', () => {
  const names = Array.from({ length: 3000 }, (_, i) => [`n${i}`, `N${i}x`, `n${i}xy`, `a${i}`]).flat();
  for (const name of names) {
    const bytes = Buffer.from(`<${name}>`);
    expect(lower(bytes, 1, bytes.length - 1)).toBe(name.toLowerCase());
  }
});

test('signs beside the letters have no other case', () => {
  const bytes = Buffer.from('@[AZ`{az');
  expect(lower(bytes, 0, bytes.length)).toBe('@[az`{az');
});

test('a word or a byte at the end is found, one that goes past the end is not', () => {
  const bytes = Buffer.from('a>href>').subarray(0, 6);
  expect(isWord(bytes, 2, 'href')).toBe(true);
  expect(isWord(bytes, 3, 'href')).toBe(false);
  expect([after(bytes, 0x3e, 0, 6), after(bytes, 0x3e, 0, 1), after(bytes, 0x3e, 2, 6)]).toEqual([2, 1, 6]);
});
