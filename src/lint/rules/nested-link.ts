/** Finds a link inside a link: the second closes the first. */
import type { Rule } from '../rule.ts';

export const nestedLink: Rule = {
  id: 'nested-link',
  level: 'warning',
  about: 'A link inside a link ends the outer one: what follows inside it leads nowhere.',
  evidence: 'HTML standard',
  when: ['odd-markup'],
  check(context) {
    for (const { tag } of context.links) {
      if (!tag.nested || tag.context !== 'page') continue;
      context.report({
        at: [tag.start, tag.start + 2],
        message: 'a link inside a link: HTML ends the outer one here, and clicks on the rest of it are not counted. Close the outer <a> first',
      });
    }
  },
};
