/** Says of one link whether SES will track it, why, and how we know. */
import type { UriCheck } from '../links/rfc3986.ts';
import { type Attribute, attribute, type Tag } from '../links/scan.ts';

export type Verdict = 'tracked' | 'untracked' | 'depends';
export type Evidence = 'AWS documented' | 'RFC 3986' | 'HTML standard' | 'undocumented';

/** A stable word for each reason; rules and machines read it, people read the sentence. */
export type Cause =
  | 'ok'
  | 'empty'
  | 'no-track'
  | 'no-track-value'
  | 'inert'
  | 'not-rfc3986'
  | 'outer-space'
  | 'fragment'
  | 'protocol-relative'
  | 'relative'
  | 'scheme'
  | 'no-host'
  | 'placeholder-whole'
  | 'placeholder-part'
  | 'conditional-comment'
  | 'not-an-anchor'
  | 'base-url'
  | 'bad-tags'
  | 'over-limit';

export interface Judgement {
  verdict: Verdict;
  cause: Cause;
  reason: string;
  evidence: Evidence;
}

/** AWS: at most 250 links of a message are tracked. https://docs.aws.amazon.com/ses/latest/dg/faqs-metrics.html */
export const trackedLinkLimit = 250;

const say = (verdict: Verdict, cause: Cause, evidence: Evidence, reason: string): Judgement => ({ verdict, cause, reason, evidence });

const judgements = {
  ok: say('tracked', 'ok', 'AWS documented', 'absolute http(s) address by RFC 3986'),
  empty: say('untracked', 'empty', 'undocumented', 'the address is empty'),
  noTrack: say('untracked', 'no-track', 'AWS documented', 'ses:no-track asks SES to leave it alone'),
  noTrackValue: say('depends', 'no-track-value', 'undocumented', 'ses:no-track is there, but its value says the opposite'),
  inert: say('untracked', 'inert', 'HTML standard', 'it stands in a template element, which no mail client shows'),
  notRfc: say('untracked', 'not-rfc3986', 'AWS documented', 'the address is not RFC 3986, so SES leaves it as it is'),
  outerSpace: say('depends', 'outer-space', 'undocumented', 'only white space around the address breaks RFC 3986'),
  fragment: say('untracked', 'fragment', 'undocumented', 'it jumps inside the message'),
  protocolRelative: say('untracked', 'protocol-relative', 'undocumented', 'the address has no scheme, and a mail has no page to take it from'),
  relative: say('untracked', 'relative', 'undocumented', 'the address is relative, and a mail has no base'),
  noHost: say('depends', 'no-host', 'RFC 3986', 'the address names no host'),
  whole: say('depends', 'placeholder-whole', 'undocumented', 'the data decides where it leads'),
  part: say('depends', 'placeholder-part', 'AWS documented', 'part of the address comes from data, which must be percent-encoded'),
  comment: say('depends', 'conditional-comment', 'undocumented', 'only Outlook reads a conditional comment; AWS does not say whether SES does'),
  notAnchor: say('depends', 'not-an-anchor', 'undocumented', 'AWS speaks of anchor tags; whether SES rewrites this element is not documented'),
  baseUrl: say('depends', 'base-url', 'undocumented', 'MJML puts the base-url of its mj-navbar in front of it'),
  badTags: say('depends', 'bad-tags', 'undocumented', 'ses:tags is not key:value; what SES does then is not documented'),
  overLimit: say('untracked', 'over-limit', 'AWS documented', `SES tracks at most ${trackedLinkLimit} links of a message`),
} satisfies Record<string, Judgement>;

const schemeJudgements = new Map<string, Judgement>();
/** One judgement a scheme, kept, so that a million mailto links cost one object. */
function notHttp(scheme: string): Judgement {
  let judgement = schemeJudgements.get(scheme);
  if (judgement === undefined) {
    judgement = say('untracked', 'scheme', 'undocumented', `the scheme ${scheme.slice(0, 40)}: is not http or https`);
    if (schemeJudgements.size < 100) schemeJudgements.set(scheme, judgement);
  }
  return judgement;
}

