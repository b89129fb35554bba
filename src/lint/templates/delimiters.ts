/** Finds template tags between delimiters, in one linear pass over bytes. */
import { next, towards, viewOf } from '../../links/bytes.ts';
import { type Placeholder, tagLimit } from './language.ts';

export interface Delimiter {
  open: string;
  close: string;
  /** Strings inside the tag may hold the closing delimiter; which quotes begin one. */
  quotes?: string;
  /** What the tag is by its first word, or by its first character where that begins no word; looked at before `kind`. */
  words?: ReadonlyMap<string, Kind>;
  /** At most two signs of white-space control, of which one may stand before the first word. */
  signs?: string;
  /** What the tag is, from its text between the delimiters; undefined for an escape that stands for literal text. */
  kind: Kind | ((inner: string) => Kind | undefined);
  /** A byte before the opening delimiter that makes it literal, such as Handlebars' backslash. */
  escape?: string;
  /** A block comment: with this as its first word, the tag ends behind the one that holds `ends`. */
  block?: { word: string; ends: string };
}

type Kind = Placeholder['kind'];

/** `kinds({ control: 'if end', comment: '!' })`: what each word or character means. */
export const kinds = (words: { [kind in Kind]?: string }): ReadonlyMap<string, Kind> =>
  new Map(Object.entries(words).flatMap(([kind, list]) => list.split(' ').map(word => [word, kind as Kind] as const)));

/** Only this much of a tag is read to tell what it is. */
const innerLimit = 4096;

/** A delimiter with nothing left open: all of one shape, which makes reading them fast. */
interface Ready {
  open: string;
  close: string;
  quotes: string;
  words: ReadonlyMap<string, Kind>;
  signs: string;
  /** The kind where neither a word nor `tell` says it. */
  kind: Kind | undefined;
  tell: ((inner: string) => Kind | undefined) | undefined;
  escape: number;
  block: string | undefined;
  blockEnds: string;
  /** Its first word says something. */
  hasWords: boolean;
}

const none: ReadonlyMap<string, Kind> = new Map();
const ready = ({ open, close, quotes = '', words = none, signs = '', kind, block, ...rest }: Delimiter): Ready => ({
  open,
  close,
  quotes,
  words,
  signs,
  kind: typeof kind === 'string' ? kind : undefined,
  tell: typeof kind === 'string' ? undefined : kind,
  escape: rest.escape?.charCodeAt(0) ?? -1,
  block: block?.word,
  blockEnds: block?.ends ?? '',
  hasWords: words !== none || block !== undefined,
});

/** Delimiters that begin with the same byte are looked for together. */
interface Group {
  first: number;
  /** Which bytes come second, by value. */
  seconds: Uint8Array;
  /** The first two bytes, where they are always the same. */
  prefix: Buffer | undefined;
  delimiters: readonly Ready[];
  /** What must be there for any of them to end; looked for first where it is rarer than the beginning. */
  needs: Buffer | undefined;
}

/** Finds every tag of one document, in order, never overlapping; an opening delimiter without its closing one is literal text. */
export type TagFinder = (bytes: Buffer) => Placeholder[];

/** @param delimiters at one place the first in the list wins, so longer ones go first */
export function tagFinder(delimiters: readonly Delimiter[]): TagFinder {
  let groups: readonly Group[] | undefined;
  return bytes => {
    // Made for the first document: a run meets one language or two of twenty.
    groups ??= [...Map.groupBy(delimiters, ({ open }) => open.charCodeAt(0))].map(([first, members]) => groupOf(first, members));
    return findTags(bytes, groups);
  };
}

function groupOf(first: number, delimiters: readonly Delimiter[]): Group {
  // `<` and `%` stand everywhere in HTML, what ends such a tag nowhere but in templates.
  const [{ close: needs } = { close: '' }] = delimiters;
  const isCommon = (first === 0x3c || first === 0x25) && needs.charCodeAt(0) !== first && delimiters.every(({ close }) => close === needs);
  const seconds = new Uint8Array(256);
  for (const { open } of delimiters) seconds[open.charCodeAt(1)] = 1;
  const prefixes = new Set(delimiters.map(({ open }) => open.slice(0, 2)));
  const prefix = prefixes.size === 1 ? Buffer.from([...prefixes].join('')) : undefined;
  return { first, seconds, prefix, delimiters: delimiters.map(ready), needs: isCommon ? Buffer.from(needs) : undefined };
}

