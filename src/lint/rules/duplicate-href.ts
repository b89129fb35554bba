/** Finds a second href on one link: HTML takes the first. */
import type { Rule } from '../rule.ts';

export const duplicateHref: Rule = {
  id: 'duplicate-href',
  level: 'warning',
  about: 'Of two href on one link HTML takes the first; the second leads nobody anywhere.',
  evidence: 'HTML standard',
  when: ['odd-markup'],
  check({ links, report }) {
    // What a template writes instead of the first is a link of its own.
    const followed = new Set(links.map(({ href }) => href));
    for (const { tag } of links) {
      for (const each of tag.attributes) {
        if (each.name !== 'href' || followed.has(each)) continue;
        followed.add(each);
        report({
          at: [each.nameStart, each.nameEnd],
          message: 'a second href on this link: HTML takes the first, nobody is led here and no click is counted for it. Delete one',
        });
      }
    }
  },
};
