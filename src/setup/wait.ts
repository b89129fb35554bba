/** Waits for something that AWS or somebody else does in its own time: asks every few seconds, says what for, gives up in the end. */
import { Trouble } from '../errors.ts';
import type { Hands } from './resource.ts';

export interface Awaited {
  /** `the certificate to be issued` */
  what: string;
  /** `five minutes` */
  usually: string;
  timeoutMs: number;
  /** Default: 5 s, and 10 s once ten minutes have passed. */
  everyMs?: number;
  /** What to do when time has run out. */
  hint?: string;
  byHand?: string;
}

const patientAfterMs = 600_000;

/**
 * What `ask` gives as soon as it gives something; asked at once, then every few seconds.
 * @throws Trouble `setup.timeout`
 */
export async function until<T>(hands: Hands, awaited: Awaited, ask: () => Promise<T | undefined>): Promise<T> {
  const { clock, signal, waiting } = hands;
  const { what, usually, timeoutMs, everyMs, hint = 'Run the same command again: it goes on from here.', byHand } = awaited;
  const started = clock.now();
  for (let isFirst = true; ; isFirst = false) {
    const found = await ask();
    if (found !== undefined) return found;
    const passed = clock.now() - started;
    if (passed >= timeoutMs) throw new Trouble('setup.timeout', `${lengthText(timeoutMs)} have passed without ${what}`, hint);
    if (isFirst) waiting(`${what}, usually ${usually}`, byHand);
    await clock.sleep(Math.min(everyMs ?? (passed < patientAfterMs ? 5_000 : 10_000), timeoutMs - passed), signal);
  }
}

function lengthText(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  return minutes >= 120 ? `${Math.round(minutes / 60)} hours` : `${minutes} minutes`;
}
