/** Tells of links that jump inside the message. */
import type { Rule } from '../rule.ts';
import { addressOf } from '../spot.ts';

export const fragmentLink: Rule = {
  id: 'fragment-link',
  level: 'info',
  about: 'A link to a place inside the message is not counted.',
  evidence: 'undocumented',
  when: ['fragment'],
  check(context) {
    for (const link of context.links) {
      if (link.cause !== 'fragment' || context.address(link).judged === '#') continue;
      context.report({
        at: addressOf(link),
        message: 'a jump inside the message is not a click that SES counts, and many mail clients do not follow it',
      });
    }
  },
};
