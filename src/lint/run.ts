/** Lints one source: its parts are scanned, its links judged, the rules asked, and what they say is placed and sorted. Pure. */
import { type Scan, scan } from '../links/scan.ts';
import { spanInAddress } from './address.ts';
import type { ByteFix, FileReport, Finding, LinkReport } from './finding.ts';
import { type Ignore, ignoresOf } from './ignore.ts';
import { addressOf, linksOf, type Text } from './link.ts';
import { type Places, placesOf } from './places.ts';
import type { Link, Report, Rule, RuleContext } from './rule.ts';
import { unusedIgnore } from './rules/unused-ignore.ts';
import type { LevelOf } from './settings.ts';
import { bitOf, bitsOf } from './sign.ts';
import type { Part, Source } from './source/source.ts';
import { mayHaveMark } from './spot.ts';
import { type Placeholder, tagLimit } from './templates/language.ts';
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
  const signs = mayHaveMark(bytes, placeholders, language) ? shown | bitOf.mark : shown;

  const silenced = ignores(bytes, found, placeholders, rules);
  const said: Said[] = [];
  let asked: Rule | undefined;
  const context: RuleContext = {
    source,
    part,
    language,
    links,
    scan: found,
    placeholders,
    text: ([start, end]) => bytes.toString('utf8', start, end),
    meaning: ({ start, end }) => language.meaning(bytes.toString('utf8', start, end)),
    address: link => {
      link.address ??= addressOf(text, link.href);
      return link.address;
    },
    span: ({ href }, offset, length) => spanInAddress(bytes, masked, placeholders, [href.valueStart, href.valueEnd], offset, length),
    report: report => {
      if (asked !== undefined) said.push({ rule: asked, report });
    },
  };
  // Where something is silenced even advice is asked for: only so is it known which comment silences nothing.
  const asks = asksOf(options, silenced.length > 0);
  for (let at = 0; at < asks.length; at++) {
    const { rule, bits } = asks[at] as Ask;
    if ((signs & bits) === 0) continue;
    asked = rule;
    rule.check(context);
  }

  const kept = silence(said, silenced);
  if (kept.length === 0 && !listLinks) return undefined;
  const places = placesOf(source, part);
  if (listLinks) for (const link of links) into.links.push(linkReport(link, context.address(link).url, places));
  kept.sort((a, b) => a.report.at[0] - b.report.at[0] || (a.rule.id < b.rule.id ? -1 : a.rule.id > b.rule.id ? 1 : 0));
  for (const { rule, report } of kept) {
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

interface Ask {
  rule: Rule;
  /** The signs it waits for. */
  bits: number;
}

/** The rules to ask under each set of options, without and with those that only advise. */
const plans = new WeakMap<RunOptions, { loud: Ask[]; all: Ask[] }>();
function asksOf(options: RunOptions, evenInfo: boolean): Ask[] {
  let plan = plans.get(options);
  if (plan === undefined) {
    const all: Ask[] = [];
    const loud: Ask[] = [];
    for (const rule of options.rules) {
      const level = options.levelOf(rule);
      if (level === 'off') continue;
      const ask = { rule, bits: bitsOf(rule.when) };
      all.push(ask);
      if (level !== 'info' || options.withoutInfo !== true) loud.push(ask);
    }
    plan = { loud, all };
    plans.set(options, plan);
  }
  return evenInfo ? plan.all : plan.loud;
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
      if (report.at[0] < ignore.covers[0] || report.at[0] > ignore.covers[1]) continue;
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
