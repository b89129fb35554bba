/** Follows messages in a store until their events have come or the time is over. */
import type { EventStore } from '../store/event-store.ts';
import { missingEvents, missingText } from './hops.ts';

/** A message that was sent; what has come is put in as it comes. */
export interface Followed {
  messageId: string;
  to: string;
  /** Types of the events that have come, in order of their own time. */
  events?: string[];
  /** Groups of which nothing has come: `[["Delivery", "Bounce", "Reject"]]`. */
  missing?: string[][];
}

export interface FollowTools {
  timeoutMs: number;
  clock: { now(): number; sleep(ms: number, signal?: AbortSignal): Promise<void> };
  signal: AbortSignal;
}

/** Like a step of long work: `wait` as it begins, `done` or `failed` at its end. */
export interface FollowStep {
  id: string;
  title: string;
  state: 'wait' | 'done' | 'failed';
  note?: string;
  ms?: number;
}

const pollMs = 250;

/** Fills in `events` and `missing` of each message; opens and clicks need a reader and are not waited for. */
export async function* follow(messages: readonly Followed[], store: Pick<EventStore, 'find'>, tools: FollowTools): AsyncGenerator<FollowStep, void> {
  const { clock, signal, timeoutMs } = tools;
  const started = clock.now();
  const open = new Set(messages);
  const step = ({ messageId, to }: Followed) => ({ id: messageId, title: `events of the message to ${to}` });
  for (const message of open) yield { ...step(message), state: 'wait', note: 'usually some seconds' };
  for (;;) {
    for (const message of open) {
      const [story] = await store.find(message.messageId, 1);
      message.events = [...new Set((story?.events ?? []).map(({ type }) => type))];
      message.missing = missingEvents(message.to, message.events);
      if (message.missing.length > 0) continue;
      open.delete(message);
      yield { ...step(message), state: 'done', note: message.events.join(', '), ms: clock.now() - started };
    }
    if (open.size === 0 || clock.now() - started >= timeoutMs) break;
    await clock.sleep(pollMs, signal);
  }
  for (const { missing = [], events = [], ...message } of open)
    yield { ...step(message), state: 'failed', note: missingText(missing, events), ms: clock.now() - started };
}
