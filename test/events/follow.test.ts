/** Following sent messages in a store: what is waited for, and which hop is missing when it does not come. */
import { expect, test } from 'vitest';
import { type Followed, follow } from '../../src/events/follow.ts';
import type { EventStore } from '../../src/store/event-store.ts';

/** A store in which each event shows up at its time. */
function arriving(clock: { now(): number }, events: Record<string, [at: number, type: string][]>): Pick<EventStore, 'find'> {
  return {
    find: async key => {
      const types = (events[key] ?? []).filter(([at]) => at <= clock.now()).map(([, type]) => ({ type }));
      return types.length === 0 ? [] : ([{ messageId: key, recipients: [], events: types }] as never);
    },
  };
}

async function followed(to: string, events: [number, string][], timeoutMs = 10_000) {
  let now = 0;
  const clock = {
    now: () => now,
    sleep: async (ms: number) => {
      now += ms;
    },
  };
  const message: Followed = { messageId: 'm', to };
  const states: string[] = [];
  for await (const { state, note } of follow([message], arriving(clock, { m: events }), { clock, timeoutMs, signal: new AbortController().signal }))
    states.push(`${state} ${note}`);
  return { message, end: states.at(-1), now };
}

test('it ends as soon as send and delivery have come', async () => {
  const { message, end, now } = await followed('ann@example.com', [
    [500, 'Send'],
    [3000, 'Delivery'],
  ]);
  expect(message).toMatchObject({ events: ['Send', 'Delivery'], missing: [] });
  expect(end).toBe('done Send, Delivery');
  expect(now).toBe(3000);
});

test('an ordinary recipient that bounces is an end, too', async () => {
  expect(
    (
      await followed('ann@example.com', [
        [0, 'Send'],
        [0, 'Bounce'],
      ])
    ).message.missing,
  ).toEqual([]);
});

test.each([
  ['bounce@simulator.amazonses.com', 'Bounce'],
  ['suppressionlist@simulator.amazonses.com', 'Bounce'],
  ['complaint+x@simulator.amazonses.com', 'Complaint'],
])('%s must end in %s', async (to, type) => {
  const { message, end } = await followed(to, [
    [0, 'Send'],
    [0, 'Delivery'],
  ]);
  expect(message.missing).toEqual([[type]]);
  expect(end).toContain(`${type} did not come`);
});

test.each(['bounce@example.com', 'complaint@example.com', 'suppressionlist@example.com'])(
  '%s is no simulator and may just be delivered to',
  async to => {
    const delivered: [number, string][] = [
      [0, 'Send'],
      [0, 'Delivery'],
    ];
    expect((await followed(to, delivered)).message.missing).toEqual([]);
  },
);

test('where nothing comes the whole way is doubted, at the time-out', async () => {
  const { message, end, now } = await followed('ann@example.com', [], 5000);
  expect(message.missing).toEqual([['Send'], ['Delivery', 'Bounce', 'Reject']]);
  expect(end).toMatch(/^failed no event came: /);
  expect(now).toBe(5000);
});
