/** Finds where comments, CDATA and raw text elements end, as the HTML standard's tokenizer does. */
import { endsName, isWord, kinds, next } from './bytes.ts';

/** Behind a comment, or `to`; `-->`, `--!>`, and at once `>` or `->` end it. */
export function commentEnd(bytes: Uint8Array, view: DataView, body: number, to: number): number {
  if (bytes[body] === 0x3e) return Math.min(body + 1, to);
  if (bytes[body] === 0x2d && bytes[body + 1] === 0x3e) return Math.min(body + 2, to);
  for (let at = next(view, 0x3e, body, to); at < to; at = next(view, 0x3e, at + 1, to)) {
    if (bytes[at - 1] === 0x2d && bytes[at - 2] === 0x2d) return at + 1;
    if (bytes[at - 1] === 0x21 && bytes[at - 2] === 0x2d && bytes[at - 3] === 0x2d && at - 3 >= body) return at + 1;
  }
  return to;
}

/** Where the text of a comment ends that has some. @param behind as `commentEnd` says */
export function commentTextEnd(bytes: Uint8Array, behind: number): number {
  if (bytes[behind - 1] !== 0x3e) return behind;
  const dash = bytes[behind - 2] === 0x21 ? behind - 3 : behind - 2;
  return bytes[dash] === 0x2d && bytes[dash - 1] === 0x2d ? dash - 1 : behind;
}

/** Behind the `]]>` that ends CDATA, or `to`. */
export function cdataEnd(bytes: Uint8Array, body: number, to: number): number {
  for (let at = bytes.indexOf(0x3e, body + 2); at !== -1 && at < to; at = bytes.indexOf(0x3e, at + 1))
    if (bytes[at - 1] === 0x5d && bytes[at - 2] === 0x5d) return at + 1;
  return to;
}

/** Where the end tag of a raw text element begins, or `to`. */
export function rawEnd(bytes: Uint8Array, from: number, to: number, name: string): number {
  for (let at = bytes.indexOf(0x3c, from); at !== -1 && at < to; at = bytes.indexOf(0x3c, at + 1)) {
    if (bytes[at + 1] === 0x2f && isWord(bytes, at + 2, name) && isNameEnd(bytes[at + 2 + name.length])) return at;
  }
  return to;
}

/** White space, `/` or `>`; a masked template tag has a class of its own and is none of them. */
const isNameEnd = (byte: number | undefined): boolean => byte !== undefined && byte < 0x80 && ((kinds[byte] as number) & endsName) !== 0;

/** Where `</script` begins, or `to`; `<!--` and `<script` inside hide it, as the standard's escaped states do. */
export function scriptEnd(bytes: Uint8Array, from: number, to: number): number {
  let escaped = false;
  let double = false;
  let dashes = 0;
  for (let at = from; at < to; at++) {
    const byte = bytes[at];
    if (byte === 0x2d) {
      dashes++;
      continue;
    }
    if (byte === 0x3e && dashes >= 2 && escaped) escaped = double = false;
    dashes = 0;
    if (byte !== 0x3c) continue;
    if (!escaped) {
      if (bytes[at + 1] === 0x21 && bytes[at + 2] === 0x2d && bytes[at + 3] === 0x2d) {
        escaped = true;
        dashes = 2;
        at += 3;
        continue;
      }
    } else if (!double && isWord(bytes, at + 1, 'script') && isNameEnd(bytes[at + 7])) double = true;
    if (bytes[at + 1] === 0x2f && isWord(bytes, at + 2, 'script') && isNameEnd(bytes[at + 8])) {
      if (!double) return at;
      double = false;
    }
  }
  return to;
}
