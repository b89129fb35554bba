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
  /** Bytes that are no UTF-16 unit of their own, up to `at`. */
  let extra = 0;
  let line = 1;
  let lineStart = 0;

  /** Where the last place began: asking for it again, or for what it holds, does not start over. */
  let mark = { at, extra, line, lineStart };

  const goBack = (target: number) => {
    if (target < mark.at) mark = { at: 0, extra: 0, line: 1, lineStart: 0 };
    ({ at, extra, line, lineStart } = mark);
  };

  const advance = (target: number) => {
    if (target < at) goBack(target);
    const to = Math.min(target, bytes.length);
    // Locals: this loop reads every byte up to the last finding.
    let here = at;
    let more = extra;
    let lines = line;
    let begin = lineStart;
    for (; here < to; here++) {
      const byte = bytes[here] as number;
      if (byte > 0x7f) {
        if (byte < 0xc0) more++;
        else if (byte >= 0xf0) more--;
      } else if (byte < 0x0e && (byte === 0x0a || (byte === 0x0d && bytes[here + 1] !== 0x0a))) {
        lines++;
        begin = here + 1 - more;
      }
    }
    at = here;
    extra = more;
    line = lines;
    lineStart = begin;
  };

  const point = (target: number): Point => {
    advance(target);
    return { line, column: at - extra - lineStart + 1, offset: at - extra };
  };

  return {
    point,
    place(start, end) {
      const from = point(start);
      mark = { at, extra, line, lineStart };
      const to = point(Math.max(start, end));
      return { line: from.line, column: from.column, endLine: to.line, endColumn: to.column, offset: from.offset, endOffset: to.offset };
    },
    byteOf(wanted) {
      if (wanted < at - extra) goBack(wanted < mark.at - mark.extra ? -1 : mark.at);
      // A unit takes at least one byte, so this never goes too far.
      for (let missing = wanted - (at - extra); missing > 0 && at < bytes.length; missing = wanted - (at - extra)) {
        const before = at;
        advance(at + missing);
        while (at < bytes.length && ((bytes[at] as number) & 0xc0) === 0x80) advance(at + 1);
        // The second half of a pair belongs to the character before.
        if (at - extra > wanted) {
          let start = at - 1;
          while (start > before && ((bytes[start] as number) & 0xc0) === 0x80) start--;
          advance(start);
          return at;
        }
      }
      return at;
    },
  };
}
