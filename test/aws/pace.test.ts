/** One call a second, in the order of asking. */
import { expect, test } from 'vitest';
import { pace } from '../../src/aws/pace.ts';
import { standingClock } from './stub.ts';

test('the first call goes at once, each further one a gap later', async () => {
  const clock = standingClock();
  const turn = pace(clock, 1000);
  const went: number[] = [];
  await Promise.all([1, 2, 3].map(() => turn().then(() => went.push(clock.now()))));
  expect(went).toEqual([0, 1000, 2000]);
});

test('time that has passed anyway is not waited again', async () => {
  const clock = standingClock();
  const turn = pace(clock, 1000);
  await turn();
  await clock.sleep(5000);
  await turn();
  expect(clock.slept).toEqual([5000]);
});

test('an interrupted wait does not block those behind it', async () => {
  let refuse = true;
  const turn = pace({ now: () => 0, sleep: async () => (refuse ? Promise.reject(new Error('stopped')) : undefined) }, 1000);
  await turn();
  await expect(turn()).rejects.toThrow('stopped');
  refuse = false;
  await expect(turn()).resolves.toBeUndefined();
});
