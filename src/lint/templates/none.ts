/** No template language: a message as it is handed to SES, in which only SES's own two placeholders mean anything. */
import { tagsBetween } from './delimiters.ts';
import { ses } from './handlebars.ts';
import type { Language } from './language.ts';

export const none: Language = {
  ...ses,
  id: 'none',
  name: 'none',
  tags: bytes =>
    tagsBetween(bytes, [
      { open: '{{ses:openTracker', close: '}}', kind: inner => (inner.trim() === '' ? 'output' : undefined) },
      { open: '{{amazonSESUnsubscribeUrl', close: '}}', kind: inner => (inner.trim() === '' ? 'output' : undefined) },
    ]),
  comment: text => `<!-- ${text} -->`,
};
