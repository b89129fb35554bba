/** Finds variables that go into a path or query as they are: the first value with a space makes a link that is never counted. */
import type { Link, Rule, RuleContext } from '../rule.ts';
import { beginsBranch } from '../templates/branch.ts';
import type { Meaning, Placeholder } from '../templates/language.ts';

/**
 * AWS: a link that is not RFC 3986 is not tracked, and SES templates print values as they are.
 * https://docs.aws.amazon.com/ses/latest/dg/faqs-metrics.html
 */
export const unencodedVariable: Rule = {
  id: 'unencoded-variable',
  level: 'warning',
  about: 'A variable put unencoded into an address makes a link that is not counted as soon as its value has a space.',
  evidence: 'AWS documented',
  when: ['tag-in-address'],
  check(context) {
    for (const link of context.links) {
      if (link.placeholders.length === 0 || context.language.encodesQueries || !isWeb(context, link)) continue;
      let place: Place = 'start';
      // A control tag leads: each branch is an address of its own.
      let hasAlternatives = false;
      let from = link.href.valueStart;
      for (const placeholder of link.placeholders) {
        const literal = context.text([from, placeholder.start]);
        place = placeAfter(literal, place);
        from = placeholder.end;
        if (placeholder.kind === 'control') {
          if (place === 'start') hasAlternatives = true;
          else if (hasAlternatives && beginsBranch(context.text([placeholder.start, placeholder.end]))) place = 'start';
        }
        if (placeholder.kind !== 'output') continue;
        if (place === 'path' || place === 'query' || place === 'fragment') {
          if (!isPair(place, literal)) look(context, placeholder, place);
        } else if (place === 'start') place = 'base';
      }
    }
  },
};

/** `base` is behind a leading variable, which may bring a host and a path of its own. */
type Place = 'start' | 'base' | 'host' | 'path' | 'query' | 'fragment';
type Behind = 'path' | 'query' | 'fragment';

function isWeb(context: RuleContext, link: Link): boolean {
  // Its verdict says so already, and spares reading it; where data is all there is, nothing stands behind the host.
  if (link.cause === 'placeholder-part') return true;
  if (link.cause === 'placeholder-whole') return false;
  if (link.verdict === 'untracked' && link.cause !== 'not-rfc3986' && link.cause !== 'over-limit') return false;
  const { scheme } = context.address(link).uri.parts;
  return scheme === 'http' || scheme === 'https';
}

/** Where the next variable stands, given the literal text before it. */
function placeAfter(literal: string, before: Place): Place {
  if (before === 'fragment' || literal.includes('#')) return 'fragment';
  if (before === 'query' || literal.includes('?')) return 'query';
  if (before === 'path') return 'path';
  if (before === 'base') {
    // `{{scheme}}://{{host}}`.
    if (literal.startsWith('://')) return literal.indexOf('/', 3) === -1 ? 'host' : 'path';
    return literal.includes('/') ? 'path' : 'base';
  }
  if (before === 'host') return literal.includes('/') ? 'path' : 'host';
  const scheme = /^\s*https?:\/\//i.exec(literal);
  if (scheme === null) return literal.trim() === '' ? 'start' : 'path';
  return literal.indexOf('/', scheme[0].length) === -1 ? 'host' : 'path';
}

/** Last words of a name whose values are written in URL-safe characters nearly always. */
const safeWord =
  /^(?:id|ids|uid|uuid|guid|pk|key|token|code|otp|pin|hash|sig|signature|digest|hmac|number|no|num|nr|count|index|page|year|month|day|date|timestamp|ts|slug|handle|locale|lang|language|country|currency|version|width|height|size|port|quantity|qty|host|hostname|domain|subdomain)$/i;
/** These bring slashes, marks and an encoding of their own: fine where an address goes on, wrong inside a query value. */
const addressWord = /^(?:path|url|uri|link|href|params|querystring)$/i;

/** `user.firstName` → `name`; `order_id` → `id`. */
function lastWord(expression: string): string {
  const [head = ''] = expression.split('|');
  const words = head.replace(/\(.*\)|\[[^\]]*\]/g, '').match(/[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+|[^\sA-Za-z0-9_.\-$@>{}]+/g) ?? [];
  return words.at(-1) ?? '';
}

/** `?{{params}}`: what stands where a name is due is a query of its own, encoded where it was put together. */
const isPair = (place: Place, literal: string): boolean => place === 'query' && /[?&]$/.test(literal);

function look(context: RuleContext, placeholder: Placeholder, place: Behind): void {
  const meaning = context.meaning(placeholder);
  if (meaning.encoding !== 'none' || meaning.ses !== undefined) return;
  const word = lastWord(meaning.expression);
  const isSafe = safeWord.test(word) || (place === 'path' && addressWord.test(word));
  context.report({
    at: [placeholder.start, placeholder.end],
    message: words(context, meaning, place),
    ...(isSafe ? { level: 'info' as const } : {}),
  });
}

const where: Record<Behind, string> = { path: 'the path', query: 'the query', fragment: 'the fragment' };

function words({ language }: RuleContext, { text, expression }: Meaning, place: Behind): string {
  const shown = text.length > 60 ? `${text.slice(0, 59)}…` : text;
  const head = `${shown} goes into ${where[place]} as it is: with a space or an umlaut in its value SES will not track this link.`;
  // `@{{name}}` is left for whatever fills it in later.
  const encoder = expression === '' || text.startsWith('@{{') ? undefined : language.encode(expression);
  const name = /^[\w.]+$/.test(expression) ? expression : 'the value';
  const inData = `percent-encode ${name} in the template data`;
  if (language.id === 'ses') return `${head} SES templates have no encoder: ${inData}`;
  if (encoder === undefined) return `${head} Here is no encoder: percent-encode ${name} before it gets there`;
  // A template that looks like Handlebars may well be SES's own.
  if (language.id === 'handlebars') return `${head} Write ${encoder} with a helper of yours, or ${inData}`;
  return `${head} Write ${encoder}`;
}
