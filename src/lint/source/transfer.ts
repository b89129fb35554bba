/** Undoes a MIME transfer encoding, keeping the way back to the byte each decoded byte came from. */
import { type OffsetMap, offsetMap } from './offsets.ts';

export interface Transferred {
  bytes: Buffer;
  /** Decoded byte offset → offset in the raw bytes. */
  map: OffsetMap;
}

/**
 * @param raw the message
 * @param encoding Content-Transfer-Encoding, in lower case; unknown ones are taken as they are, as mail clients do
 */
export function decodeTransfer(raw: Buffer, start: number, end: number, encoding: string): Transferred {
  if (encoding === 'quoted-printable') return quotedPrintable(raw, start, end);
  if (encoding === 'base64') return base64(raw, start, end);
  const map = offsetMap();
  map.add(0, start);
  return { bytes: raw.subarray(start, end), map };
}

const hex = (byte: number | undefined): number => {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
};

/** RFC 2045 §6.7: `=XX`, soft line breaks, and white space before a line end is dropped; anything else that begins with `=` stays. */
function quotedPrintable(raw: Buffer, start: number, end: number): Transferred {
  const map = offsetMap();
  map.add(0, start);
  const bytes = Buffer.allocUnsafe(end - start);
  let length = 0;
  for (let at = start; at < end; ) {
    const byte = raw[at] as number;
    if (byte === 0x3d) {
      const soft = lineBreak(raw, at + 1, end);
      if (soft !== -1) {
        at = soft;
        map.add(length, at);
        continue;
      }
      const high = at + 2 < end ? hex(raw[at + 1]) : -1;
      const low = at + 2 < end ? hex(raw[at + 2]) : -1;
      if (high >= 0 && low >= 0) {
        bytes[length++] = high * 16 + low;
        at += 3;
        map.add(length, at);
        continue;
      }
    } else if (byte === 0x20 || byte === 0x09) {
      const next = trailing(raw, at, end);
      if (next !== -1) {
        at = next;
        map.add(length, at);
        continue;
      }
      // Copy the whole run, so that no run is looked at twice.
      while (at < end && (raw[at] === 0x20 || raw[at] === 0x09)) bytes[length++] = raw[at++] as number;
      continue;
    }
    bytes[length++] = byte;
    at++;
  }
  return { bytes: bytes.subarray(0, length), map };
}

/** Behind a line break with optional white space before it, or -1. */
function lineBreak(raw: Buffer, from: number, end: number): number {
  let at = from;
  while (at < end && (raw[at] === 0x20 || raw[at] === 0x09)) at++;
  if (at >= end) return end;
  if (raw[at] === 0x0d && raw[at + 1] === 0x0a) return at + 2;
  return raw[at] === 0x0a ? at + 1 : -1;
}

/** Where white space that ends a line ends, or -1 where something follows it. */
function trailing(raw: Buffer, from: number, end: number): number {
  let at = from;
  while (at < end && (raw[at] === 0x20 || raw[at] === 0x09)) at++;
  return at >= end || raw[at] === 0x0a || (raw[at] === 0x0d && raw[at + 1] === 0x0a) ? at : -1;
}

const digits = new Int8Array(256).fill(-1);
for (const [value, character] of [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].entries())
  digits[character.charCodeAt(0)] = value;

/** Anything that is no base64 digit is passed over (RFC 2045 §6.8); `=` ends it. */
function base64(raw: Buffer, start: number, end: number): Transferred {
  const map = offsetMap(4, 3);
  const bytes = Buffer.allocUnsafe(Math.ceil(((end - start) * 3) / 4) + 3);
  let length = 0;
  let bits = 0;
  let held = 0;
  // Behind a line break until four digits begin anew, each byte gets a point of its own: it stands where its first bits do.
  let isRegular = false;
  for (let at = start; at < end && raw[at] !== 0x3d; at++) {
    const digit = digits[raw[at] as number] as number;
    if (digit < 0) {
      isRegular = false;
      continue;
    }
    if (!isRegular) {
      // What is held began in an earlier digit, and has its point.
      if (held === 0) map.add(length, at);
      isRegular = held === 0 && length % 3 === 0;
    }
    bits = ((bits << 6) | digit) & 0xffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes[length++] = (bits >> held) & 0xff;
    if (!isRegular && held > 0) map.add(length, at);
  }
  map.add(length, end);
  return { bytes: bytes.subarray(0, length), map };
}
