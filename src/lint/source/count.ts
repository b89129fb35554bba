/** Counts line ends and UTF-16 units of UTF-8, four bytes at a time. */

/** The topmost bit of each of four bytes that equals the pattern's. */
function equal(four: number, pattern: number): number {
  const differ = four ^ pattern;
  return ~(((differ & 0x7f7f7f7f) + 0x7f7f7f7f) | differ | 0x7f7f7f7f);
}

/** How many of the topmost bits of four bytes are set. */
const sum = (bits: number): number => Math.imul((bits & 0x80808080) >>> 7, 0x01010101) >>> 24;

const feeds = 0x0a0a0a0a;
const returns = 0x0d0d0d0d;

/** Each of four bytes counts up to 127, so that the number they make stays small. */
const roundBytes = 4 * 127;

/** Line feeds between two offsets. */
export function feedsIn(view: DataView, from: number, to: number): number {
  let count = 0;
  let at = from;
  while (at + 4 <= to) {
    // Four counts side by side in one number: of all ways to count in JavaScript the fastest.
    let counts = 0;
    for (const last = Math.min(to, at + roundBytes) - 4; at <= last; at += 4) counts = (counts + (equal(view.getInt32(at, true), feeds) >>> 7)) | 0;
    count += (counts & 127) + ((counts >> 8) & 127) + ((counts >> 16) & 127) + (counts >> 24);
  }
  for (; at < to; at++) if (view.getUint8(at) === 0x0a) count++;
  return count;
}

/** Carriage returns between two offsets that no line feed follows. */
export function loneReturnsIn(view: DataView, from: number, to: number): number {
  let count = 0;
  let at = from;
  const isLone = () => view.getUint8(at) === 0x0d && (at + 1 === view.byteLength || view.getUint8(at + 1) !== 0x0a);
  for (const last = Math.min(to, view.byteLength - 1) - 4; at <= last; at += 4)
    count += sum(equal(view.getInt32(at, true), returns) & ~equal(view.getInt32(at + 1, true), feeds));
  for (; at < to; at++) if (isLone()) count++;
  return count;
}

/** Bytes between two offsets that are no UTF-16 unit of their own: those that continue a character, less the second halves of pairs. */
export function extraIn(view: DataView, from: number, to: number): number {
  let count = 0;
  let at = from;
  for (const last = to - 4; at <= last; at += 4) {
    // Mostly there is nothing in sixteen.
    while (
      at + 16 <= to &&
      ((view.getInt32(at, true) | view.getInt32(at + 4, true) | view.getInt32(at + 8, true) | view.getInt32(at + 12, true)) & 0x80808080) === 0
    )
      at += 16;
    if (at > last) break;
    const four = view.getInt32(at, true);
    count += sum(four & ~(four << 1)) - sum(four & (four << 1) & (four << 2) & (four << 3));
  }
  for (; at < to; at++) {
    const byte = view.getUint8(at);
    if (byte >= 0xf0) count--;
    else if (byte >= 0x80 && byte < 0xc0) count++;
  }
  return count;
}
