/** Randomness from the machine. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { Random } from '../index.ts';

export const random: Random = {
  uuid: () => randomUUID(),
  bytes: count => new Uint8Array(randomBytes(count)),
};
