/** Finds template tags between delimiters, in one linear pass over bytes. */
import { type Placeholder, tagLimit } from './language.ts';

export interface Delimiter {
  open: string;
  close: string;
  /** Strings inside the tag may hold the closing delimiter; which quotes begin one. */
  quotes?: string;
  /** What the tag is, from its text between the delimiters; undefined for an escape that stands for literal text. */
  kind: Placeholder['kind'] | ((inner: string) => Placeholder['kind'] | undefined);
  /** A byte before the opening delimiter that makes it literal, such as Handlebars' backslash. */
  escape?: string;
  /** For a block comment: `{% comment %}` ends at `{% endcomment %}`; given the inner text, what ends it. */
  block?: (inner: string) => string | undefined;
}

/** Only this much of a tag is read to tell what it is. */
const innerLimit = 4096;

/** Delimiters that begin with the same byte are looked for together. */
interface Group {
  /** What is searched: the two bytes they begin with, or where those differ, the one. */
  prefix: string | number;
  /** Second bytes, by value; undefined where the prefix has both. */
  seconds: Uint8Array | undefined;
  delimiters: readonly Delimiter[];
  /** What must be there for any of them to end; looked for first where it is rarer than the beginning. */
  needs: string | undefined;
}

/** Finds every tag of one document, in order, never overlapping; an opening delimiter without its closing one is literal text. */
export type TagFinder = (bytes: Buffer) => Placeholder[];

/** @param delimiters at one place the first in the list wins, so longer ones go first */
export function tagFinder(delimiters: readonly Delimiter[]): TagFinder {
  const groups = [...Map.groupBy(delimiters, ({ open }) => open.charCodeAt(0))].map(([first, members]) => groupOf(first, members));
  return bytes => findTags(bytes, groups);
}

function groupOf(first: number, delimiters: readonly Delimiter[]): Group {
  // `<` stands everywhere in HTML, `%>` nowhere but in templates.
  const needs = first === 0x3c && delimiters.every(({ close }) => close === '%>') ? '%>' : undefined;
  const prefixes = new Set(delimiters.map(({ open }) => open.slice(0, 2)));
  const [only = ''] = prefixes;
  if (prefixes.size === 1) return { prefix: only, seconds: undefined, delimiters, needs };
  const seconds = new Uint8Array(256);
  for (const prefix of prefixes) seconds[prefix.charCodeAt(1)] = 1;
  return { prefix: first, seconds, delimiters, needs };
}

/** Where the next of a group may begin, or -1. */
function nextOf(bytes: Buffer, { prefix, seconds }: Group, from: number): number {
  let at = bytes.indexOf(prefix, from);
  if (seconds !== undefined) while (at !== -1 && seconds[bytes[at + 1] ?? 0] !== 1) at = bytes.indexOf(prefix, at + 1);
  return at;
}

function findTags(bytes: Buffer, groups: readonly Group[]): Placeholder[] {
  const tags: Placeholder[] = [];
  let next: number[] | undefined;
  for (let i = 0; i < groups.length; i++) {
    const group = groups[i] as Group;
    if (group.needs !== undefined && bytes.indexOf(group.needs) === -1) continue;
    const place = nextOf(bytes, group, 0);
    if (place !== -1) {
      next ??= new Array<number>(groups.length).fill(-1);
      next[i] = place;
    }
  }
  if (next === undefined) return tags;
  const find = closingDelimiters(bytes);
  for (let at = 0; ; ) {
    let first = -1;
    let start = Number.POSITIVE_INFINITY;
    for (let i = 0; i < groups.length; i++) {
      let place = next[i] as number;
      if (place !== -1 && place < at) place = next[i] = nextOf(bytes, groups[i] as Group, at);
      if (place !== -1 && place < start) {
        start = place;
        first = i;
      }
    }
    const group = groups[first];
    if (group === undefined || tags.length > tagLimit) return tags;
    const behind = tagAt(bytes, start, group, find, tags);
    at = behind ?? start + 1;
    // Where nothing that could end one is left, no more of the group can begin.
    if (behind === undefined && group.delimiters.every(({ close }) => find(at, close, '') === -1)) next[first] = -1;
  }
}

/** Reads the tag at `start`, if one of the group's is there; returns where reading goes on. */
function tagAt(bytes: Buffer, start: number, { delimiters }: Group, find: FindClose, tags: Placeholder[]): number | undefined {
  for (const delimiter of delimiters) {
    const { open } = delimiter;
    if (!startsWith(bytes, start, open)) continue;
    const inside = start + open.length;
    if (delimiter.escape !== undefined && start > 0 && bytes[start - 1] === delimiter.escape.charCodeAt(0)) return inside;
    const close = find(inside, delimiter.close, delimiter.quotes ?? '');
    if (close === -1) continue;
    const end = close + delimiter.close.length;
    if (typeof delimiter.kind === 'string') {
      tags.push({ start, end, kind: delimiter.kind });
      return end;
    }
    const inner = bytes.toString('latin1', inside, Math.min(close, inside + innerLimit));
    const blockEnd = delimiter.block?.(inner);
    if (blockEnd !== undefined) {
      const there = find(end, blockEnd, '');
      const last = there === -1 ? -1 : find(there + blockEnd.length, delimiter.close, '');
      if (last !== -1) {
        tags.push({ start, end: last + delimiter.close.length, kind: 'comment' });
        return last + delimiter.close.length;
      }
    }
    const kind = delimiter.kind(inner);
    if (kind !== undefined) tags.push({ start, end, kind });
    return end;
  }
  return undefined;
}

function startsWith(bytes: Buffer, at: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
}

type FindClose = (from: number, close: string, quotes: string) => number;

/** Finds closing delimiters from growing offsets; each byte is looked at a bounded number of times whatever the input. */
function closingDelimiters(bytes: Buffer): FindClose {
  const known = new Map<string, number>();
  let quotesCount = true;
  /** Up to where a quote character is known to begin no string. */
  const hopeless: Record<number, number> = {};

  /** The next `text` at or behind `from`, remembered. */
  const seek = (text: string, from: number): number => {
    let at = known.get(text);
    if (at === undefined || (at !== -1 && at < from)) {
      at = bytes.indexOf(text, from);
      known.set(text, at);
    }
    return at;
  };

  return (from, close, quotes) => {
    const plain = seek(close, from);
    if (plain === -1 || quotes === '' || !quotesCount) return plain;
    const last = close.charCodeAt(close.length - 1);
    for (let at = from; at < bytes.length; at++) {
      const byte = bytes[at] as number;
      if (byte === last && at - close.length + 1 >= from && startsWith(bytes, at - close.length + 1, close)) return at - close.length + 1;
      if ((byte === 0x22 || byte === 0x27 || byte === 0x60) && quotes.includes(String.fromCharCode(byte))) {
        // A string ends on its line; a lone apostrophe is no string.
        if (at < (hopeless[byte] ?? 0)) continue;
        const end = stringEnd(bytes, at, byte);
        if (bytes[end] === byte) at = end;
        else hopeless[byte] = end;
      }
    }
    // Quotes hid every closing delimiter: from here on they are not believed, so that no tag is searched to the end twice.
    quotesCount = false;
    return plain;
  };
}

/** Where the string that begins at `at` ends, or where its line does. */
function stringEnd(bytes: Buffer, at: number, quote: number): number {
  let i = at + 1;
  while (i < bytes.length && bytes[i] !== 0x0a && bytes[i] !== quote) i += bytes[i] === 0x5c ? 2 : 1;
  return i;
}
