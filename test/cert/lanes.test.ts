/** Work side by side: in order, never more at a time than there are lanes, and none started after one has failed. */
import { expect, test } from 'vitest';
import { inLanes } from '../../src/cert/lanes.ts';

test('as many at a time as there are lanes, answers in the order of the things', async () => {
  let running = 0;
  let most = 0;
  const answers = await inLanes([30, 1, 20, 2, 10], 2, async ms => {
    most = Math.max(most, ++running);
    await new Promise(resolve => setTimeout(resolve, ms));
    running--;
    return ms * 2;
  });
  expect(answers).toEqual([60, 2, 40, 4, 20]);
  expect(most).toBe(2);
  expect(await inLanes([], 2, async () => 1)).toEqual([]);
});

test('the first that fails is told', async () => {
  const begun: number[] = [];
  const work = inLanes([1, 2, 3], 1, async each => {
    begun.push(each);
    if (each === 2) throw new Error('no');
  });
  await expect(work).rejects.toThrow('no');
  expect(begun).toEqual([1, 2]);
});
