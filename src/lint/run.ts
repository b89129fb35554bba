/** Lints one source: its parts are scanned, its links judged, the rules asked, and what they say is placed and sorted. Pure. */
import { type Scan, scan } from '../links/scan.ts';
import { spanInAddress } from './address.ts';
import type { ByteFix, FileReport, Finding, LinkReport } from './finding.ts';
import { type Ignore, ignoresOf } from './ignore.ts';
import { addressOf, linksOf, type Text } from './link.ts';
import { type Places, placesOf } from './places.ts';
import type { Link, Report, Rule, RuleContext } from './rule.ts';
import { isHeavy } from './rules/gmail-clipping.ts';
import { unusedIgnore } from './rules/unused-ignore.ts';
import type { LevelOf } from './settings.ts';
import { bitOf, bitsOf } from './sign.ts';
import type { Part, Source } from './source/source.ts';
import { mayHaveMark } from './spot.ts';
import { type Language, type LanguageId, type Meaning, type Placeholder, tagLimit } from './templates/language.ts';
import { mask } from './templates/mask.ts';
import { languages } from './templates/registry.ts';

export interface RunOptions {
  rules: readonly Rule[];
  levelOf: LevelOf;
  /** Also list every link; costs its place in the file. */
  listLinks?: boolean;
  /** Leaves out findings of level info, whose rules then need not be asked. */
  withoutInfo?: boolean;
}

/** More links than this no document is linted with: memory stays bounded, and SES tracks 250. */
export const linkLimit = 100_000;

const nothing: Scan = { tags: [], bodyEnd: -1, textUrls: [], notes: [], truncated: false };
const markup = new Set(['text/html', 'text/x-amp-html']);

interface Said {
  rule: Rule;
  report: Report;
}

/**
 * @param source as `readSource` made it
 * @returns the report; `unlintable` where a part has more than `linkLimit` links or `tagLimit` template tags
 */
export function lintSource(source: Source, options: RunOptions): FileReport {
  const report: FileReport = { file: source.name, links: [], findings: [], fixes: [] };
  for (const part of source.parts) {
    const refusal = lintPart(source, part, options, report);
    if (refusal !== undefined) return { file: source.name, links: [], findings: [], fixes: [], unlintable: refusal };
  }
  return report;
}

/** Why the part cannot be linted, if it cannot. */
function lintPart(source: Source, part: Part, options: RunOptions, into: FileReport): string | undefined {
  const { rules, levelOf, listLinks = false, withoutInfo = false } = options;
  const { bytes } = part;
  const language = languages[part.language];
  const placeholders = part.untagged === true ? [] : language.tags(bytes);
  if (placeholders.length > tagLimit) return `it has more than ${tagLimit} template tags`;
  const masked = mask(bytes, placeholders);
  const found = markup.has(part.media) ? scan(masked, linkLimit) : nothing;
  if (found.truncated) return `it has more than ${linkLimit} links`;
  const text: Text = { source: bytes, masked, tags: placeholders };
  const { links, signs: shown } = linksOf(text, found);
  const signs = shown | signsOf(part, placeholders, links);
  const silenced = ignores(bytes, found, placeholders, rules);
  // Where something is silenced even advice is asked for: only so is it known which comment silences nothing.
  const { asks, bits } = asksOf(options, silenced.length > 0);
  const said = (signs & bits) === 0 ? [] : ask(asks, signs, source, part, text, links, found);

  const kept = silence(said, silenced);
  if (kept.length === 0 && !listLinks) return undefined;
  const places = placesOf(source, part);
  if (listLinks) for (const link of links) into.links.push(linkReport(link, (link.address ?? addressOf(text, link.href)).url, places));
  kept.sort((a, b) => a.report.at[0] - b.report.at[0] || (a.rule.id < b.rule.id ? -1 : a.rule.id > b.rule.id ? 1 : 0));
  let last: Said | undefined;
  for (const each of kept) {
    // A tag with an address in each branch of a template is asked about once for each.
    if (last !== undefined && isSame(last, each)) continue;
    last = each;
    const { rule, report } = each;
    const level = levelOf(rule, report.level);
    if (level === 'off' || (level === 'info' && withoutInfo)) continue;
    const finding: Finding = { rule: rule.id, level, ...places.at(report.at), message: report.message };
    const fix = report.fix === undefined ? undefined : places.fix(report.fix.at, report.fix.text);
    if (fix !== undefined) {
      finding.fix = fix.fix;
      addFix(into.fixes, { rule: rule.id, ...fix.bytes });
    }
    into.findings.push(finding);
  }
  return undefined;
}

const isSame = (one: Said, other: Said): boolean =>
  one.rule === other.rule && one.report.at[0] === other.report.at[0] && one.report.message === other.report.message;

/** What a part shows beside its links, as bits. */
function signsOf({ bytes, language, transferEncoding }: Part, placeholders: readonly Placeholder[], links: readonly Link[]): number {
  let signs = 0;
  if (mayHaveMark(bytes, placeholders, languages[language])) signs |= bitOf.mark;
  if (transferEncoding === '8bit' || transferEncoding === 'binary') signs |= bitOf['eight-bit'];
  if (isHeavy(bytes.length, links.length)) signs |= bitOf.heavy;
  return signs;
}

