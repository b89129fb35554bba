/** Turns byte offsets into lines, columns and UTF-16 offsets, reading each byte once when asked in order. */
import type { Place } from '../finding.ts';

interface Point {
  line: number;
  column: number;
  offset: number;
}

export interface Locator {
  /** @param at a byte offset at a character's beginning */
  point(at: number): Point;
  place(start: number, end: number): Place;
  /** The byte offset of a UTF-16 offset; inside a pair, the pair's beginning. */
  byteOf(offset: number): number;
}

/**
 * @param bytes valid UTF-8; a line ends at LF, CR LF or CR
 * @returns a locator that is fast when asked in growing order and right in any
 */
export function locator(bytes: Uint8Array): Locator {
  let at = 0;
  let offset = 0;
  let line = 1;
  let lineStart = 0;

  const rewind = () => {
    at = offset = lineStart = 0;
    line = 1;
  };
  const step = () => {
    const byte = bytes[at] as number;
    if ((byte & 0xc0) !== 0x80) offset += byte >= 0xf0 ? 2 : 1;
    if (byte === 0x0a || (byte === 0x0d && bytes[at + 1] !== 0x0a)) {
      line++;
      lineStart = offset;
    }
    at++;
  };
  const point = (target: number): Point => {
    if (target < at) rewind();
    const to = Math.min(target, bytes.length);
    while (at < to) step();
    return { line, column: offset - lineStart + 1, offset };
  };

  return {
    point,
    place(start, end) {
      const from = point(start);
      const to = point(Math.max(start, end));
      return { line: from.line, column: from.column, endLine: to.line, endColumn: to.column, offset: from.offset, endOffset: to.offset };
    },
    byteOf(wanted) {
      if (wanted < offset) rewind();
      while (at < bytes.length) {
        const byte = bytes[at] as number;
        // Stop before the character that would pass the wanted offset.
        if ((byte & 0xc0) !== 0x80 && offset + (byte >= 0xf0 ? 2 : 1) > wanted) break;
        step();
      }
      return at;
    },
  };
}
