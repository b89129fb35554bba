/** Finds every hyperlink of a document by looking at tags alone, over bytes, in one pass, with the offset of each part. */
import { after, controlByte, endsName, endsValue, equals, isWord, kinds, letter, lower, next, space, towards, viewOf } from './bytes.ts';
import { type Foreign, foreignContent } from './foreign.ts';
import { cdataEnd, commentEnd, commentTextEnd, rawEnd, scriptEnd } from './raw-text.ts';
import { attributesOf, type Tag, type TagContext } from './tag.ts';

export { controlByte, outputByte } from './bytes.ts';
export { type Attribute, attribute, hyperlink, type Tag, type TagContext } from './tag.ts';

export interface Scan {
  /** Start tags with an `href`, an attribute that begins with `ses`, or the name `form`; in document order. */
  tags: Tag[];
  /** Offset of the last `</body`, or -1. */
  bodyEnd: number;
  /** Offsets of `://` in text outside links. */
  textUrls: number[];
  /** Comments that begin with `ses-track-`: notes to this program. */
  notes: [start: number, end: number][];
  /** More than `limit` tags were found; the rest was not looked at. */
  truncated: boolean;
}

const textUrlLimit = 1000;
const noteLimit = 1000;

/** Names that matter here; the rest is only walked over. Raw text elements begin at `firstRaw`. */
const words = 'a body form td th caption svg math template style xmp iframe noembed noframes title textarea script plaintext'.split(' ');
const [A, BODY, FORM, TD, CAPTION, SVG, MATH, TEMPLATE] = [1, 2, 3, 4, 6, 7, 8, 9] as const;
const firstRaw = 10;
/** A name's length, first and last letter → 1 + its index in `words`; 0 for most. No two words share a slot. */
const slots = new Uint8Array(16384);
const slotOf = (first: number, last: number, length: number): number => ((length & 15) << 10) | ((first & 31) << 5) | (last & 31);
for (const [index, word] of words.entries()) slots[slotOf(word.charCodeAt(0), word.charCodeAt(word.length - 1), word.length)] = index + 1;

/**
 * Every tag that matters to click tracking, in one linear pass that reads tags as the HTML standard's tokenizer does: script, style,
 * textarea, title, comments and CDATA are skipped, conditional comments are looked into.
 * @param bytes UTF-8 (or any superset of ASCII); template tags masked beforehand with `controlByte` and `outputByte`
 * @param limit tags to find before giving up; `truncated` then says so
 * @returns offsets into `bytes`; see `Scan`
 */
export function scan(bytes: Uint8Array, limit = Number.POSITIVE_INFINITY): Scan {
  const found: Scan = { tags: [], bodyEnd: -1, textUrls: [], notes: [], truncated: false };
  scanRegion(bytes, viewOf(bytes), 0, bytes.length, 'page', limit, found);
  return found;
}

