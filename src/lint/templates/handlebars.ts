/** Handlebars and Mustache, and SES's own templates, which are Handlebars with placeholders of their own. */
import { type Delimiter, kinds, tagFinder } from './delimiters.ts';
import { encoders, splitOutside } from './expression.ts';
import type { Language, Meaning } from './language.ts';

/** What `{{…}}` is; any other is printed. */
const mustacheKinds = kinds({ comment: '!', control: '# ^ / = * else' });

export const mustaches: readonly Delimiter[] = [
  { open: '{{{{', close: '}}}}', kind: 'control', escape: '\\' },
  { open: '{{{', close: '}}}', kind: 'output', escape: '\\' },
  { open: '{{!--', close: '--}}', kind: 'comment', escape: '\\' },
  { open: '{{~!--', close: '--~}}', kind: 'comment', escape: '\\' },
  { open: '{{!', close: '}}', kind: 'comment', escape: '\\' },
  { open: '{{', close: '}}', words: mustacheKinds, signs: '~', kind: 'output', quotes: '"\'', escape: '\\' },
];

/** Tags of mail services that stand in Handlebars templates: SendGrid's and Customer.io's. */
const services: readonly Delimiter[] = [
  { open: '%%{', close: '}%%', kind: 'output' },
  { open: '<%', close: '%>', kind: inner => (/^\s*\w+\s*$/.test(inner) ? 'output' : undefined) },
];

const known = encoders('encodeURIComponent encodeUriComponent encodeURI urlEncode urlencode url_encode uriEncode encode escapeUri', 'url link route');

/** `{{helper argument}}`: one word is a variable, two are a helper and what it is given. */
export function mustacheMeaning(text: string): Meaning {
  const inner = text
    .replace(/^\{+~?[&>]?/, '')
    .replace(/~?\}+$/, '')
    .trim();
  // Maizzle and others call: {{ encodeURIComponent(name) }}.
  const call = /^([\w.]+)\((.*)\)$/s.exec(inner);
  const words = call === null ? splitOutside(inner, ' ').filter(Boolean) : [call[1] ?? '', call[2] ?? ''];
  const [helper = '', ...rest] = words;
  const subject = rest.length === 0 ? helper : rest.join(' ');
  const filters = rest.length === 0 ? [] : [helper];
  const encoding = filters.some(name => known.component.has(name)) ? 'component' : filters.some(name => known.url.has(name)) ? 'url' : 'none';
  const meaning: Meaning = { text, expression: subject, filters, encoding };
  if (inner === 'ses:openTracker') return { ...meaning, ses: 'open-tracker' };
  if (inner === 'amazonSESUnsubscribeUrl') return { ...meaning, ses: 'unsubscribe-url', encoding: 'url' };
  return meaning;
}

export const handlebars: Language = {
  id: 'handlebars',
  name: 'Handlebars',
  tags: tagFinder([...mustaches, ...services]),
  meaning: mustacheMeaning,
  encode: expression => `{{encodeURIComponent ${expression}}}`,
  comment: text => `{{! ${text} }}`,
};

/** AWS: SES templates are Handlebars with if, unless, each and inline partials; no helper percent-encodes. https://docs.aws.amazon.com/ses/latest/dg/send-personalized-email-advanced.html */
export const ses: Language = {
  id: 'ses',
  name: 'SES template',
  tags: tagFinder(mustaches),
  meaning: text => {
    const meaning = mustacheMeaning(text);
    return meaning.ses === undefined ? { ...meaning, encoding: 'none' } : meaning;
  },
  encode: () => undefined,
  comment: text => `{{!-- ${text} --}}`,
};
