/** Finds a second href on one link: HTML takes the first. */
import type { Rule } from '../rule.ts';

export const duplicateHref: Rule = {
  id: 'duplicate-href',
  level: 'warning',
  about: 'Of two href on one link HTML takes the first; the second leads nobody anywhere.',
  evidence: 'HTML standard',
  when: ['odd-markup'],
  check(context) {
    for (const { tag, href } of context.links) {
      for (const each of tag.attributes) {
        if (each === href || each.name !== 'href') continue;
        context.report({
          at: [each.nameStart, each.nameEnd],
          message: 'a second href on this link: HTML takes the first, nobody is led here and no click is counted for it. Delete one',
        });
      }
    }
  },
};
