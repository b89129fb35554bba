/** Signs of a document: what in it a rule may have something to say about, gathered while its links are judged. */
import type { Cause } from './verdict.ts';

export type Sign =
  | Cause
  /** A link inside a link, without quotes, or with a second `href`. */
  | 'odd-markup'
  /** An address with `%25` or a user name in it, or a very long one. */
  | 'odd-address'
  /** An attribute beyond those that HTML mail is made of, on a tag that `Scan.tags` has: all of SES's own, and what looks like them. */
  | 'odd-attribute'
  /** A template tag in an address. */
  | 'tag-in-address'
  /** A link in a conditional comment. */
  | 'link-in-comment'
  | 'form'
  /** An address in the text. */
  | 'text-url'
  /** One of SES's own placeholders. */
  | 'mark'
  /** Sent as 8bit. */
  | 'eight-bit'
  /** With what SES adds, perhaps too large for Gmail. */
  | 'heavy';

const signs: readonly Sign[] = [
  'ok',
  'empty',
  'no-track',
  'no-track-value',
  'inert',
  'not-rfc3986',
  'outer-space',
  'fragment',
  'protocol-relative',
  'relative',
  'scheme',
  'no-host',
  'placeholder-whole',
  'placeholder-part',
  'conditional-comment',
  'not-an-anchor',
  'base-url',
  'bad-tags',
  'over-limit',
  'odd-markup',
  'odd-address',
  'odd-attribute',
  'tag-in-address',
  'link-in-comment',
  'form',
  'text-url',
  'mark',
  'eight-bit',
  'heavy',
];

/** Each sign as one bit, so that a document's signs are one number. */
export const bitOf = Object.fromEntries(signs.map((sign, at) => [sign, 1 << at])) as Record<Sign, number>;
/** What every document shows. */
export const always = 1 << signs.length;

/** The signs of which a rule waits for one, as bits. @param when as `Rule.when` */
export const bitsOf = (when: readonly Sign[] | undefined): number => when?.reduce((bits, sign) => bits | bitOf[sign], 0) ?? always;