/** Where the next of a group may begin, or -1. Tags stand close together, so one byte is tried before two are looked for, which takes a while to begin. */
function nextOf(bytes: Buffer, { first, seconds, prefix }: Group, from: number): number {
  let at = bytes.indexOf(first, from);
  while (at !== -1 && seconds[bytes[at + 1] ?? 0] !== 1) at = prefix === undefined ? bytes.indexOf(first, at + 1) : bytes.indexOf(prefix, at + 1);
  return at;
}

function findTags(bytes: Buffer, groups: readonly Group[]): Placeholder[] {
  const tags: Placeholder[] = [];
  let places: number[] | undefined;
  for (let i = 0; i < groups.length; i++) {
    const group = groups[i] as Group;
    if (group.needs !== undefined && bytes.indexOf(group.needs) === -1) continue;
    const place = nextOf(bytes, group, 0);
    if (place !== -1) {
      places ??= new Array<number>(groups.length).fill(-1);
      places[i] = place;
    }
  }
  if (places === undefined) return tags;
  const closes: Closes = { bytes, view: viewOf(bytes), next: undefined, quotesCount: true, hopeless: undefined };
  for (let at = 0; ; ) {
    let first = -1;
    let start = Number.POSITIVE_INFINITY;
    for (let i = 0; i < groups.length; i++) {
      let place = places[i] as number;
      if (place !== -1 && place < at) place = places[i] = nextOf(bytes, groups[i] as Group, at);
      if (place !== -1 && place < start) {
        start = place;
        first = i;
      }
    }
    const group = groups[first];
    if (group === undefined || tags.length > tagLimit) return tags;
    const behind = tagAt(closes, start, group, tags);
    at = behind ?? start + 1;
    // Where nothing that could end one is left, no more of the group can begin.
    if (behind === undefined && group.delimiters.every(({ close }) => find(closes, at, close, '') === -1)) places[first] = -1;
  }
}

/** Reads the tag at `start`, if one of the group's is there; returns where reading goes on. */
function tagAt(closes: Closes, start: number, { delimiters }: Group, tags: Placeholder[]): number | undefined {
  const { bytes } = closes;
  for (const delimiter of delimiters) {
    const { open } = delimiter;
    if (!goesOn(bytes, start, open)) continue;
    const inside = start + open.length;
    if (delimiter.escape !== -1 && start > 0 && bytes[start - 1] === delimiter.escape) return inside;
    const close = find(closes, inside, delimiter.close, delimiter.quotes);
    if (close === -1) continue;
    const end = close + delimiter.close.length;
    let { kind } = delimiter;
    if (delimiter.hasWords) {
      const word = firstWord(bytes, inside, close, delimiter.signs);
      if (word === delimiter.block) {
        const there = find(closes, end, delimiter.blockEnds, '');
        const last = there === -1 ? -1 : seek(closes, delimiter.close, there + delimiter.blockEnds.length, delimiter.block);
        if (last !== -1) {
          tags.push({ start, end: last + delimiter.close.length, kind: 'comment' });
          return last + delimiter.close.length;
        }
      }
      kind = delimiter.words.get(word) ?? kind;
    }
    if (kind === undefined) kind = delimiter.tell?.(bytes.toString('latin1', inside, Math.min(close, inside + innerLimit)));
    if (kind !== undefined) tags.push({ start, end, kind });
    return end;
  }
  return undefined;
}

/** Words seen before, by a hash: templates say the same ones again and again, and a string need be made once. */
const seen: string[] = new Array(256).fill('');

