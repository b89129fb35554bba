/** Reads an attribute's value as HTML does, knowing where each character of it stands in the source. */
import { createRequire } from 'node:module';
import { controlByte, outputByte } from '../links/scan.ts';
import type { Span } from './rule.ts';
import { beginsBranch } from './templates/branch.ts';
import type { Placeholder } from './templates/language.ts';

// The decoder's tables cost a tenth of a bare Node's start to build: they are built when the first reference is met.
const require = createRequire(import.meta.url);
let entities: typeof import('entities/decode') | undefined;

export interface Value {
  /** Character references resolved, template tags as written. */
  text: string;
  /** As `Address.judged`. */
  judged: string;
  /** Whether data is no part, a part or the whole of it. */
  data: 'none' | 'part' | 'whole';
  /** Control tags stand in it: its pieces may belong to different branches. */
  branches: boolean;
  /** A template tag of any kind stands in it. */
  isTagged: boolean;
}

/** One piece of a value: characters that stand as they are, a byte each, or one other character, a character reference or a template tag. */
type Visit = (text: string, judged: string, start: number, end: number, tag: Placeholder | undefined) => boolean | undefined;

/** What stands for a leading output tag: as a rule it holds the scheme and the host. */
const leadingData = 'http://x';

/**
 * @param source the part's bytes, template tags as written
 * @param masked the same with template tags masked
 * @param tags every template tag of the part, in order
 */
export function readValue(source: Buffer, masked: Buffer, tags: readonly Placeholder[], start: number, end: number): Value {
  if (plainEnd(masked, start, end) === end) {
    const text = source.toString('latin1', start, end);
    return { text, judged: text, data: 'none', branches: false, isTagged: false };
  }
  let text = '';
  let judged = '';
  let isTagged = false;
  let isLiteral = false;
  let isPrinted = false;
  let branches = false;
  walk(source, masked, tags, [start, end], (piece, stands, _start, _end, tag) => {
    text += piece;
    judged += stands;
    if (tag === undefined) isLiteral ||= piece.trim() !== '';
    else {
      isTagged = true;
      if (tag.kind === 'output') isPrinted = true;
      else if (tag.kind === 'control') branches = true;
    }
    return undefined;
  });
  return { text, judged, data: isPrinted ? (isLiteral ? 'part' : 'whole') : 'none', branches, isTagged };
}

/** Bytes that stand for themselves: ASCII but NUL, CR and `&`. */
const plain = new Uint8Array(256).fill(1, 0x01, 0x80);
plain[0x0d] = plain[0x26] = 0;

/** Where the run of such bytes ends that begins at `at`. */
function plainEnd(masked: Buffer, from: number, end: number): number {
  let at = from;
  while (at < end && plain[masked[at] as number] === 1) at++;
  return at;
}

/** Where `length` characters of a value's judged form at `offset` stand in the source. */
export function spanInAddress(
  source: Buffer,
  masked: Buffer,
  tags: readonly Placeholder[],
  [start, end]: Span,
  offset: number,
  length: number,
): Span {
  let position = 0;
  let from = -1;
  let to = end;
  walk(source, masked, tags, [start, end], (text, judged, pieceStart, pieceEnd, tag) => {
    const next = position + judged.length;
    const isRun = tag === undefined && text.length === pieceEnd - pieceStart;
    if (from === -1 && next > offset) from = isRun ? pieceStart + offset - position : pieceStart;
    if (from !== -1) to = isRun ? Math.max(from + 1, Math.min(pieceEnd, pieceStart + offset + length - position)) : pieceEnd;
    position = next;
    return from !== -1 && next >= offset + length;
  });
  return from === -1 ? [end, end] : [from, Math.max(from, to)];
}

/** The first template tag at or behind a byte offset. */
export function firstTag(tags: readonly Placeholder[], at: number): number {
  let low = 0;
  let high = tags.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tags[middle] as Placeholder).start < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Calls `visit` for each piece in order until it answers true. */
function walk(source: Buffer, masked: Buffer, tags: readonly Placeholder[], [start, end]: Span, visit: Visit): void {
  let tag = firstTag(tags, start);
  let isLeading = true;
  // A control tag leads: each branch is an address of its own.
  let hasAlternatives = false;
  for (let at = start; at < end; ) {
    const byte = masked[at] as number;
    let next = at + 1;
    let text: string;
    let judged: string | undefined;
    let placeholder: Placeholder | undefined;
    if (plain[byte] === 1) {
      next = plainEnd(masked, next, end);
      text = source.toString('latin1', at, next);
      isLeading &&= text.trim() === '';
    } else if ((byte === outputByte || byte === controlByte) && tags[tag]?.start === at) {
      placeholder = tags[tag] as Placeholder;
      tag++;
      next = Math.min(placeholder.end, end);
      text = source.toString('utf8', at, next);
      judged = placeholder.kind !== 'output' ? '' : isLeading ? leadingData : 'x';
      if (placeholder.kind === 'output') isLeading = false;
      else if (placeholder.kind === 'control') {
        if (isLeading) hasAlternatives = true;
        else if (hasAlternatives && beginsBranch(text)) isLeading = true;
      }
    } else {
      if (byte === 0x26) {
        const reference = characterReference(masked, at, end);
        text = reference.text;
        next = at + reference.length;
      } else if (byte === 0x0d) {
        text = '\n';
        if (masked[next] === 0x0a && next < end) next++;
      } else if (byte === 0) text = '\ufffd';
      else {
        while (next < end && ((masked[next] as number) & 0xc0) === 0x80) next++;
        text = masked.toString('utf8', at, next);
      }
      isLeading &&= text.trim() === '';
    }
    if (visit(text, judged ?? text, at, next, placeholder) === true) return;
    at = next;
  }
}

/** The longest name of a character reference, `&CounterClockwiseContourIntegral;`, is 33 characters; numbers may be longer. */
const referenceLimit = 64;

/** A character reference in an attribute, by the HTML standard's rules; `&` itself where there is none. */
function characterReference(bytes: Buffer, at: number, end: number): { text: string; length: number } {
  if (bytes[at + 1] === 0x61 && bytes[at + 2] === 0x6d && bytes[at + 3] === 0x70 && bytes[at + 4] === 0x3b && at + 5 <= end)
    return { text: '&', length: 5 };
  let text = '';
  entities ??= require('entities/decode') as typeof import('entities/decode');
  const decoder = new entities.HtmlEntityDecoder(unit => {
    text += String.fromCodePoint(unit);
  });
  decoder.startEntity(entities.DecodingMode.Attribute);
  const consumed = decoder.write(bytes.toString('latin1', at, Math.min(end, at + referenceLimit)), 1);
  const length = consumed < 0 ? decoder.end() : consumed;
  return length > 0 && text !== '' ? { text, length } : { text: '&', length: 1 };
}
