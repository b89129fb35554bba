/** Finds every hyperlink of a document by looking at tags alone, over bytes, in one pass, with the offset of each part. */
import { type Foreign, foreignContent } from './foreign.ts';

export interface Attribute {
  /** In lower case; the source spelling is `bytes[nameStart, nameEnd)`. */
  name: string;
  nameStart: number;
  nameEnd: number;
  /** The value without its quotes; both ends are `nameEnd` where there is no `=`. */
  valueStart: number;
  valueEnd: number;
  quote: '"' | "'" | '';
}

/** Where a tag stands: in the page, in a conditional comment (Outlook reads it), or in a template element (nobody does). */
export type TagContext = 'page' | 'conditional-comment' | 'template';

export interface Tag {
  /** In lower case: `a`, `v:roundrect`, `mj-button`. */
  name: string;
  /** Of `<`. */
  start: number;
  /** Behind `>`. */
  end: number;
  /** In source order, duplicates included; HTML takes the first of a name. At most `attributeLimit`. */
  attributes: Attribute[];
  context: TagContext;
  /** Inside SVG or MathML. */
  foreign: boolean;
  /** An `a` that begins while another is open. */
  nested: boolean;
}

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

/** Attributes kept of one tag; the rest is walked over. */
export const attributeLimit = 1000;

/** A masked control tag of a template language ({% if %}): white space between attributes, an ordinary character in values. */
export const controlByte = 0xfe;
/** A masked output tag of a template language ({{ name }}): an ordinary character everywhere. */
export const outputByte = 0xff;

const textUrlLimit = 1000;

/** Character classes: 1 white space, 2 ends a tag name or attribute name, 4 ends an unquoted value, 8 letter. */
const kinds = new Uint8Array(256);
for (const byte of [0x09, 0x0a, 0x0c, 0x0d, 0x20]) kinds[byte] = 1 | 2 | 4;
kinds[controlByte] = 1 | 2;
kinds[0x2f] = 2;
kinds[0x3e] = 2 | 4;
kinds[0x3d] = 16;
for (let byte = 0x41; byte <= 0x5a; byte++) kinds[byte] = kinds[byte + 32] = 8;

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

const ascii = (bytes: Uint8Array, start: number, end: number): string => {
  let text = '';
  for (let i = start; i < end; i++) text += String.fromCharCode(bytes[i] ?? 0);
  return text;
};
const lower = (bytes: Uint8Array, start: number, end: number): string => {
  let text = '';
  for (let i = start; i < end; i++) {
    const byte = bytes[i] ?? 0;
    text += String.fromCharCode(byte >= 0x41 && byte <= 0x5a ? byte + 32 : byte);
  }
  return text;
};

