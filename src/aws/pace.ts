/** Lets calls through one at a time with a gap between their starts. */
import type { AwsClock } from './clients.ts';

/**
 * One at a time, not only one a gap: two calls on the way at once may arrive closer together than they started.
 * @param gapMs least time between two starts
 * @returns does the work when its turn has come, in the order of asking
 */
export function pace(clock: AwsClock, gapMs: number, signal?: AbortSignal): <T>(work: () => Promise<T>) => Promise<T> {
  let last = Number.NEGATIVE_INFINITY;
  let queue: Promise<unknown> = Promise.resolve();
  return work => {
    const turn = queue.then(async () => {
      const wait = last + gapMs - clock.now();
      if (wait > 0) await clock.sleep(wait, signal);
      last = clock.now();
      return work();
    });
    queue = turn.catch(() => {});
    return turn;
  };
}
