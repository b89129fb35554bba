/** Rewrites a message as SES does: links and the pixel of its HTML parts, and not one byte beside them. */
import { decodeHTMLAttribute } from 'entities/decode';
import { checkUri } from '../links/rfc3986.ts';
import { type Attribute, attribute, scan, type Tag } from '../links/scan.ts';
import { clickPath, openPath, signedPath } from '../links/tracked-link.ts';
import { type Part, readParts } from '../mail/parts.ts';
import { openTracker, unsubscribePlaceholder } from '../mail/ses-template.ts';
import { type Edit, openBody } from '../mail/transfer.ts';
import type { TrackingKey } from './tracking-key.ts';

/** How one message is to be tracked. */
export interface Tracking {
  clicks: boolean;
  /** `strip` takes the placeholder out and puts no pixel in: a send that says DISABLED. */
  opens: 'on' | 'off' | 'strip';
  host: string;
  /** The host is a domain of the operator's own. */
  isCustom: boolean;
  httpsPolicy: string;
  messageId: string;
  key: TrackingKey;
  /** Replaces `{{amazonSESUnsubscribeUrl}}`. */
  unsubscribeUrl?: string;
  /** AWS: with tracking on, SES garbles 8bit parts; seen by users, the exact damage is not documented. */
  garbles8bit?: boolean;
}

/** A link as it was wrapped. */
export interface WrappedLink {
  /** Where it leads. */
  url: string;
  /** As it stands in the mail. */
  tracked: string;
  tags: Record<string, string[]> | null;
}

export interface Rewritten {
  bytes: Uint8Array;
  links: WrappedLink[];
  /** The pixel's address, where one was put in. */
  pixel?: string;
}

/** AWS: at most 250 links of a message are tracked. AWS does not say what counts; here every link that would be wrapped does, duplicates too. */
export const linkLimit = 250;
const unsubscribeLimit = 2;

/**
 * @param raw the whole message, its headers as they will be delivered
 * @returns the message to deliver and what was wrapped in it, in document order
 */
export function rewrite(raw: Uint8Array, tracking: Tracking): Rewritten {
  const texts = [...textParts(readParts(raw))].map(part => {
    const body = openBody(raw.subarray(part.bodyStart, part.bodyEnd), part.encoding);
    return { part, body, text: Buffer.from(body.decoded).toString('latin1') };
  });
  const pages = texts.filter(({ part }) => part.type === 'text/html');
  const pixelPage = pages.find(({ text }) => text.includes(openTracker)) ?? pages[0];
  const count: Count = { links: [], ordinals: new Map(), unsubscribes: 0 };
  const pieces: Uint8Array[] = [];
  let at = 0;
  for (const one of texts) {
    const edits = editsOf(one.part.type === 'text/html', one.body.decoded, one.text, one === pixelPage, tracking, count);
    const isGarbled =
      tracking.garbles8bit === true && (tracking.clicks || tracking.opens === 'on') && !/^(base64|quoted-printable)$/.test(one.part.encoding);
    if (edits.length === 0 && !isGarbled) continue;
    const body = one.body.edit(edits);
    pieces.push(raw.subarray(at, one.part.bodyStart), isGarbled ? body.map(byte => (byte > 0x7f ? 0x3f : byte)) : body);
    at = one.part.bodyEnd;
  }
  pieces.push(raw.subarray(at));
  return { bytes: Buffer.concat(pieces), links: count.links, ...(count.pixel === undefined ? {} : { pixel: count.pixel }) };
}

/** The text parts SES may touch: no attachment, nothing under a signature or an encryption, nothing but text/html and text/plain. */
function* textParts(part: Part): Generator<Part> {
  // AWS does not say what it does to a message that its sender signed; a change would break the signature.
  if (/^(multipart\/(signed|encrypted)|application\/)/.test(part.type) || part.disposition === 'attachment') return;
  const isText = part.type === 'text/html' || part.type === 'text/plain';
  if (isText && !/^utf-?(16|32)/i.test(part.parameters['charset'] ?? '')) yield part;
  for (const each of part.parts) yield* textParts(each);
}

/** What is counted over all parts of one message. */
interface Count {
  links: WrappedLink[];
  ordinals: Map<string, number>;
  unsubscribes: number;
  pixel?: string;
}

/** @param text the decoded bytes, one character each. @returns edits in order, none overlapping */
function editsOf(isHtml: boolean, bytes: Uint8Array, text: string, takesPixel: boolean, tracking: Tracking, count: Count): Edit[] {
  const edits: Edit[] = [];
  if (isHtml && (tracking.clicks || tracking.opens !== 'off')) {
    const { tags, bodyEnd } = scan(bytes);
    if (tracking.clicks) for (const tag of tags) if (isAnchor(tag)) edits.push(...anchorEdits(tag, text, tracking, count));
    if (tracking.opens !== 'off') edits.push(...pixelEdits(text, takesPixel, bodyEnd, tracking, count));
  }
  edits.push(...unsubscribeEdits(text, tracking, count));
  edits.sort((a, b) => a.start - b.start);
  const apart: Edit[] = [];
  // A placeholder inside an attribute that goes is gone with it.
  for (const edit of edits) if (edit.start >= (apart.at(-1)?.end ?? 0)) apart.push(edit);
  return apart;
}

