/** Finds template tags between delimiters, in one linear pass over bytes. */
import type { Placeholder } from './language.ts';

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

/**
 * @param delimiters at one place the first in the list wins, so longer ones go first
 * @returns tags in order, never overlapping; an opening delimiter without its closing one is literal text
 */
export function tagsBetween(bytes: Buffer, delimiters: readonly Delimiter[]): Placeholder[] {
  const tags: Placeholder[] = [];
  const next = delimiters.map(({ open }) => bytes.indexOf(open));
  const find = closingDelimiters(bytes);
  for (let at = 0; ; ) {
    let first = -1;
    let start = Number.POSITIVE_INFINITY;
    for (let i = 0; i < delimiters.length; i++) {
      let place = next[i] as number;
      if (place !== -1 && place < at) place = next[i] = bytes.indexOf((delimiters[i] as Delimiter).open, at);
      if (place !== -1 && place < start) {
        start = place;
        first = i;
      }
    }
    const delimiter = delimiters[first];
    if (delimiter === undefined) return tags;
    const inside = start + delimiter.open.length;
    if (delimiter.escape !== undefined && start > 0 && bytes[start - 1] === delimiter.escape.charCodeAt(0)) {
      at = inside;
      continue;
    }
    const close = find(inside, delimiter.close, delimiter.quotes ?? '');
    if (close === -1) {
      // No closing delimiter from here on: none of these opens a tag any more.
      next[first] = -1;
      continue;
    }
    let end = close + delimiter.close.length;
    let kind: Placeholder['kind'] | undefined;
    if (typeof delimiter.kind === 'string') kind = delimiter.kind;
    else {
      const inner = bytes.toString('latin1', inside, Math.min(close, inside + innerLimit));
      kind = delimiter.kind(inner);
      const blockEnd = delimiter.block?.(inner);
      if (blockEnd !== undefined) {
        const there = find(end, blockEnd, '');
        const last = there === -1 ? -1 : find(there + blockEnd.length, delimiter.close, '');
        if (last !== -1) {
          end = last + delimiter.close.length;
          kind = 'comment';
        }
      }
    }
    if (kind !== undefined) tags.push({ start, end, kind });
    at = end;
  }
}

/** Finds closing delimiters from growing offsets; each byte is looked at a bounded number of times whatever the input. */
function closingDelimiters(bytes: Buffer): (from: number, close: string, quotes: string) => number {
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
      if (byte === last && at - close.length + 1 >= from && bytes.toString('latin1', at - close.length + 1, at + 1) === close)
        return at - close.length + 1;
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