const tagsForm = /^\s*[0-9A-Za-z_-]+\s*:\s*[0-9A-Za-z_-]+\s*$/;
/** AWS: `ses:tags="key:value;key:value;"`, letters, digits, - and _. https://docs.aws.amazon.com/ses/latest/dg/faqs-metrics.html */
export function areTags(value: string): boolean {
  const pairs = value.split(';');
  if (pairs[pairs.length - 1]?.trim() === '') pairs.pop();
  return pairs.length > 0 && pairs.every(pair => tagsForm.test(pair));
}

/** The address of one link, as far as its verdict depends on it. */
export interface Judged {
  uri: UriCheck;
  judged: string;
  /** Whether data is no part, a part or the whole of it. */
  data: 'none' | 'part' | 'whole';
}

/** What the caller knows of the document. */
export interface Around {
  /** The value of an attribute. */
  value(attribute: Attribute): string;
  /** Whether the navbar of a link has a base-url; asked for relative links of navbars alone, in document order. */
  hasBaseUrl(tag: Tag): boolean;
}

/**
 * The verdict on one link, before the 250 are counted.
 * @returns one of a fixed set of judgements
 * AWS: ses:no-track, RFC 3986 and anchors are documented; what the FAQ is silent on is `undocumented`. https://docs.aws.amazon.com/ses/latest/dg/faqs-metrics.html
 */
export function judge(tag: Tag, { uri, judged, data }: Judged, { value, hasBaseUrl }: Around): Judgement {
  if (tag.context === 'template') return judgements.inert;
  // MJML drops what its own elements do not list, so there the attribute never reaches SES.
  const isMjml = tag.name.startsWith('mj-');
  const noTrack = isMjml ? undefined : attribute(tag, 'ses:no-track');
  if (noTrack !== undefined) return /^(?:false|off|no|0)$/i.test(value(noTrack).trim()) ? judgements.noTrackValue : judgements.noTrack;
  if (data === 'whole') return judgements.whole;
  const { scheme, authority, host } = uri.parts;
  if (uri.kind === 'empty') return judgements.empty;
  if (uri.kind === 'invalid') {
    if (/^\s*https?:/i.test(judged) && isOnlyOuterSpace(uri, judged)) return judgements.outerSpace;
    return judgements.notRfc;
  }
  if (scheme === undefined) {
    if (authority !== undefined) return judgements.protocolRelative;
    if (tag.name === 'mj-navbar-link' && hasBaseUrl(tag)) return judgements.baseUrl;
    return judged.startsWith('#') ? judgements.fragment : judgements.relative;
  }
  if (scheme !== 'http' && scheme !== 'https') {
    // `{% if a %}https{% else %}http{% endif %}://`: the branches of a template stand side by side.
    return data === 'part' && isBranched(scheme) ? judgements.part : notHttp(scheme);
  }
  if (host === undefined || host[0] === host[1]) return judgements.noHost;
  if (data === 'part') return judgements.part;
  if (tag.context === 'conditional-comment') return judgements.comment;
  if (tag.foreign || !(tag.name === 'a' || isMjml)) return judgements.notAnchor;
  const tags = attribute(tag, 'ses:tags');
  if (tags !== undefined && !areTags(value(tags))) return judgements.badTags;
  return judgements.ok;
}

const isBranched = (scheme: string): boolean => /^https?[^:]|[^:]https?$/.test(scheme);

/** Every fault is white space at either end. */
function isOnlyOuterSpace(uri: UriCheck, text: string): boolean {
  const start = text.length - text.trimStart().length;
  const end = text.trimEnd().length;
  return start < end && uri.faults.every(({ offset, what }) => what === 'space' && (offset < start || offset >= end));
}

/** The verdict on a link that is all it should be. */
export const ok: Judgement = judgements.ok;
/** The verdict on a link that comes after the 250th tracked one. */
export const overLimit: Judgement = judgements.overLimit;