/** The first word between two offsets, white space and one of `signs` before it left out; the first character where that begins none. */
function firstWord(bytes: Buffer, from: number, to: number, signs: string): string {
  let at = from;
  if (at < to && (bytes[at] === signs.charCodeAt(0) || bytes[at] === signs.charCodeAt(1))) at++;
  while (at < to && isSpace(bytes[at] as number)) at++;
  const start = at;
  let hash = 0;
  while (at < to && inWord[bytes[at] as number] === 1) hash = (hash * 31 + (bytes[at++] as number)) | 0;
  if (at === start) return at < to ? String.fromCharCode(bytes[at] as number) : '';
  const slot = hash & 255;
  const known = seen[slot] as string;
  if (known.length === at - start && bytes[start] === known.charCodeAt(0) && goesOn(bytes, start, known)) return known;
  const word = bytes.toString('latin1', start, at);
  if (word.length < 40) seen[slot] = word;
  return word;
}
const isSpace = (byte: number): boolean => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
const inWord = new Uint8Array(256);
for (const character of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_') inWord[character.charCodeAt(0)] = 1;

/** `text` stands there, whose first character is known to. */
function goesOn(bytes: Buffer, at: number, text: string): boolean {
  for (let i = 1; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
}

/** What is known of a document's closing delimiters, asked for from growing offsets; so each byte is looked at a bounded number of times whatever the input. */
interface Closes {
  bytes: Buffer;
  view: DataView;
  /** By delimiter, or by who asks, the next one at or behind where it was last asked for; -1 where there is none. */
  next: Map<string, number> | undefined;
  quotesCount: boolean;
  /** By quote character, up to where it is known to begin no string. */
  hopeless: Record<number, number> | undefined;
}

/** The next `text` at or behind `from`, remembered; who asks ahead of the others remembers under a name of its own. */
function seek(closes: Closes, text: string, from: number, name = text): number {
  closes.next ??= new Map();
  let at = closes.next.get(name);
  if (at === undefined || (at !== -1 && at < from)) {
    at = closes.bytes.indexOf(text, from);
    closes.next.set(name, at);
  }
  return at;
}

const isHopeless = ({ hopeless }: Closes, at: number, quote: number): boolean => hopeless !== undefined && at < (hopeless[quote] ?? 0);

/** The next closing delimiter for a tag that is short, as most are; -1 where it is not. */
function nearby(closes: Closes, from: number, close: string, quotes: string): number {
  const { bytes, view } = closes;
  const first = close.charCodeAt(0);
  const to = Math.min(bytes.length, from + nearBytes);
  const end = next(view, first, from, to);
  if (end < to && goesOn(bytes, end, close)) {
    // The two usual quotes and two other characters differ in two bits.
    let quote = quotes === '' ? end : quotes === usualQuotes ? towards(view, 0xfafafafa, 0x22222222, from, end) : from;
    while (quote < end && !isQuote(bytes[quote] as number)) quote++;
    if (quote >= end) return end;
  }
  for (let at = from; at < to; at++) {
    const byte = bytes[at] as number;
    if (byte === first && goesOn(bytes, at, close)) return at;
    if (quotes === '' || !isQuote(byte) || !quotes.includes(String.fromCharCode(byte)) || isHopeless(closes, at, byte)) continue;
    at = stringEnd(bytes, at, byte, to);
    if (bytes[at] !== byte) return -1;
  }
  return -1;
}

/** Where the closing delimiter of a tag begins whose text begins at `from`, or -1; strings in `quotes` may hold it. */
function find(closes: Closes, from: number, close: string, quotes: string): number {
  const near = nearby(closes, from, close, closes.quotesCount ? quotes : '');
  if (near !== -1) return near;
  const plain = seek(closes, close, from);
  if (plain === -1 || quotes === '' || !closes.quotesCount) return plain;
  const { bytes } = closes;
  const first = close.charCodeAt(0);
  for (let at = from; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    if (byte === first && goesOn(bytes, at, close)) return at;
    // A string ends on its line; a lone apostrophe is no string.
    if (!isQuote(byte) || !quotes.includes(String.fromCharCode(byte)) || isHopeless(closes, at, byte)) continue;
    const end = stringEnd(bytes, at, byte, bytes.length);
    if (bytes[end] === byte) at = end;
    else {
      closes.hopeless ??= {};
      closes.hopeless[byte] = end;
    }
  }
  // Quotes hid every closing delimiter: from here on they are not believed, so that no tag is searched to the end twice.
  closes.quotesCount = false;
  return plain;
}

const nearBytes = 64;
const usualQuotes = '"\'';
const isQuote = (byte: number): boolean => byte === 0x22 || byte === 0x27 || byte === 0x60;

/** Where the string that begins at `at` ends, or where its line does, or at `to`. */
function stringEnd(bytes: Buffer, at: number, quote: number, to: number): number {
  let i = at + 1;
  while (i < to && bytes[i] !== 0x0a && bytes[i] !== quote) i += bytes[i] === 0x5c ? 2 : 1;
  return i;
}
