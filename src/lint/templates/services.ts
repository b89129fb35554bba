/** Tags of other mail services: Mailchimp, Mailgun, SendGrid, Marketing Cloud; understood when asked for, since SES fills in none of them. */
import { type Delimiter, tagFinder } from './delimiters.ts';
import { called, encoders } from './expression.ts';
import { mustacheMeaning, mustaches } from './handlebars.ts';
import type { Language, LanguageId, Meaning } from './language.ts';

const ampscriptMeaning = (text: string): Meaning =>
  called(
    text,
    text
      .replace(/^\W+/, '')
      .replace(/\W+$/, ')')
      .replace(/^(\w+)\)$/, '$1'),
    known,
  );

const service = (
  id: LanguageId,
  name: string,
  delimiters: readonly Delimiter[],
  encode: Language['encode'],
  meaning: Language['meaning'] = ampscriptMeaning,
): Language => ({
  id,
  name,
  tags: tagFinder(delimiters),
  meaning: text => (text.startsWith('{{') ? mustacheMeaning(text) : meaning(text)),
  encode,
  comment: text => `<!-- ${text} -->`,
});

const known = encoders('URLEncode URL', 'RedirectTo CloudPagesURL');
const word = (inner: string) => (/^[\w.:\- ]+$/.test(inner) ? ('output' as const) : undefined);

export const mailchimp = service(
  'mailchimp',
  'Mailchimp',
  [{ open: '*|', close: '|*', kind: inner => (/^(?:IF|IFNOT|ELSE|ELSEIF|END|INTERESTED|RSS)/.test(inner) ? 'control' : 'output') }],
  expression => `*|URL:${expression}|*`,
  // `*|URL:EMAIL|*`: what is done comes first.
  text => {
    const [name = '', ...filters] = text.slice(2, -2).split(':').reverse();
    return { text, expression: name, filters: filters.reverse(), encoding: filters.includes('URL') ? 'component' : 'none' };
  },
);
export const mailgun = service(
  'mailgun',
  'Mailgun',
  [...mustaches, { open: '%recipient.', close: '%', kind: word }, { open: '%unsubscribe', close: '%', kind: inner => word(`x${inner}`) }],
  () => undefined,
);
export const sendgrid = service(
  'sendgrid',
  'SendGrid',
  [...mustaches, { open: '<%', close: '%>', kind: word }, { open: '[%', close: '%]', kind: word }],
  () => undefined,
);
export const ampscript = service(
  'ampscript',
  'AMPscript',
  [
    { open: '%%[', close: ']%%', kind: 'control' },
    { open: '%%=', close: '=%%', kind: 'output', quotes: '"\'' },
    { open: '%%', close: '%%', kind: word },
  ],
  expression => `%%=URLEncode(${expression}, 1, 1)=%%`,
);
