/** Finds a second href on one link: HTML takes the first. */
import { firstTag } from '../address.ts';
import type { Rule, RuleContext } from '../rule.ts';
import type { Placeholder } from '../templates/language.ts';

export const duplicateHref: Rule = {
  id: 'duplicate-href',
  level: 'warning',
  about: 'Of two href on one link HTML takes the first; the second leads nobody anywhere.',
  evidence: 'HTML standard',
  when: ['odd-markup'],
  check(context) {
    for (const { tag, href } of context.links) {
      for (const each of tag.attributes) {
        if (each === href || each.name !== 'href' || isOtherBranch(context, href.valueEnd, each.nameStart)) continue;
        context.report({
          at: [each.nameStart, each.nameEnd],
          message: 'a second href on this link: HTML takes the first, nobody is led here and no click is counted for it. Delete one',
        });
      }
    }
  },
};

/** Between the two a template decides which of them is written: `{% if a %}href="…"{% else %}href="…"{% endif %}`. */
function isOtherBranch({ placeholders }: RuleContext, from: number, to: number): boolean {
  for (let at = firstTag(placeholders, from); at < placeholders.length && (placeholders[at] as Placeholder).start < to; at++)
    if (placeholders[at]?.kind === 'control') return true;
  return false;
}
