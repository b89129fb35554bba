/** Finds every hyperlink of a document by looking at tags alone, over bytes, in one pass, with the offset of each part. */
import { after, controlByte, endsName, endsValue, equals, isWord, kinds, letter, lower, space } from './bytes.ts';
import { type Foreign, foreignContent } from './foreign.ts';
import { cdataEnd, commentEnd, rawEnd, scriptEnd } from './raw-text.ts';
import { attributesOf, type Tag, type TagContext } from './tag.ts';

export { controlByte, outputByte } from './bytes.ts';
export { type Attribute, attribute, attributeLimit, hyperlink, type Tag, type TagContext } from './tag.ts';

export interface Scan {
  /** Start tags with an `href`, an attribute that begins with `ses`, or the name `form`; in document order. */
  tags: Tag[];
  /** Offset of the last `</body`, or -1. */
  bodyEnd: number;
  /** Offsets of `://` in text outside links. */
  textUrls: number[];
  /** More than `limit` tags were found; the rest was not looked at. */
  truncated: boolean;
}

const textUrlLimit = 1000;

/** A short name as one number; only equal names of up to six letters are sure to be equal, so long ones are compared again. */
function key(name: string): number {
  let value = 0;
  for (let i = 0; i < name.length; i++) value = (value * 32 + (name.charCodeAt(i) & 31)) | 0;
  return value;
}

const names = ['a,body,form,td,th,caption,svg,math,template', 'style,xmp,iframe,noembed,noframes,title,textarea,script,plaintext'].map(list =>
  list.split(','),
);
const [plainNames = [], rawNames = []] = names;
const nameOf = new Map<number, string>([...plainNames, ...rawNames].map(name => [key(name), name]));
const raw = new Set(rawNames);
const cells = new Set(['td', 'th', 'caption']);
/** A quick no for most names: 1 where some name that matters has these ten bits. */
const maybe = new Uint8Array(1024);
for (const hash of nameOf.keys()) maybe[hash & 1023] = 1;

/**
 * Every tag that matters to click tracking, in one linear pass that reads tags as the HTML standard's tokenizer does: script, style,
 * textarea, title, comments and CDATA are skipped, conditional comments are looked into.
 * @param bytes UTF-8 (or any superset of ASCII); template tags masked beforehand with `controlByte` and `outputByte`
 * @param limit tags to find before giving up; `truncated` then says so
 * @returns offsets into `bytes`; see `Scan`
 */
export function scan(bytes: Uint8Array, limit = Number.POSITIVE_INFINITY): Scan {
  const found: Scan = { tags: [], bodyEnd: -1, textUrls: [], truncated: false };
  scanRegion(bytes, 0, bytes.length, 'page', limit, found);
  return found;
}

