/** Randomness from the machine. */
import type { Random } from '../index.ts';

// Loaded when first asked for: node:crypto is a tenth of the start of a command that needs no randomness.
const crypto = () => process.getBuiltinModule('node:crypto');

export const random: Random = {
  uuid: () => crypto().randomUUID(),
  bytes: count => new Uint8Array(crypto().randomBytes(count)),
};
