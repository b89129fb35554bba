/** Hides template tags from the scanner without moving anything. */
import { controlByte, outputByte } from '../../links/scan.ts';
import type { Placeholder } from './language.ts';

/** The same bytes where there is nothing to hide, else a copy of the same length. */
export function mask(bytes: Buffer, tags: readonly Placeholder[]): Buffer {
  if (tags.length === 0) return bytes;
  const copy = Buffer.from(bytes);
  for (const { start, end, kind } of tags) copy.fill(kind === 'output' ? outputByte : controlByte, start, end);
  return copy;
}
