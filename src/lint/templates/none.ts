/** No template language: a message as it is handed to SES, in which only SES's own two placeholders mean anything. */
import { tagFinder } from './delimiters.ts';
import { ses } from './handlebars.ts';
import type { Language } from './language.ts';

export const none: Language = {
  ...ses,
  id: 'none',
  name: 'none',
  tags: tagFinder([
    { open: '{{ses:openTracker', close: '}}', kind: inner => (inner.trim() === '' ? 'output' : undefined) },
    { open: '{{amazonSESUnsubscribeUrl', close: '}}', kind: inner => (inner.trim() === '' ? 'output' : undefined) },
  ]),
  comment: text => `<!-- ${text} -->`,
};
