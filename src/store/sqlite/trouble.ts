/** Turns what SQLite says into trouble that an operator can mend. */
import { Trouble, type TroubleCode } from '../../errors.ts';

const troubles: { codes: number[]; code: TroubleCode; what: string; hint: string }[] = [
  { codes: [13], code: 'store.full', what: 'the disk is full', hint: 'Make room on the disk; senders try again until then.' },
  { codes: [5, 6], code: 'store.locked', what: 'another program holds it', hint: 'Stop the program that holds the file.' },
  { codes: [11, 26], code: 'store.broken', what: 'it is damaged or no SQLite database', hint: 'Restore it from a backup or give another --store.' },
  { codes: [3, 8, 10, 14, 23], code: 'store.unwritable', what: 'it cannot be opened or written', hint: 'Check that folder and file may be written.' },
];

/** @returns Trouble for what an operator can cause; anything else as it is, for it is a bug */
export function storeTrouble(error: unknown, file: string): unknown {
  if (!(error instanceof Error) || !('errcode' in error)) return error;
  const found = troubles.find(({ codes }) => codes.includes(Number(error.errcode) & 0xff));
  if (found === undefined) return error;
  return new Trouble(found.code, `event store ${file}: ${found.what} (${error.message})`, found.hint, { cause: error });
}
