/** A clock that only moves when someone waits on it: sleepers wake in the order of their time, and an hour costs nothing. */
import type { Clock } from '../outside/index.ts';

export interface VirtualClock extends Clock {
  /** Does it when that time comes, without moving the clock. Returns how to call it off. */
  at(time: number, task: () => void | Promise<void>): () => void;
  /** Does everything that is due up to and including that time, in order, and leaves the clock there. */
  runUntil(time: number): Promise<void>;
  /** Does everything that is on the agenda, whatever time that takes, tasks that tasks add included. */
  run(): Promise<void>;
}

interface Entry {
  time: number;
  task: () => void | Promise<void>;
}

/**
 * @param start milliseconds since 1970 at which the clock stands
 * @returns a clock whose `sleep(ms)` moves it on by `ms`, doing on the way what others have put on its agenda
 */
export function virtualClock(start: number): VirtualClock {
  let now = start;
  let agenda: Entry[] = [];

  async function step(limit: number): Promise<boolean> {
    // Entries of one time keep the order in which they came: the sort is stable.
    const next = agenda[0];
    if (next === undefined || next.time > limit) return false;
    agenda.shift();
    now = Math.max(now, next.time);
    await next.task();
    return true;
  }

  function at(time: number, task: () => void | Promise<void>): () => void {
    const entry = { time, task };
    agenda.push(entry);
    agenda.sort((a, b) => a.time - b.time);
    return () => {
      agenda = agenda.filter(one => one !== entry);
    };
  }

  async function runUntil(time: number): Promise<void> {
    while (await step(time)) {
      // Until nothing is due.
    }
    now = Math.max(now, time);
  }

  return {
    now: () => now,
    at,
    runUntil,
    async run() {
      while (await step(Number.POSITIVE_INFINITY)) {
        // Until nothing is left.
      }
    },
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      await runUntil(now + ms);
      signal?.throwIfAborted();
    },
  };
}

/** Whether that clock only moves when someone waits on it. */
export function isVirtual(clock: Clock): clock is VirtualClock {
  return 'runUntil' in clock;
}
