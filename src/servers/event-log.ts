/** Appends stored events to a file beside the store, one JSON object a line. */
import { reason } from '../errors.ts';
import type { Event } from '../events/event.ts';
import type { Files } from '../outside/index.ts';
import type { Tell } from './note.ts';

/** Events tell who read what. A file that is there already keeps its permissions. */
const ownerOnly = 0o600;

export interface EventLog {
  add(event: Event): void;
  /** Resolves when everything added so far was written or told of. */
  settled(): Promise<void>;
}

/** In order, one write at a time. A file that cannot be written is told of and holds no event up, for the store has them. */
export function eventLog(files: Pick<Files, 'append'>, path: string, tell: Tell): EventLog {
  let waiting: Event[] = [];
  let writing = Promise.resolve();
  const write = async (): Promise<void> => {
    const events = waiting;
    waiting = [];
    if (events.length === 0) return;
    try {
      await files.append(path, events.map(event => `${JSON.stringify(event)}\n`).join(''), ownerOnly);
    } catch (error) {
      tell({ level: 'error', kind: 'log-failed', says: `an event is in the store but not in the log: ${reason(error)}` });
    }
  };
  return {
    add(event) {
      waiting.push(event);
      writing = writing.then(write);
    },
    settled: () => writing,
  };
}
