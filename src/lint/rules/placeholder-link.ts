/** Finds href="#", the placeholder a designer leaves. */
import type { Rule } from '../rule.ts';
import { reportOnce } from '../spot.ts';

export const placeholderLink: Rule = {
  id: 'placeholder-link',
  level: 'warning',
  about: 'A link to "#" was left from the design: it leads nowhere and is never counted.',
  evidence: 'undocumented',
  when: ['fragment'],
  check(context) {
    reportOnce(
      context,
      link => link.cause === 'fragment' && context.address(link).judged === '#',
      'leads to "#", left from the design: it opens nothing and no click is counted. Write where it leads, from https:// on',
      'lead to "#", left from the design: they open nothing and no click is counted. Write where they lead, from https:// on',
    );
  },
};
