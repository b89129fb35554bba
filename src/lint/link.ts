/** Makes the links of one document: each hyperlink's address read as far as its verdict needs it, judged, the 250 counted. */
import { hasPercent25, ordinaryAddress } from '../links/ordinary.ts';
import { checkUri, type UriCheck } from '../links/rfc3986.ts';
import { type Attribute, hyperlink, type Scan, type Tag } from '../links/scan.ts';
import { firstTag, readValue, type Value } from './address.ts';
import { baseUrls } from './navbar.ts';
import type { Address, Link } from './rule.ts';
import { always, bitOf } from './sign.ts';
import type { Placeholder } from './templates/language.ts';
import { type Around, type Judged, judge, ok, overLimit, trackedLinkLimit } from './verdict.ts';

/** A document's bytes, the same with template tags masked (what `scan` read), and every template tag, in order. */
export interface Text {
  source: Buffer;
  masked: Buffer;
  tags: readonly Placeholder[];
}

/** Stands for any address that `ordinaryAddress` takes: no verdict depends on more. */
const ordinary: Judged = { uri: checkUri('https://x'), judged: 'https://x', data: 'none' };
const ordinaryPart: Judged = { ...ordinary, data: 'part' };
const ordinaryWhole: Judged = { ...ordinary, data: 'whole' };
const noPlaceholders: readonly Placeholder[] = [];
/** An address longer than this is odd; what is too long for the front is longer by far. */
const longBytes = 2000;

/** @returns the hyperlinks in document order, and the signs that they and the other tags show, as bits */
export function linksOf(text: Text, { tags, textUrls }: Scan): { links: Link[]; signs: number } {
  const links: Link[] = [];
  const { tags: all } = text;
  let signs = textUrls.length > 0 ? always | bitOf['text-url'] : always;
  let tracked = 0;
  let nextTag = 0;
  const around: Around = { value: each => valueAt(text, each).text, hasBaseUrl: baseUrls(text.masked) };
  for (const tag of tags) {
    const isOdd = hasOddAttribute(tag);
    if (isOdd) signs |= oddAttribute;
    let href = hyperlink(tag);
    if (href === undefined) {
      if (tag.name === 'form') signs |= form;
      continue;
    }
    const hasOther = hasSecond(tag, href);
    if (tag.nested || href.quote === '' || hasOther) signs |= oddMarkup;
    if (tag.context === 'conditional-comment') signs |= linkInComment;
    // Of the branches of a template readers get one: together they are one of the links that SES counts.
    let ordinal = 0;
    for (; href !== undefined; href = hasOther ? inNextBranch(tag, href, all) : undefined) {
      if (href.valueEnd - href.valueStart > longBytes) signs |= oddAddress;
      while (nextTag < all.length && (all[nextTag] as Placeholder).start < href.valueStart) nextTag++;
      const placeholders = placeholdersIn(all, nextTag, href);
      if (placeholders.length > 0) signs |= tagInAddress;
      let address: Read | undefined;
      let judgement = ok;
      const known = ordinaryAddress(text.masked, href.valueStart, href.valueEnd);
      if (known !== 0) {
        if ((known & hasPercent25) !== 0) signs |= oddAddress;
        if (placeholders.length > 0) judgement = judge(tag, fills(href, placeholders) ? ordinaryWhole : ordinaryPart, around);
        else if (isOdd || tag.context !== 'page' || tag.foreign || tag.name !== 'a') judgement = judge(tag, ordinary, around);
      } else {
        address = readAddress(text, href);
        signs |= address.signs;
        judgement = judge(tag, address, around);
      }
      if (judgement === ok && ordinal === 0) ordinal = ++tracked;
      const { verdict, cause, reason, evidence } = judgement === ok && ordinal > trackedLinkLimit ? overLimit : judgement;
      signs |= bitOf[cause];
      links.push({ tag, href, placeholders, verdict, cause, reason, evidence, ordinal: judgement === ok ? ordinal : 0, address });
    }
  }
  return { links, signs };
}

const oddAttribute = bitOf['odd-attribute'];
const oddMarkup = bitOf['odd-markup'];
const oddAddress = bitOf['odd-address'];
const linkInComment = bitOf['link-in-comment'];
const tagInAddress = bitOf['tag-in-address'];
const { form } = bitOf;

/**
 * The next `href` of a tag that a template writes instead: `{% if a %}href="…"{% else %}href="…"{% endif %}`. A control tag stands before
 * the first one, which then is not always there, and another one between the two.
 */
