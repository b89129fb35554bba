/** Hides template tags from the scanner without moving anything. */
import { controlByte, outputByte } from '../../links/scan.ts';
import type { Placeholder } from './language.ts';

/** One room for every document: a new one each time would be the collector's work. */
let room = Buffer.alloc(0);
const leastRoom = 64 * 1024;
/** Up to so many bytes a loop is faster than a call. */
const shortTag = 64;

/** @returns the same bytes where there is nothing to hide, else a copy of the same length, good until the next call */
export function mask(bytes: Buffer, tags: readonly Placeholder[]): Buffer {
  if (tags.length === 0) return bytes;
  if (room.length < bytes.length) room = Buffer.allocUnsafe(Math.max(leastRoom, bytes.length));
  const copy = room.subarray(0, bytes.length);
  copy.set(bytes);
  for (const { start, end, kind } of tags) {
    const byte = kind === 'output' ? outputByte : controlByte;
    if (end - start > shortTag) copy.fill(byte, start, end);
    else for (let at = start; at < end; at++) copy[at] = byte;
  }
  return copy;
}
