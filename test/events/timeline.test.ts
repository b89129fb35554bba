/** The order of a story. */
import { expect, test } from 'vitest';
import type { Event } from '../../src/events/event.ts';
import { readRecord } from '../../src/events/parse.ts';
import { inOrder } from '../../src/events/timeline.ts';
import { recordOf } from './records.ts';

function event(type: string, change: Record<string, unknown> = {}): Event {
  const told = readRecord(recordOf(type, change), { source: 'sns', publication: type, receivedAt: '2026-11-24T12:00:00.000Z', privacy: 'full' });
  if (!('event' in told)) throw new Error(JSON.stringify(told));
  return told.event;
}
const types = (events: Event[]) => events.map(({ type }) => type);

test('events stand in the order of their own time, not of their arrival', () => {
  expect(types(inOrder([event('Click'), event('Open'), event('Delivery'), event('Send')]))).toEqual(['Send', 'Delivery', 'Open', 'Click']);
});

test('at the same millisecond a Send comes before its Delivery, that before the Open, that before the Click', () => {
  const timestamp = '2026-11-24T08:00:00.000Z';
  const same = [event('Click', { timestamp }), event('Open', { timestamp }), event('Delivery', { timestamp }), event('Send')];
  expect(types(inOrder(same))).toEqual(['Send', 'Delivery', 'Open', 'Click']);
});

test('a late Delivery after a Bounce stays beside it', () => {
  const late = event('Delivery', { timestamp: '2026-11-24T08:30:00.000Z' });
  expect(types(inOrder([late, event('Bounce'), event('Send')]))).toEqual(['Send', 'Bounce', 'Delivery']);
});

test('the order does not depend on the order given', () => {
  const all = ['Send', 'Delivery', 'Open', 'Click', 'Bounce', 'Complaint'].map(type => event(type));
  expect(inOrder([...all].reverse())).toEqual(inOrder(all));
});