/** `bytes[at…]` is `word` (lower case letters) in any case. */
function isWord(bytes: Uint8Array, at: number, word: string): boolean {
  for (let i = 0; i < word.length; i++) if (((bytes[at + i] ?? 0) | 0x20) !== word.charCodeAt(i)) return false;
  return true;
}

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
    if (((kinds[byte] as number) & 8) === 0) {
      if (byte === 0x21 && !isEnd) at = declaration(start);
      else if (isEnd || byte === 0x3f) at = byte === 0x3e ? at + 1 : after(bytes, 0x3e, at, to);
      continue;
    }

    // The name.
    const nameStart = at;
    let hash = 0;
    while (at < to && ((kinds[byte] as number) & 2) === 0) {
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
      if (kind & 2) {
        at++;
        if (byte === 0x3e) {
          selfClosing = bytes[at - 2] === 0x2f;
          closed = true;
          break;
        }
        continue;
      }
      const attribute = at++;
      while (at < to && ((kinds[bytes[at] as number] as number) & 18) === 0) at++;
      byte = bytes[at] as number;
      if (!wanted) wanted = isWanted(bytes, attribute, at);
      while (at < to && (kinds[byte] as number) & 1) byte = bytes[++at] as number;
      if (byte !== 0x3d || at >= to) continue;
      byte = bytes[++at] as number;
      while (at < to && (kinds[byte] as number) & 1 && byte !== controlByte) byte = bytes[++at] as number;
      if (byte === 0x22 || byte === 0x27) {
        const quote = byte;
        at++;
        while (at < to && bytes[at] !== quote) at++;
        at++;
      } else {
        while (at < to && ((kinds[bytes[at] as number] as number) & 4) === 0) at++;
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
    const inForeign = foreign?.open(lower(bytes, nameStart, nameEnd), selfClosing, () => lower(bytes, nameEnd, at)) === true;
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

  /** `<!`: a comment, CDATA in SVG and MathML, a doctype or a bogus comment; returns where reading goes on. */
  function declaration(start: number): number {
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
    if (foreign?.inside() === true && ascii(bytes, start + 2, start + 9) === '[CDATA[') {
      let at = start + 9;
      while (at < to && !(bytes[at] === 0x3e && at >= start + 11 && bytes[at - 1] === 0x5d && bytes[at - 2] === 0x5d)) at++;
      return at + 1;
    }
    return after(bytes, 0x3e, start + 2, to);
  }
}

/** The offset behind the next `byte`, or `to`. */
function after(bytes: Uint8Array, byte: number, from: number, to: number): number {
  const at = bytes.indexOf(byte, from);
  return at === -1 || at >= to ? to : at + 1;
}

/** End of a comment's text and where reading goes on; `-->`, `--!>`, and at once `>` or `->` end it. */
function commentEnd(bytes: Uint8Array, body: number, to: number): [end: number, next: number] {
  if (bytes[body] === 0x3e) return [body, Math.min(body + 1, to)];
  if (bytes[body] === 0x2d && bytes[body + 1] === 0x3e) return [body, Math.min(body + 2, to)];
  for (let at = bytes.indexOf(0x3e, body); at !== -1 && at < to; at = bytes.indexOf(0x3e, at + 1)) {
    if (bytes[at - 1] === 0x2d && bytes[at - 2] === 0x2d && at - 2 >= body) return [at - 2, at + 1];
    if (bytes[at - 1] === 0x21 && bytes[at - 2] === 0x2d && bytes[at - 3] === 0x2d && at - 3 >= body) return [at - 3, at + 1];
  }
  return [to, to];
}

/** Where the end tag of a raw text element begins, or `to`. */
function rawEnd(bytes: Uint8Array, from: number, to: number, name: string): number {
  for (let at = bytes.indexOf(0x3c, from); at !== -1 && at < to; at = bytes.indexOf(0x3c, at + 1)) {
    if (bytes[at + 1] === 0x2f && isWord(bytes, at + 2, name) && endsName(bytes[at + 2 + name.length])) return at;
  }
  return to;
}

const endsName = (byte: number | undefined): boolean => byte !== undefined && byte !== controlByte && ((kinds[byte] as number) & 2) !== 0;

/** Where `</script` begins, or `to`; `<!--` and `<script` inside hide it, as the standard's escaped states do. */
function scriptEnd(bytes: Uint8Array, from: number, to: number): number {
  let escaped = false;
  let double = false;
  let dashes = 0;
  for (let at = from; at < to; at++) {
    const byte = bytes[at];
    if (byte === 0x2d) {
      dashes++;
      continue;
    }
    if (byte === 0x3e && dashes >= 2 && escaped) escaped = double = false;
    dashes = 0;
    if (byte !== 0x3c) continue;
    if (!escaped) {
      if (bytes[at + 1] === 0x21 && bytes[at + 2] === 0x2d && bytes[at + 3] === 0x2d) {
        escaped = true;
        dashes = 2;
        at += 3;
        continue;
      }
    } else if (!double && isWord(bytes, at + 1, 'script') && endsName(bytes[at + 7])) double = true;
    if (bytes[at + 1] === 0x2f && isWord(bytes, at + 2, 'script') && endsName(bytes[at + 8])) {
      if (!double) return at;
      double = false;
    }
  }
  return to;
}

/** The name is `href`, or begins with `ses`. */
function isWanted(bytes: Uint8Array, start: number, end: number): boolean {
  const first = (bytes[start] as number) | 0x20;
  if (first === 0x68) return end - start === 4 && isWord(bytes, start, 'href');
  return first === 0x73 && isWord(bytes, start, 'ses');
}

/** The attributes between a tag's name and its end. */
function attributesOf(bytes: Uint8Array, nameEnd: number, tagEnd: number): Attribute[] {
  const list: Attribute[] = [];
  const to = tagEnd - 1;
  let at = nameEnd;
  while (at < to && list.length < attributeLimit) {
    if ((kinds[bytes[at] as number] as number) & 2) {
      at++;
      continue;
    }
    const nameStart = at++;
    while (at < to && ((kinds[bytes[at] as number] as number) & 18) === 0) at++;
    const attribute: Attribute = { name: lower(bytes, nameStart, at), nameStart, nameEnd: at, valueStart: at, valueEnd: at, quote: '' };
    list.push(attribute);
    while (at < to && (kinds[bytes[at] as number] as number) & 1) at++;
    if (bytes[at] !== 0x3d || at >= to) continue;
    at++;
    while (at < to && (kinds[bytes[at] as number] as number) & 1 && bytes[at] !== controlByte) at++;
    const byte = bytes[at];
    if (at < to && (byte === 0x22 || byte === 0x27)) {
      attribute.quote = byte === 0x22 ? '"' : "'";
      attribute.valueStart = ++at;
      while (at < to && bytes[at] !== byte) at++;
      attribute.valueEnd = at++;
    } else {
      attribute.valueStart = at;
      while (at < to && ((kinds[bytes[at] as number] as number) & 4) === 0) at++;
      attribute.valueEnd = at;
    }
  }
  return list;
}

/** The first attribute of that name, which is the one HTML takes. */
export function attribute(tag: Tag, name: string): Attribute | undefined {
  return tag.attributes.find(each => each.name === name);
}

/**
 * Whether a tag is a hyperlink that a reader can follow: `a`, `area`, SVG's `a`, VML shapes and MJML's linking elements with an `href`.
 * @returns its first `href`, or undefined
 */
export function hyperlink(tag: Tag): Attribute | undefined {
  const { name } = tag;
  const links = name === 'a' || name === 'area' || name.startsWith('v:') || (name.startsWith('mj-') && !mjmlWithoutLink.has(name));
  return links ? attribute(tag, 'href') : undefined;
}
const mjmlWithoutLink = new Set(['mj-font', 'mj-include', 'mj-style', 'mj-raw']);
