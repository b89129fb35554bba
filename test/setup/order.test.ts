/** Things come after what they need. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inOrder } from '../../src/setup/order.ts';
import { runs } from '../long.ts';

const ids = (things: { id: string }[]) => things.map(({ id }) => id).join(' ');

test('what is needed comes first, otherwise the order given stays', () => {
  const things = [
    { id: 'a', needs: ['d'] },
    { id: 'b', needs: [] },
    { id: 'c', needs: ['a', 'b'] },
    { id: 'd', needs: [] },
  ];
  expect(ids(inOrder(things))).toBe('d a b c');
});

test('a circle and a need for nothing are bugs, and say where', () => {
  expect(() =>
    inOrder([
      { id: 'a', needs: ['b'] },
      { id: 'b', needs: ['a'] },
    ]),
  ).toThrow('these need each other: a → b → a');
  expect(() => inOrder([{ id: 'a', needs: ['x'] }])).toThrow('a needs x, which is not wanted');
});

test('in any order given, nothing stands before what it needs and nothing is lost', () => {
  const graph = fc
    .integer({ min: 1, max: 12 })
    .chain(size =>
      fc.tuple(
        ...Array.from({ length: size }, (_, index) =>
          fc.record({ id: fc.constant(`${index}`), needs: fc.subarray(Array.from({ length: index }, (_each, below) => `${below}`)) }),
        ),
      ),
    );
  fc.assert(
    fc.property(
      graph.chain(things => fc.shuffledSubarray(things, { minLength: things.length })),
      things => {
        const placed = inOrder(things).map(({ id }) => id);
        expect([...placed].sort()).toEqual(things.map(({ id }) => id).sort());
        for (const { id, needs } of things)
          for (const need of needs) expect(placed.indexOf(need as (typeof placed)[number])).toBeLessThan(placed.indexOf(id));
      },
    ),
    { numRuns: runs(200) },
  );
});
