/** Where a finding stands, and one finding for many links of one kind. */
import type { Level } from './finding.ts';
import type { Link, RuleContext, Span } from './rule.ts';
import type { Language, Placeholder } from './templates/language.ts';
import type { Cause } from './verdict.ts';

/** The address, or the whole attribute where the address is empty. */
export function addressOf({ href }: Link): Span {
  return href.valueEnd > href.valueStart ? [href.valueStart, href.valueEnd] : [href.nameStart, Math.max(href.nameEnd, href.valueEnd)];
}

/**
 * Reports the first link of a kind and counts the others: what a designer left in a template stands there twenty times,
 * and twenty findings hide the one that matters.
 * @param kind a cause, or a claim about a link
 * @param level another than the rule's own
 */
export function reportOnce(context: RuleContext, kind: Cause | ((link: Link) => boolean), one: string, many: string, level?: Level): void {
  const isKind = typeof kind === 'string' ? (link: Link) => link.cause === kind : kind;
  let first: Link | undefined;
  let others = 0;
  for (const link of context.links) {
    if (!isKind(link)) continue;
    if (first === undefined) first = link;
    else others++;
  }
  if (first === undefined) return;
  const message = others === 0 ? `this link ${one}` : `this link and ${others} more ${many}`;
  context.report({ at: addressOf(first), message, ...(level === undefined ? {} : { level }) });
}

/** Languages that do not take double braces for tags of their own. */
const withoutBraces = new Set(['none', 'erb', 'ejs', 'razor', 'php', 'freemarker', 'thymeleaf', 'mailchimp', 'ampscript']);

// A rare piece of each of SES's own placeholders: far faster to look for than the whole.
const pieces = [Buffer.from('Track'), Buffer.from('SESUn')];

/** Whether one of SES's own placeholders may stand there. Where double braces are template tags and there is no tag at all, none does. */
export function mayHaveMark(bytes: Buffer, placeholders: readonly Placeholder[], language: Language): boolean {
  if (placeholders.length === 0 && !withoutBraces.has(language.id)) return false;
  return pieces.some(piece => bytes.indexOf(piece) !== -1);
}

/** Where SES's own `{{mark}}` stands. */
export function marksOf({ part, placeholders, language }: RuleContext, mark: string): number[] {
  const found: number[] = [];
  if (!mayHaveMark(part.bytes, placeholders, language)) return found;
  for (let at = part.bytes.indexOf(mark); at !== -1; at = part.bytes.indexOf(mark, at + mark.length)) found.push(at);
  return found;
}

/** Whether a template tag stands, in whole or part, between two offsets. @param placeholders in order, never overlapping */
export function hasTag(placeholders: readonly Placeholder[], start: number, end: number): boolean {
  let low = 0;
  let high = placeholders.length;
  // The first tag that ends behind `start`.
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((placeholders[middle]?.end ?? 0) <= start) low = middle + 1;
    else high = middle;
  }
  return (placeholders[low]?.start ?? end) < end;
}
