/** The contract of a rule: a value that looks at one document and reports what will be lost. */

import type { UriCheck } from '../links/rfc3986.ts';
import type { Attribute, Scan, Tag } from '../links/scan.ts';
import type { Level } from './finding.ts';
import type { Sign } from './sign.ts';
import type { Part, Source } from './source/source.ts';
import type { Language, Meaning, Placeholder } from './templates/language.ts';
import type { Cause, Evidence, Verdict } from './verdict.ts';

/** Byte offsets into the part's bytes; the end is exclusive. */
export type Span = readonly [start: number, end: number];

/** One hyperlink as rules see it. */
export interface Link {
  tag: Tag;
  href: Attribute;
  /** The template tags inside the address, in order. */
  placeholders: readonly Placeholder[];
  verdict: Verdict;
  cause: Cause;
  reason: string;
  evidence: Evidence;
  /** Its number among the links SES would track, from 1; 0 for the others. */
  ordinal: number;
  /** What `RuleContext.address` has read. */
  address: Address | undefined;
}

/** A link's address as text. Most are judged by their bytes alone, so it is read when it is asked for. */
export interface Address {
  /** Decoded: character references resolved, template tags as written. */
  url: string;
  /** What is judged: `url` with each output tag replaced by `x` (a leading one by `http://x`), control tags by nothing. */
  judged: string;
  /** RFC 3986 on `judged`. */
  uri: UriCheck;
}

export interface Report {
  at: Span;
  /** What will be lost and what to write instead; no full stop at the end is needed, none is added. */
  message: string;
  /** Another level than the rule's own, for a milder or graver case (a rule of level info has none graver); a level set by the operator outranks it. */
  level?: Level;
  /** What to write in place of `fix.at`; only ASCII, and only where it cannot be wrong. */
  fix?: { at: Span; text: string };
}

export interface RuleContext {
  source: Source;
  /** The document being looked at; a rule is called once for each part of the source. */
  part: Part;
  language: Language;
  links: readonly Link[];
  /** The other tags: anything with an `href` or a `ses…` attribute, and forms. */
  scan: Scan;
  /** Every template tag, in order. */
  placeholders: readonly Placeholder[];
  /** The part's text between two byte offsets. */
  text(span: Span): string;
  /** What a template tag says: expression, filters, whether it percent-encodes. */
  meaning(placeholder: Placeholder): Meaning;
  address(link: Link): Address;
  /** Where `length` characters of a link's `judged` at `offset` stand in the part; a character reference or a template tag is one piece. */
  span(link: Link, offset: number, length: number): Span;
  report(report: Report): void;
}

export interface Rule {
  /** Also the name of its file, its page and its corpus folder. */
  id: string;
  /** At most a warning where AWS does not document the behaviour; `off` for rules that only a preset or a person turns on. */
  level: Level | 'off';
  /** One sentence: what is lost. */
  about: string;
  evidence: Evidence;
  /** What a document must show at least one of for the rule to find anything; it is not asked of any other. Absent: asked of every document. */
  when?: readonly Sign[];
  check(context: RuleContext): void;
}
