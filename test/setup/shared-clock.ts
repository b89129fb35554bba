/** A virtual clock for several who wait at once: it moves to the next one's time only when none of them has anything left to do. */
import type { Clock } from '../../src/outside/index.ts';
import type { VirtualClock } from '../../src/sandbox/clock.ts';

export interface SharedClock extends Clock {
  /** Does the work; time stands still until it is done. */
  during<T>(work: () => Promise<T>): Promise<T>;
}

/** So many turns of the event loop without anything new count as nothing left to do. */
const quietTurns = 4;

export function sharedClock(clock: VirtualClock): SharedClock {
  const sleepers: { at: number; wake: () => void }[] = [];
  let underWay = 0;
  let moves = 0;
  let isWatching = false;

  async function quiet(): Promise<void> {
    for (let turns = 0, seen = moves; turns < quietTurns; turns++) {
      await new Promise(resolve => setImmediate(resolve));
      if (seen === moves && underWay === 0) continue;
      seen = moves;
      turns = -1;
    }
  }

  async function watch(): Promise<void> {
    if (isWatching) return;
    isWatching = true;
    for (;;) {
      await quiet();
      sleepers.sort((a, b) => a.at - b.at);
      const next = sleepers.shift();
      if (next === undefined) break;
      await clock.runUntil(next.at);
      moves++;
      next.wake();
    }
    isWatching = false;
  }

  return {
    now: () => clock.now(),
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      await new Promise<void>((resolve, reject) => {
        moves++;
        signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
        sleepers.push({ at: clock.now() + ms, wake: resolve });
        void watch();
      });
      signal?.throwIfAborted();
    },
    async during(work) {
      underWay++;
      moves++;
      try {
        return await work();
      } finally {
        underWay--;
        moves++;
      }
    },
  };
}
