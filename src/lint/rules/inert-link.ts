/** Tells of links inside a template element, which no mail client shows. */
import type { Rule } from '../rule.ts';
import { addressOf } from '../spot.ts';

export const inertLink: Rule = {
  id: 'inert-link',
  level: 'info',
  about: 'A link inside a template element is never shown.',
  evidence: 'HTML standard',
  when: ['inert'],
  check(context) {
    for (const link of context.links) {
      if (link.cause !== 'inert') continue;
      context.report({ at: addressOf(link), message: 'what stands in a <template> element is never shown, so nobody clicks this link' });
    }
  },
};