function scanRegion(bytes: Uint8Array, from: number, to: number, context: TagContext, limit: number, found: Scan): void {
  let at = from;
  let anchorOpen = false;
  let templates = 0;
  let foreign: Foreign | undefined;

  while (at < to) {
    // Text: only `<` matters, and `:` for addresses written as text.
    while (at < to) {
      const byte = bytes[at] as number;
      if ((byte & 0xf9) === 0x38) {
        if (byte === 0x3c) break;
        if (byte === 0x3a && bytes[at + 1] === 0x2f && bytes[at + 2] === 0x2f && !anchorOpen && found.textUrls.length < textUrlLimit)
          found.textUrls.push(at);
      }
      at++;
    }
    if (at >= to) return;
    const start = at++;
    let byte = bytes[at] as number;
    const isEnd = byte === 0x2f;
    if (isEnd) byte = bytes[++at] as number;
    if (at >= to) return;
    if (((kinds[byte] as number) & letter) === 0) {
      if (byte === 0x21 && !isEnd) at = declaration(bytes, start, to, context, foreign?.inside() === true, limit, found);
      else if (isEnd || byte === 0x3f) at = byte === 0x3e ? at + 1 : after(bytes, 0x3e, at, to);
      continue;
    }

    // The name.
    const nameStart = at;
    let hash = 0;
    while (at < to && ((kinds[byte] as number) & endsName) === 0) {
      hash = (hash * 32 + (byte & 31)) | 0;
      byte = bytes[++at] as number;
    }
    const nameEnd = at;

    // The attributes: quotes count only behind `=`.
    let wanted = false;
    let selfClosing = false;
    let closed = false;
    while (at < to) {
      byte = bytes[at] as number;
      const kind = kinds[byte] as number;
      if (kind & endsName) {
        at++;
        if (byte === 0x3e) {
          selfClosing = bytes[at - 2] === 0x2f;
          closed = true;
          break;
        }
        continue;
      }
      const attribute = at++;
      while (at < to && ((kinds[bytes[at] as number] as number) & (endsName | equals)) === 0) at++;
      byte = bytes[at] as number;
      if (!wanted) wanted = isWanted(bytes, attribute, at);
      while (at < to && (kinds[byte] as number) & space) byte = bytes[++at] as number;
      if (byte !== 0x3d || at >= to) continue;
      byte = bytes[++at] as number;
      while (at < to && (kinds[byte] as number) & space && byte !== controlByte) byte = bytes[++at] as number;
      if (byte === 0x22 || byte === 0x27) {
        const quote = byte;
        at++;
        while (at < to && bytes[at] !== quote) at++;
        at++;
      } else {
        while (at < to && ((kinds[bytes[at] as number] as number) & endsValue) === 0) at++;
        // A slash that ends an unquoted value is part of it: the tag does not close itself.
        if (bytes[at] === 0x3e) {
          at++;
          closed = true;
          break;
        }
      }
    }
    // An unterminated tag is no tag.
    if (!closed) return;

    let known = maybe[hash & 1023] === 1 ? nameOf.get(hash) : undefined;
    if (known !== undefined && (known.length !== nameEnd - nameStart || !isWord(bytes, nameStart, known))) known = undefined;

    if (isEnd) {
      if (known === undefined && foreign === undefined) continue;
      if (known === 'a' || (known !== undefined && cells.has(known))) anchorOpen = false;
      else if (known === 'body' && context === 'page') found.bodyEnd = start;
      if (foreign !== undefined) {
        foreign.close(lower(bytes, nameStart, nameEnd));
        if (foreign.depth() === 0) foreign = undefined;
      }
      if (known === 'template' && templates > 0) templates--;
      continue;
    }

    if (known === 'form') wanted = true;
    const inForeign = foreign !== undefined && opensForeign(foreign, bytes, nameStart, nameEnd, at, selfClosing);
    if (foreign !== undefined && foreign.depth() === 0) foreign = undefined;
    if (wanted) {
      if (found.tags.length >= limit) {
        found.truncated = true;
        return;
      }
      found.tags.push({
        name: lower(bytes, nameStart, nameEnd),
        start,
        end: at,
        attributes: attributesOf(bytes, nameEnd, at),
        context: templates > 0 ? 'template' : context,
        foreign: inForeign,
        nested: known === 'a' && anchorOpen && !inForeign,
      });
    }
    if (known === undefined || inForeign) continue;
    if (known === 'a') anchorOpen = true;
    else if (cells.has(known)) anchorOpen = false;
    else if (known === 'template') templates++;
    else if ((known === 'svg' || known === 'math') && !selfClosing) {
      foreign ??= foreignContent();
      foreign.enter(known);
    } else if (raw.has(known)) {
      at = known === 'plaintext' ? to : known === 'script' ? scriptEnd(bytes, at, to) : rawEnd(bytes, at, to, known);
    }
  }
}

/** `<!`: a comment, CDATA in SVG and MathML, a doctype or a bogus comment; returns where reading goes on. */
function declaration(bytes: Uint8Array, start: number, to: number, context: TagContext, inForeign: boolean, limit: number, found: Scan): number {
  const body = start + 4;
  if (bytes[start + 2] === 0x2d && bytes[start + 3] === 0x2d && body <= to) {
    const isConditional = bytes[body] === 0x5b && isWord(bytes, body + 1, 'if');
    // One inside another hides nothing: its beginning is passed over.
    if (isConditional && context === 'conditional-comment') return after(bytes, 0x3e, body, to);
    const [end, next] = commentEnd(bytes, body, to);
    if (isConditional) {
      const inside = after(bytes, 0x3e, body, end);
      if (inside < end) scanRegion(bytes, inside, end, 'conditional-comment', limit, found);
    }
    return found.truncated ? to : next;
  }
  // The word is read with its case: `<![cdata[` is a bogus comment.
  if (inForeign && String.fromCharCode(...bytes.subarray(start + 2, start + 9)) === '[CDATA[') return cdataEnd(bytes, start + 9, to);
  return after(bytes, 0x3e, start + 2, to);
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
