/** Finds links without an address. */
import type { Rule } from '../rule.ts';
import { reportOnce } from '../spot.ts';

export const emptyLink: Rule = {
  id: 'empty-link',
  level: 'error',
  about: 'A link without an address leads nowhere and is never counted.',
  evidence: 'undocumented',
  when: ['empty'],
  check(context) {
    reportOnce(
      context,
      'empty',
      'has no address: it leads nowhere and no click is counted. Write where it leads, from https:// on',
      'have no address: they lead nowhere and no click is counted. Write where they lead, from https:// on',
    );
  },
};
