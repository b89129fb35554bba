import { describe, expect, test } from 'vitest';
import { clock as machine } from '../../src/outside/node/clock.ts';
import { virtualClock } from '../../src/sandbox/clock.ts';
import { throttle } from '../../src/sandbox/throttle.ts';
import { newWorld, quickly, shelf } from '../../src/sandbox/world.ts';

const random = { uuid: () => '', bytes: (count: number) => new Uint8Array(count) };

describe('on a virtual clock', () => {
  test('the agenda is done in the order of its times, what it adds included, and no time passes outside', async () => {
    const world = newWorld({ clock: virtualClock(0), random });
    const done: string[] = [];
    const note = (what: string) => () => void done.push(`${what} ${world.clock.now()}`);
    world.later(48 * 3_600_000, note('late'));
    world.later(2000, () => {
      note('second')();
      world.later(500, note('third'));
    });
    world.later(1000, note('first'));
    world.later(1000, note('first too'));
    await world.settled();
    expect(done).toEqual(['first 1000', 'first too 1000', 'second 2000', 'third 2500', 'late 172800000']);
  });

  test('who sleeps wakes when the others have done what came before', async () => {
    const world = newWorld({ clock: virtualClock(0), random });
    const done: number[] = [];
    for (const ms of [10, 20, 30]) world.later(ms, () => void done.push(ms));
    await world.clock.sleep(20);
    expect([done, world.clock.now()]).toEqual([[10, 20], 20]);
  });

  test('a task that fails is kept, and the rest is done', async () => {
    const world = newWorld({ clock: virtualClock(0), random });
    let isDone = false;
    world.later(1, () => {
      throw new Error('boom');
    });
    world.later(2, () => {
      isDone = true;
    });
    await world.settled();
    expect([isDone, world.failures.map(String)]).toEqual([true, ['Error: boom']]);
  });

  test('nothing happens after stop', async () => {
    const world = newWorld({ clock: virtualClock(0), random });
    let isDone = false;
    world.later(1, () => {
      isDone = true;
    });
    world.stop();
    await world.settled();
    expect(isDone).toBe(false);
  });
});

describe('on the clock of the machine', () => {
  test('an hour of AWS takes less than a second, and what comes first still comes first', async () => {
    const world = newWorld({ clock: machine, random });
    const done: number[] = [];
    const start = machine.now();
    for (const ms of [3_600_000, 0, 60_000, 400]) world.later(ms, () => void done.push(ms));
    await world.settled();
    expect(done).toEqual([0, 400, 60_000, 3_600_000]);
    expect(machine.now() - start).toBeLessThan(2000);
    expect([0, 1000, 20_000, 72 * 3_600_000].map(quickly)).toEqual([0, 200, 833, 1000]);
  });

  test('stop leaves no timer behind', async () => {
    const world = newWorld({ clock: machine, random, pace: 'real' });
    world.later(3_600_000, () => {});
    world.stop();
    await world.settled();
  });

  test('work that takes too long is given up, and told so', async () => {
    const world = newWorld({ clock: machine, random });
    const told: string[] = [];
    const slow = (signal: AbortSignal) =>
      new Promise<string>(resolve => {
        signal.addEventListener('abort', () => told.push('too late'));
        world.later(10_000_000, () => resolve('done'));
      });
    expect(await world.within(20, slow)).toBeUndefined();
    expect(told).toEqual(['too late']);
    expect(await world.within(1000, async () => 'quick')).toBe('quick');
    await expect(world.within(1000, () => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
    world.stop();
  });
});

test('a shelf keeps worlds and regions apart', () => {
  const [one, other] = [newWorld({ clock: virtualClock(0), random }), newWorld({ clock: virtualClock(0), random })];
  const names = shelf(() => new Set<string>());
  names(one, 'us-east-1').add('x');
  expect([names(one, 'us-east-1').size, names(one, 'eu-west-1').size, names(other, 'us-east-1').size]).toEqual([1, 0, 0]);
});

test("the trap ses-throttle lets one call of SES's control plane through a second, and never stops mail", async () => {
  const world = newWorld({ clock: virtualClock(0), random, traps: ['ses-throttle'] });
  const call = (operation: string, service: 'sesv2' | 'sns' = 'sesv2') => {
    try {
      throttle({ world, region: 'us-east-1', service, operation, signed: true, requestId: '' });
      return 'passes';
    } catch (error) {
      return String(error);
    }
  };
  expect([call('GetAccount'), call('GetAccount'), call('SendEmail'), call('CreateTopic', 'sns')]).toEqual([
    'passes',
    'TooManyRequestsException: Rate exceeded',
    'passes',
    'passes',
  ]);
  await world.clock.sleep(1000);
  expect(call('GetAccount')).toBe('passes');
});
