/** Tells an ordinary web address by its bytes alone, so that no string need be made of it. */
import { isWord, outputByte } from './bytes.ts';

/** A bit for each thing an ordinary address may hold that somebody wants to know of. */
export const isOrdinary = 1;
export const hasPercent25 = 2;

const hostByte = 1;
const behindHost = 2;
const word = 4;
const hexDigit = 8;
const digit = 16;

const classes = new Uint8Array(256);
const allow = (characters: string, bits: number) => {
  for (const character of characters) classes[character.charCodeAt(0)] = (classes[character.charCodeAt(0)] as number) | bits;
};
const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
allow(letters, hostByte | behindHost | word);
allow('0123456789', hostByte | behindHost | word | digit);
allow('-.', hostByte);
allow("-._~!$'()*+,;=:@/?", behindHost);
allow('0123456789abcdefABCDEF', hexDigit);
// What a template prints is taken for an ordinary character, as it is wherever an address is judged.
classes[outputByte] = hostByte | behindHost;

const is = (byte: number | undefined, bits: number): boolean => byte !== undefined && ((classes[byte] as number) & bits) !== 0;

/**
 * Whether an attribute's value is an ordinary address: http or https, a host of letters, digits, dots and hyphens, perhaps a port, and
 * behind it what RFC 3986 allows, with no character reference but `&amp;`. Then `checkUri` of the decoded value says `valid`.
 * @param bytes masked template tags stand for a letter, one that begins the value for scheme and host
 * @returns `isOrdinary` and what else is known of it; 0 where the address must be read to be judged
 */
export function ordinaryAddress(bytes: Uint8Array, start: number, end: number): number {
  const host = bytes[start] === outputByte ? start : behindScheme(bytes, start);
  if (host === -1) return 0;
  let at = host;
  while (at < end && is(bytes[at], hostByte)) at++;
  if (at === host) return 0;
  if (at < end && bytes[at] === 0x3a) {
    at++;
    while (at < end && is(bytes[at], digit)) at++;
  }
  if (at < end && bytes[at] !== 0x2f && bytes[at] !== 0x3f && bytes[at] !== 0x23) return 0;
  let known = isOrdinary;
  let inFragment = false;
  for (; at < end; at++) {
    const byte = bytes[at] as number;
    if (((classes[byte] as number) & behindHost) !== 0) continue;
    if (byte === 0x26) {
      const next = behindAmpersand(bytes, at, end);
      if (next === -1) return 0;
      at = next - 1;
    } else if (byte === 0x25) {
      if (at + 2 >= end || !is(bytes[at + 1], hexDigit) || !is(bytes[at + 2], hexDigit)) return 0;
      if (bytes[at + 1] === 0x32 && bytes[at + 2] === 0x35) known |= hasPercent25;
      at += 2;
    } else if (byte === 0x23 && !inFragment) inFragment = true;
    else return 0;
  }
  return known;
}

/** Behind `http://` or `https://`, or -1. */
function behindScheme(bytes: Uint8Array, start: number): number {
  if (!isWord(bytes, start, 'http')) return -1;
  const at = ((bytes[start + 4] as number) | 0x20) === 0x73 ? start + 5 : start + 4;
  return bytes[at] === 0x3a && bytes[at + 1] === 0x2f && bytes[at + 2] === 0x2f ? at + 3 : -1;
}

/** Behind `&amp;`, or behind an `&` that begins no character reference by the HTML standard, as in `&page=`; -1 where it may begin one. */
function behindAmpersand(bytes: Uint8Array, at: number, end: number): number {
  if (bytes[at + 1] === 0x61 && bytes[at + 2] === 0x6d && bytes[at + 3] === 0x70 && bytes[at + 4] === 0x3b && at + 5 <= end) return at + 5;
  if (bytes[at + 1] === 0x23) return -1;
  let next = at + 1;
  while (next < end && is(bytes[next], word)) next++;
  return next === at + 1 || (next < end && bytes[next] === 0x3d) ? next : -1;
}
