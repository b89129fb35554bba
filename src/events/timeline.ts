/** Puts a message's events in the order they happened, which is not the order they arrive in. */
import type { Event } from './event.ts';

/** At the same millisecond, what must have come first comes first. */
const rank = ['Rendering Failure', 'Reject', 'Send', 'DeliveryDelay', 'Delivery', 'Bounce', 'Open', 'Click', 'Complaint', 'Subscription'];

function rankOf(type: string): number {
  const found = rank.indexOf(type);
  return found === -1 ? rank.length : found;
}

/** A new array, by the events' own time; nothing is dropped or overwritten, so a Delivery after a Bounce stays beside it. */
export function inOrder(events: readonly Event[]): Event[] {
  return [...events].sort(
    (a, b) => compare(a.at, b.at) || rankOf(a.type) - rankOf(b.type) || compare(a.receivedAt, b.receivedAt) || compare(a.id, b.id),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