function scanRegion(bytes: Uint8Array, view: DataView, from: number, to: number, context: TagContext, limit: number, found: Scan): void {
  let at = from;
  let anchorOpen = false;
  let templates = 0;
  let foreign: Foreign | undefined;

  while (at < to) {
    // Text: only `<` matters, and `:` for addresses written as text; they and two other characters differ in two bits.
    for (;;) {
      at = towards(view, 0xf9f9f9f9, 0x38383838, at, to);
      if (at >= to) return;
      const byte = bytes[at] as number;
      if (byte === 0x3c) break;
      if (byte === 0x3a && bytes[at + 1] === 0x2f && bytes[at + 2] === 0x2f && !anchorOpen && found.textUrls.length < textUrlLimit)
        found.textUrls.push(at);
      at++;
    }
    const start = at++;
    let byte = bytes[at] as number;
    const isEnd = byte === 0x2f;
    if (isEnd) byte = bytes[++at] as number;
    if (at >= to) return;
    if (((kinds[byte] as number) & letter) === 0) {
      if (byte === 0x21 && !isEnd) at = declaration(bytes, view, start, to, context, foreign?.inside() === true, limit, found);
      else if (isEnd || byte === 0x3f) at = byte === 0x3e ? at + 1 : after(bytes, 0x3e, at, to);
      continue;
    }

    // The name.
    const nameStart = at++;
    while (at < to && ((kinds[bytes[at] as number] as number) & endsName) === 0) at++;
    const nameEnd = at;
    let known = slots[slotOf(byte, bytes[nameEnd - 1] as number, nameEnd - nameStart)] as number;

    // The attributes: quotes count only behind `=`.
    let wanted = false;
    let selfClosing = false;
    for (;;) {
      byte = bytes[at] as number;
      while (((kinds[byte] as number) & endsName) !== 0 && byte !== 0x3e && ++at < to) byte = bytes[at] as number;
      if (at >= to) return;
      if (byte === 0x3e) {
        selfClosing = bytes[at - 1] === 0x2f;
        at++;
        break;
      }
      const attribute = at++;
      while (at < to && ((kinds[bytes[at] as number] as number) & (endsName | equals)) === 0) at++;
      byte = bytes[at] as number;
      if (!wanted) wanted = isWanted(bytes, attribute, at);
      while (at < to && (kinds[byte] as number) & space) byte = bytes[++at] as number;
      if (at >= to) return;
      if (byte !== 0x3d) continue;
      byte = bytes[++at] as number;
      while (at < to && (kinds[byte] as number) & space && byte !== controlByte) byte = bytes[++at] as number;
      if (byte === 0x22 || byte === 0x27) {
        at = next(view, byte, at + 1, to) + 1;
        if (at >= to) return;
      } else {
        while (at < to && ((kinds[bytes[at] as number] as number) & endsValue) === 0) at++;
        if (at >= to) return;
        // A slash that ends an unquoted value is part of it: the tag does not close itself.
        if (bytes[at] === 0x3e) {
          at++;
          break;
        }
      }
    }

    if (known !== 0) {
      const word = words[known - 1] as string;
      if (word.length !== nameEnd - nameStart || !isWord(bytes, nameStart, word)) known = 0;
    }

    if (isEnd) {
      if (known === A || (known >= TD && known <= CAPTION)) anchorOpen = false;
      else if (known === BODY && context === 'page') found.bodyEnd = start;
      if (foreign !== undefined) {
        foreign.close(lower(bytes, nameStart, nameEnd));
        if (foreign.depth() === 0) foreign = undefined;
      }
      if (known === TEMPLATE && templates > 0) templates--;
      continue;
    }

    let inForeign = false;
    if (foreign !== undefined) {
      inForeign = opensForeign(foreign, bytes, nameStart, nameEnd, at, selfClosing);
      if (foreign.depth() === 0) foreign = undefined;
    }
    if (wanted || known === FORM) {
      if (found.tags.length >= limit) {
        found.truncated = true;
        return;
      }
      found.tags.push({
        name: lower(bytes, nameStart, nameEnd),
        start,
        end: at,
        attributes: attributesOf(bytes, view, nameEnd, at),
        context: templates > 0 ? 'template' : context,
        foreign: inForeign,
        nested: known === A && anchorOpen && !inForeign,
      });
    }
    if (known === 0 || inForeign) continue;
    if (known === A) anchorOpen = true;
    else if (known >= TD && known <= CAPTION) anchorOpen = false;
    else if (known === TEMPLATE) templates++;
    else if ((known === SVG || known === MATH) && !selfClosing) {
      foreign ??= foreignContent();
      foreign.enter(known === SVG ? 'svg' : 'math');
    } else if (known >= firstRaw) {
      const word = words[known - 1] as string;
      at = word === 'plaintext' ? to : word === 'script' ? scriptEnd(bytes, at, to) : rawEnd(bytes, at, to, word);
    }
  }
}

/** `<!`: a comment, CDATA in SVG and MathML, a doctype or a bogus comment; returns where reading goes on. */
function declaration(
  bytes: Uint8Array,
  view: DataView,
  start: number,
  to: number,
  context: TagContext,
  inForeign: boolean,
  limit: number,
  found: Scan,
): number {
  const body = start + 4;
  if (bytes[start + 2] === 0x2d && bytes[start + 3] === 0x2d && body <= to) {
    const isConditional = bytes[body] === 0x5b && isWord(bytes, body + 1, 'if');
    // One inside another hides nothing: its beginning is passed over.
    if (isConditional && context === 'conditional-comment') return after(bytes, 0x3e, body, to);
    const behind = commentEnd(bytes, view, body, to);
    if (isConditional) {
      const end = commentTextEnd(bytes, behind);
      scanRegion(bytes, view, after(bytes, 0x3e, body, end), end, 'conditional-comment', limit, found);
    } else if (isNote(bytes, body) && found.notes.length < noteLimit) found.notes.push([start, behind]);
    return found.truncated ? to : behind;
  }
  // The word is read with its case: `<![cdata[` is a bogus comment.
  if (inForeign && String.fromCharCode(...bytes.subarray(start + 2, start + 9)) === '[CDATA[') return cdataEnd(bytes, start + 9, to);
  return after(bytes, 0x3e, start + 2, to);
}

/** The comment's first word begins with `ses-track-`. */
function isNote(bytes: Uint8Array, body: number): boolean {
  let at = body;
  while ((kinds[bytes[at] as number] as number) & space) at++;
  return bytes[at] === 0x73 && isWord(bytes, at, 'ses') && bytes[at + 3] === 0x2d && isWord(bytes, at + 4, 'track') && bytes[at + 9] === 0x2d;
}

/** Tells the tracker of SVG and MathML about a start tag; only two names need their attributes read. */
function opensForeign(foreign: Foreign, bytes: Uint8Array, nameStart: number, nameEnd: number, tagEnd: number, selfClosing: boolean): boolean {
  const name = lower(bytes, nameStart, nameEnd);
  return foreign.open(name, selfClosing, name === 'font' || name === 'annotation-xml' ? lower(bytes, nameEnd, tagEnd) : '');
}

/** The name is `href`, or begins with `ses`. */
function isWanted(bytes: Uint8Array, start: number, end: number): boolean {
  const first = (bytes[start] as number) | 0x20;
  if (first === 0x68) return end - start === 4 && isWord(bytes, start, 'href');
  return first === 0x73 && isWord(bytes, start, 'ses');
}
