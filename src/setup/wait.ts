/** Waits for something that AWS or somebody else does in its own time: asks every few seconds, says what for, gives up in the end. */
import { Trouble } from '../errors.ts';
import type { Hands } from './resource.ts';

export interface Awaited {
  /** `the certificate to be issued` */
  what: string;
  /** `five minutes` */
  usually: string;
  timeoutMs: number;
  /** What to do when time has run out. */
  hint?: string;
  byHand?: string;
}

/** Soon at first, since some of it is done at once; then every five seconds, and every ten once a minute has passed. */
const firstMs = [1_000, 4_000];
const patientAfterMs = 60_000;

/**
 * What `ask` gives as soon as it gives something; asked at once, then every few seconds.
 * @throws Trouble `setup.timeout`
 */
export async function until<T>(hands: Hands, awaited: Awaited, ask: () => Promise<T | undefined>): Promise<T> {
  const { clock, signal, waiting } = hands;
  const { what, usually, timeoutMs, hint = 'Run the same command again: it goes on from here.', byHand } = awaited;
  const started = clock.now();
  for (let times = 0; ; times++) {
    const found = await ask();
    if (found !== undefined) return found;
    const passed = clock.now() - started;
    if (passed >= timeoutMs) throw new Trouble('setup.timeout', `${lengthText(timeoutMs)} have passed without ${what}`, hint);
    if (times === 0) waiting(`${what}, usually ${usually}`, byHand);
    const pauseMs = firstMs[times] ?? (passed < patientAfterMs ? 5_000 : 10_000);
    await clock.sleep(Math.min(pauseMs, timeoutMs - passed), signal);
  }
}

function lengthText(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  return minutes >= 120 ? `${Math.round(minutes / 60)} hours` : `${minutes} minutes`;
}