function inNextBranch({ start, attributes }: Tag, href: Attribute, tags: readonly Placeholder[]): Attribute | undefined {
  if (!hasControl(tags, start, href.nameStart)) return undefined;
  for (let i = attributes.indexOf(href) + 1; i < attributes.length; i++) {
    const each = attributes[i] as Attribute;
    if (each.name === 'href' && hasControl(tags, href.valueEnd, each.nameStart)) return each;
  }
  return undefined;
}

function hasControl(tags: readonly Placeholder[], from: number, to: number): boolean {
  for (let at = firstTag(tags, from); at < tags.length && (tags[at] as Placeholder).start < to; at++) if (tags[at]?.kind === 'control') return true;
  return false;
}

/** The template tags inside a value. @param from the first that does not begin before it */
function placeholdersIn(tags: readonly Placeholder[], from: number, { valueEnd }: Attribute): readonly Placeholder[] {
  let to = from;
  while (to < tags.length && (tags[to] as Placeholder).start < valueEnd) to++;
  return to === from ? noPlaceholders : tags.slice(from, to);
}

/** The template tags are all there is of a value. */
function fills({ valueStart, valueEnd }: Attribute, placeholders: readonly Placeholder[]): boolean {
  let length = 0;
  for (const { start, end } of placeholders) length += end - start;
  return length >= valueEnd - valueStart;
}

/** The address of a link whose verdict did not need it. */
export const addressOf = (text: Text, href: Attribute): Address => addressFrom(valueAt(text, href));

const valueAt = ({ source, masked, tags }: Text, { valueStart, valueEnd }: Attribute): Value => readValue(source, masked, tags, valueStart, valueEnd);

/** An address with all that its verdict depends on, and the signs it shows. */
interface Read extends Address, Judged {
  signs: number;
}

/** Addresses without template tags, by their text: what a designer left, and what a company writes into each of its mails. */
const seen = new Map<string, Read>();
const seenLimit = 1000;
const seenLength = 200;

/** Reads an address; one that was seen before is not checked again. */
function readAddress(text: Text, href: Attribute): Read {
  const value = valueAt(text, href);
  if (value.isTagged || value.text.length > seenLength) return addressFrom(value);
  let address = seen.get(value.text);
  if (address === undefined) {
    address = addressFrom(value);
    if (seen.size >= seenLimit) seen.clear();
    seen.set(value.text, address);
  }
  return address;
}

function addressFrom(value: Value): Read {
  const { text: url, judged, branches } = value;
  const uri = checkAddress(value);
  const { authority, host } = uri.parts;
  const signs = authority?.[0] !== host?.[0] || judged.includes('%25') ? oddAddress : 0;
  return { url, judged, uri, data: branches && value.data === 'none' ? 'part' : value.data, signs };
}

/** RFC 3986 on an address; where branches of a template stand side by side, only what is wrong in any branch counts. */
function checkAddress({ judged, branches, data }: Value): UriCheck {
  const check = checkUri(judged);
  if (check.kind !== 'invalid' || (!branches && data === 'none')) return check;
  const faults = check.faults.filter(({ what, text, offset }) =>
    // In a port, the x that stands for data is a number.
    what === 'port'
      ? !branches && /[^\dx]/.test(text)
      : !branches || (what !== 'at-sign' && what !== 'scheme' && text !== '#' && !/^\s+https?:\/\//i.test(judged.slice(offset, offset + 200))),
  );
  if (faults.length === check.faults.length) return check;
  if (faults.length > 0) return { ...check, faults };
  return { ...check, faults, kind: check.parts.scheme === undefined ? 'relative-ref' : 'valid' };
}

/** Attributes that links are made of; nothing of SES's, or meant to be, begins with another letter than `letters` below. */
const usual = new Set(
  'align alt aria-label arcsize class color coords css-class data-nolink data-saferedirecturl data-linkindex name shape src stroke strokecolor strokeweight style xmlns:o xmlns:v xmlns:w'.split(
    ' ',
  ),
);
const letters = new Uint8Array(256);
for (const letter of 'acdmnsx') letters[letter.charCodeAt(0)] = 1;

function hasOddAttribute({ attributes }: Tag): boolean {
  for (let i = 0; i < attributes.length; i++) {
    const { name } = attributes[i] as Attribute;
    if (letters[name.charCodeAt(0)] === 1 && !usual.has(name)) return true;
  }
  return false;
}

function hasSecond({ attributes }: Tag, href: Attribute): boolean {
  for (let i = attributes.length - 1; i >= 0; i--) {
    const each = attributes[i] as Attribute;
    if (each === href) return false;
    if (each.name === 'href') return true;
  }
  return false;
}
