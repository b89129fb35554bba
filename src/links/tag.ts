/** A start tag with its attributes by offset, and whether it is a hyperlink. */
import { controlByte, endsName, endsValue, equals, kinds, lower, next, space } from './bytes.ts';

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

/** Attributes kept of one tag; the rest is walked over. */
const attributeLimit = 1000;

/** Filled anew for each tag: a list that grows by itself takes room for seventeen, and most tags have three. */
const found: Attribute[] = [];

/** The attributes between a tag's name and its end. */
export function attributesOf(bytes: Uint8Array, view: DataView, nameEnd: number, tagEnd: number): Attribute[] {
  let count = 0;
  const to = tagEnd - 1;
  let at = nameEnd;
  while (at < to && count < attributeLimit) {
    if ((kinds[bytes[at] as number] as number) & endsName) {
      at++;
      continue;
    }
    const nameStart = at++;
    while (at < to && ((kinds[bytes[at] as number] as number) & (endsName | equals)) === 0) at++;
    const attribute: Attribute = { name: lower(bytes, nameStart, at), nameStart, nameEnd: at, valueStart: at, valueEnd: at, quote: '' };
    found[count++] = attribute;
    while (at < to && (kinds[bytes[at] as number] as number) & space) at++;
    if (bytes[at] !== 0x3d) continue;
    at++;
    while (at < to && (kinds[bytes[at] as number] as number) & space && bytes[at] !== controlByte) at++;
    const byte = bytes[at];
    if (byte === 0x22 || byte === 0x27) {
      attribute.quote = byte === 0x22 ? '"' : "'";
      attribute.valueStart = ++at;
      at = next(view, byte, at, to);
      attribute.valueEnd = at++;
    } else {
      attribute.valueStart = at;
      while (at < to && ((kinds[bytes[at] as number] as number) & endsValue) === 0) at++;
      attribute.valueEnd = at;
    }
  }
  return found.slice(0, count);
}

/** The first attribute of that name, which is the one HTML takes. */
export function attribute(tag: Tag, name: string): Attribute | undefined {
  for (const each of tag.attributes) if (each.name === name) return each;
  return undefined;
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
