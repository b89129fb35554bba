/** Wants against haves, field by field. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diff, isEqual } from '../../src/setup/diff.ts';
import { type Json, ref, refsIn, resolve } from '../../src/setup/ref.ts';
import { runs } from '../long.ts';

test('every wanted field that differs is named with its path', () => {
  const want = { tags: { 'ses-track': 'default' }, events: ['a', 'b'], on: true };
  expect(diff(want, { tags: { other: 'x' }, events: ['a'], on: true })).toEqual([
    { path: 'tags.ses-track', have: null, want: 'default' },
    { path: 'events', have: ['a'], want: ['a', 'b'] },
  ]);
});

test('of something new every field differs from nothing, leaf by leaf', () => {
  expect(diff({ tags: { a: '1' }, n: 1 }, undefined)).toEqual([
    { path: 'tags.a', have: null, want: '1' },
    { path: 'n', have: null, want: 1 },
  ]);
});

test('what is there but not spoken of is no difference', () => {
  expect(diff({ a: 1 }, { a: 1, b: 2 })).toEqual([]);
});

test('a false that is wanted differs from a field that is not there', () => {
  expect(diff({ raw: false }, {})).toEqual([{ path: 'raw', have: null, want: false }]);
});

test('a ref is one value, not an object to look into', () => {
  expect(diff({ topic: ref('topic/x', 'arn') }, { topic: 'arn:y' })).toEqual([
    { path: 'topic', have: 'arn:y', want: { $ref: 'topic/x', output: 'arn' } },
  ]);
});

const json: fc.Arbitrary<Json> = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Json>;
const fields = fc.dictionary(fc.string(), json, { maxKeys: 6 });

test('anything equals its own copy, whatever the order of keys, and then nothing differs', () => {
  const shuffled = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(shuffled);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, each]) => [key, shuffled(each)]),
    );
  };
  fc.assert(
    fc.property(fields, value => {
      const copy = shuffled(JSON.parse(JSON.stringify(value)));
      expect(isEqual(JSON.parse(JSON.stringify(value)), copy)).toBe(true);
      expect(diff(JSON.parse(JSON.stringify(value)), copy as typeof value)).toEqual([]);
    }),
    { numRuns: runs(200) },
  );
});

test('when nothing differs, the have has every wanted leaf', () => {
  fc.assert(
    fc.property(fields, fields, (want, have) => {
      if (diff(want, have).length > 0) return;
      for (const [key, value] of Object.entries(want)) if (typeof value !== 'object') expect(have[key]).toBe(value);
    }),
    { numRuns: runs(200) },
  );
});

test('refs are found at any depth and replaced only where the value is known', () => {
  const value: Json = { a: [ref('topic/x', 'arn')], b: { c: ref('certificate/main', 'arn') } };
  expect(refsIn(value)).toEqual(['topic/x', 'certificate/main']);
  expect(resolve(value, new Map([['topic/x', { arn: 'arn:x' }]]))).toEqual({ a: ['arn:x'], b: { c: { $ref: 'certificate/main', output: 'arn' } } });
});
