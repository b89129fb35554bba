/** Lets calls through one at a time with a gap between them. */
import type { AwsClock } from './clients.ts';

/**
 * @param gapMs least time between two starts
 * @returns a turnstile: each call of it resolves when its turn has come, in the order of asking
 */
export function pace(clock: AwsClock, gapMs: number, signal?: AbortSignal): () => Promise<void> {
  let last = Number.NEGATIVE_INFINITY;
  let queue: Promise<void> = Promise.resolve();
  return () => {
    const turn = queue.then(async () => {
      const wait = last + gapMs - clock.now();
      if (wait > 0) await clock.sleep(wait, signal);
      last = clock.now();
    });
    queue = turn.catch(() => {});
    return turn;
  };
}