function anchorEdits(tag: Tag, text: string, tracking: Tracking, count: Count): Edit[] {
  const { clickTags, customPath, isUntracked, edits } = readSesAttributes(tag, text);
  const href = attribute(tag, 'href');
  const url = href === undefined || isUntracked ? undefined : trackable(text.slice(href.valueStart, href.valueEnd));
  if (href === undefined || url === undefined || count.links.length >= linkLimit) return edits;
  const ordinal = (count.ordinals.get(url) ?? 0) + 1;
  count.ordinals.set(url, ordinal);
  const tracked = wrap(url, ordinal, customPath, tracking);
  count.links.push({ url, tracked, tags: clickTags });
  return [...edits, { start: href.valueStart, end: href.valueEnd, text: href.quote === "'" ? tracked.replaceAll("'", '&#39;') : tracked }];
}

function wrap(url: string, ordinal: number, customPath: string | undefined, { isCustom, host, httpsPolicy, key, messageId }: Tracking): string {
  // AWS does not say what `ses:custom-path` does on the default host; it exists for domains of one's own.
  const marker = !isCustom ? 'L0' : customPath === undefined ? 'CL0' : 'CL1';
  const path = clickPath({ marker, ...(customPath === undefined ? {} : { customPath }), target: url, ordinal, messageId });
  const scheme = httpsPolicy === 'REQUIRE' || /^https/i.test(url) ? 'https' : 'http';
  return `${scheme}://${host}${signedPath(path, key.sign(path), key.keyId)}`;
}

/** AWS: a second placeholder is silently taken out of a plain send. */
function pixelEdits(text: string, takesPixel: boolean, bodyEnd: number, tracking: Tracking, count: Count): Edit[] {
  const edits: Edit[] = occurrences(text, openTracker).map(start => ({ start, end: start + openTracker.length, text: '' }));
  if (tracking.opens !== 'on' || !takesPixel) return edits;
  const { isCustom, host, httpsPolicy, key, messageId } = tracking;
  const path = openPath({ marker: isCustom ? 'CI0' : 'I0', messageId });
  // AWS: the pixel of a domain of one's own is http unless the policy says otherwise; on the default host https has been seen.
  const scheme = isCustom && !httpsPolicy.startsWith('REQUIRE') ? 'http' : 'https';
  count.pixel = `${scheme}://${host}${signedPath(path, key.sign(path), key.keyId)}`;
  const image = `<img alt="" src="${count.pixel}" style="display: none; width: 1px; height: 1px;">`;
  const [first, ...others] = edits;
  if (first !== undefined) return [{ ...first, text: image }, ...others];
  // AWS does not say where the pixel goes without `</body>`; here it goes to the end.
  const place = bodyEnd < 0 ? text.length : bodyEnd;
  return [{ start: place, end: place, text: image }];
}

/** AWS: at most two a message. It does not say what happens to a third; here it stays as it is. */
function unsubscribeEdits(text: string, { unsubscribeUrl }: Tracking, count: Count): Edit[] {
  if (unsubscribeUrl === undefined) return [];
  const places = occurrences(text, unsubscribePlaceholder).slice(0, unsubscribeLimit - count.unsubscribes);
  count.unsubscribes += places.length;
  return places.map(start => ({ start, end: start + unsubscribePlaceholder.length, text: unsubscribeUrl }));
}

/** AWS speaks of anchor tags; of SVG's, of conditional comments and of area it says nothing, and they stay as they are. */
function isAnchor(tag: Tag): boolean {
  return tag.name === 'a' && !tag.foreign && tag.context === 'page';
}

/** The address if SES would track it: http or https, RFC 3986 to the letter once entities are read. AWS: anything else stays as it is. */
function trackable(value: string): string | undefined {
  const url = decodeHTMLAttribute(value);
  const { kind, parts } = checkUri(url);
  const isWeb = parts.scheme === 'http' || parts.scheme === 'https';
  return kind === 'valid' && isWeb && parts.host !== undefined && parts.host[1] > parts.host[0] ? url : undefined;
}

interface SesAttributes {
  isUntracked: boolean;
  clickTags: Record<string, string[]> | null;
  customPath: string | undefined;
  /** Takes the attributes out, each with the white space before it. */
  edits: Edit[];
}

function readSesAttributes(tag: Tag, text: string): SesAttributes {
  const edits: Edit[] = [];
  for (const each of tag.attributes) {
    if (!/^ses:(no-track|tags|custom-path)$/.test(each.name)) continue;
    let start = each.nameStart;
    while (/[\t\n\f\r ]/.test(text[start - 1] ?? '')) start--;
    edits.push({ start, end: each.valueEnd + (each.quote === '' ? 0 : 1), text: '' });
  }
  const value = (found: Attribute | undefined) => (found === undefined ? '' : decodeHTMLAttribute(text.slice(found.valueStart, found.valueEnd)));
  // AWS: 1 to 32 of these characters; anything else silently falls back to CL0.
  const customPath = /^[A-Za-z0-9._-]{1,32}$/.exec(value(attribute(tag, 'ses:custom-path')))?.[0];
  return {
    isUntracked: attribute(tag, 'ses:no-track') !== undefined,
    clickTags: readTags(value(attribute(tag, 'ses:tags'))),
    customPath,
    edits,
  };
}

/** `key:value;key:value;`. AWS does not say what an illegal character does; here that pair is dropped. */
function readTags(value: string): Record<string, string[]> | null {
  const tags: Record<string, string[]> = Object.create(null);
  for (const match of value.matchAll(/(?:^|;)\s*([A-Za-z0-9_-]+)\s*:\s*([A-Za-z0-9_-]+)\s*(?=;|$)/g)) {
    const [, key = '', tag = ''] = match;
    tags[key] = [...(tags[key] ?? []), tag];
  }
  return Object.keys(tags).length === 0 ? null : { ...tags };
}

function occurrences(text: string, wanted: string): number[] {
  const places: number[] = [];
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) places.push(at);
  return places;
}