/** What the rules have to say of a part. */
function ask(asks: readonly Ask[], signs: number, source: Source, part: Part, text: Text, links: readonly Link[], found: Scan): Said[] {
  const { bytes } = part;
  const language = languages[part.language];
  const said: Said[] = [];
  let asked: Rule | undefined;
  const context: RuleContext = {
    source,
    part,
    language,
    links,
    scan: found,
    placeholders: text.tags,
    text: ([start, end]) => bytes.toString('utf8', start, end),
    meaning: ({ start, end }) => meaningOf(language, bytes.toString('utf8', start, end)),
    address: link => {
      link.address ??= addressOf(text, link.href);
      return link.address;
    },
    span: ({ href }, offset, length) => spanInAddress(bytes, text.masked, text.tags, [href.valueStart, href.valueEnd], offset, length),
    report: report => {
      if (asked !== undefined) said.push({ rule: asked, report });
    },
  };
  for (const { rule, bits } of asks) {
    if ((signs & bits) === 0) continue;
    asked = rule;
    rule.check(context);
  }
  return said;
}

/** What tags mean, by language and text: templates say the same ones again and again. */
const meanings = new Map<LanguageId, Map<string, Meaning>>();
const meaningLimit = 1000;

function meaningOf(language: Language, text: string): Meaning {
  let known = meanings.get(language.id);
  if (known === undefined || known.size >= meaningLimit) {
    known = new Map();
    meanings.set(language.id, known);
  }
  let meaning = known.get(text);
  if (meaning === undefined) {
    meaning = language.meaning(text);
    known.set(text, meaning);
  }
  return meaning;
}

interface Ask {
  rule: Rule;
  /** The signs it waits for. */
  bits: number;
}

interface Plan {
  asks: readonly Ask[];
  /** The signs that any of them waits for. */
  bits: number;
}

/** The rules to ask under each set of options, without and with those that only advise. */
const plans = new WeakMap<RunOptions, { loud: Plan; all: Plan }>();
function asksOf(options: RunOptions, evenInfo: boolean): Plan {
  let both = plans.get(options);
  if (both === undefined) {
    const isAsked = (rule: Rule, info: boolean): boolean => {
      const level = options.levelOf(rule);
      return level !== 'off' && (info || level !== 'info');
    };
    const plan = (info: boolean): Plan => {
      const asks = options.rules.filter(rule => isAsked(rule, info)).map(rule => ({ rule, bits: bitsOf(rule.when) }));
      return { asks, bits: asks.reduce((all, { bits }) => all | bits, 0) };
    };
    both = { loud: plan(options.withoutInfo !== true), all: plan(true) };
    plans.set(options, both);
  }
  return evenInfo ? both.all : both.loud;
}

const noIgnores: Ignore[] = [];
function ignores(bytes: Buffer, { notes }: Scan, placeholders: readonly Placeholder[], rules: readonly Rule[]): Ignore[] {
  if (notes.length === 0 && !placeholders.some(({ kind }) => kind === 'comment')) return noIgnores;
  return ignoresOf(bytes, notes, placeholders, word => rules.some(({ id }) => id === word));
}

/** What no ignore comment covers, and a word on each comment that covered nothing. */
function silence(said: Said[], list: readonly Ignore[]): Said[] {
  if (list.length === 0) return said;
  const used = new Set<Ignore>();
  const kept = said.filter(({ rule, report }) => {
    let silenced = false;
    for (const ignore of list) {
      if (report.at[0] < ignore.covers[0] || report.at[0] >= ignore.covers[1]) continue;
      if (ignore.rules.length === 0 ? ignore.unknown.length > 0 : !ignore.rules.includes(rule.id)) continue;
      used.add(ignore);
      silenced = true;
    }
    return !silenced;
  });
  for (const ignore of list) {
    const [stranger] = ignore.unknown;
    const message =
      stranger !== undefined
        ? stranger.startsWith('ses-track-ignore')
          ? `"${stranger.slice(0, 60)}" is no comment that lint knows. Write ses-track-ignore or ses-track-ignore-next`
          : `there is no rule "${stranger.slice(0, 60)}" to ignore. Name a rule as ses-track lint --rules lists them`
        : used.has(ignore)
          ? undefined
          : 'this ignore comment silences nothing. Delete it, or it will hide the next mistake';
    if (message !== undefined) kept.push({ rule: unusedIgnore, report: { at: ignore.at, message } });
  }
  return kept;
}

function linkReport({ href, tag, verdict, reason, cause, evidence }: Link, url: string, places: Places): LinkReport {
  const place = places.at([href.valueStart, href.valueEnd]);
  return { ...place, raw: places.raw([href.valueStart, href.valueEnd], place), url, element: tag.name, verdict, reason, cause, evidence };
}

/** Keeps fixes apart: one that overlaps an earlier one waits for the next run. */
function addFix(fixes: ByteFix[], fix: ByteFix): void {
  const last = fixes[fixes.length - 1];
  if (last === undefined || fix.start >= last.end) fixes.push(fix);
}
