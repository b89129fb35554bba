/** One call a second, in the order of asking. */
import { expect, test } from 'vitest';
import { pace } from '../../src/aws/pace.ts';
import { standingClock } from './stub.ts';

const nothing = async () => {};

test('the first call goes at once, each further one a gap later', async () => {
  const clock = standingClock();
  const turn = pace(clock, 1000);
  const went: number[] = [];
  await Promise.all([1, 2, 3].map(() => turn(async () => void went.push(clock.now()))));
  expect(went).toEqual([0, 1000, 2000]);
});

test('time that has passed anyway is not waited again', async () => {
  const clock = standingClock();
  const turn = pace(clock, 1000);
  await turn(nothing);
  await clock.sleep(5000);
  await turn(nothing);
  expect(clock.slept).toEqual([5000]);
});

test('an interrupted wait does not block those behind it', async () => {
  let refuse = true;
  const turn = pace({ now: () => 0, sleep: async () => (refuse ? Promise.reject(new Error('stopped')) : undefined) }, 1000);
  await turn(nothing);
  await expect(turn(nothing)).rejects.toThrow('stopped');
  refuse = false;
  await expect(turn(nothing)).resolves.toBeUndefined();
});

test('a call that takes long holds up the next, one that fails does not block it', async () => {
  const clock = standingClock();
  const turn = pace(clock, 1000);
  const slow = turn(() => clock.sleep(3000).then(() => Promise.reject(new Error('no'))));
  const next = turn(async () => clock.now());
  await expect(slow).rejects.toThrow('no');
  expect(await next).toBe(3000);
});
