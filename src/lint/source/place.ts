/** Turns byte offsets into lines, columns and UTF-16 offsets, reading each byte once when asked in order. */
import { isAscii } from 'node:buffer';
import { viewOf } from '../../links/bytes.ts';
import type { Place } from '../finding.ts';
import { extraIn, feedsIn, loneReturnsIn } from './count.ts';

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

/** Longer ways than this are leapt. */
const strideBytes = 200;

/**
 * @param bytes valid UTF-8; a line ends at LF, CR LF or CR
 * @returns a locator that is fast when asked in growing order and right in any
 */
export function locator(bytes: Buffer): Locator {
  let at = 0;
  /** Bytes that are no UTF-16 unit of their own, up to `at`. */
  let extra = 0;
  let line = 1;
  let lineStart = 0;
  let view: DataView | undefined;
  let hasReturns: boolean | undefined;
  let plain: boolean | undefined;

  /** Where the last place began: asking for it again, or for what it holds, does not start over. */
  let mark = { at, extra, line, lineStart };

  const goBack = (target: number) => {
    if (target < mark.at) mark = { at: 0, extra: 0, line: 1, lineStart: 0 };
    ({ at, extra, line, lineStart } = mark);
  };

  const advance = (target: number) => {
    if (target < at) goBack(target);
    const to = Math.min(target, bytes.length);
    if (to - at > strideBytes) leap(to);
    step(to);
  };

  /** Byte by byte: for short ways. */
  const step = (to: number) => {
    for (; at < to; at++) {
      const byte = bytes[at] as number;
      if (byte > 0x7f) {
        if (byte < 0xc0) extra++;
        else if (byte >= 0xf0) extra--;
      } else if (byte === 0x0a || (byte === 0x0d && bytes[at + 1] !== 0x0a)) {
        line++;
        lineStart = at + 1 - extra;
      }
    }
  };

  /** The same four bytes at a time, for long ones. */
  const leap = (to: number) => {
    view ??= viewOf(bytes);
    let last = bytes.lastIndexOf(0x0a, to - 1);
    line += feedsIn(view, at, to);
    hasReturns ??= bytes.indexOf(0x0d) !== -1;
    const lone = hasReturns ? loneReturnsIn(view, at, to) : 0;
    if (lone > 0) {
      line += lone;
      let found = bytes.lastIndexOf(0x0d, to - 1);
      while (bytes[found + 1] === 0x0a) found = bytes.lastIndexOf(0x0d, found - 1);
      last = Math.max(last, found);
    }
    const begin = last < at ? at : last + 1;
    plain ??= isAscii(bytes);
    if (!plain) extra += extraIn(view, at, begin);
    if (last >= at) lineStart = begin - extra;
    if (!plain) extra += extraIn(view, begin, to);
    at = to;
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
