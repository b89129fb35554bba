/** Finds addresses without quotes that a space cuts short: the link leads to the first half. */
import type { Attribute } from '../../links/scan.ts';
import type { Rule } from '../rule.ts';

export const cutShort: Rule = {
  id: 'cut-short',
  level: 'warning',
  about: 'An address without quotes ends at the first space: the link leads elsewhere than it seems to.',
  evidence: 'HTML standard',
  when: ['odd-markup'],
  check(context) {
    for (const link of context.links) {
      const { tag, href } = link;
      if (href.quote !== '' || href.valueEnd === href.valueStart) continue;
      const next = tag.attributes[tag.attributes.indexOf(href) + 1];
      if (next === undefined || !looksLikeRest(next)) continue;
      const rest = context.text([next.nameStart, next.nameEnd]);
      context.report({
        at: [next.nameStart, next.nameEnd],
        message: `the address has no quotes and ends before "${rest}": readers are led to ${context.address(link).url.slice(-40)}. Write quotes around it, and %20 for the space`,
      });
    }
  },
};

/** Attributes without a value that HTML knows on a link; any other lone word is the rest of an address. */
const lone = new Set(['download', 'hidden', 'autofocus', 'inert', 'itemscope', 'ses:no-track', '/']);
const looksLikeRest = (each: Attribute): boolean =>
  each.valueStart === each.nameEnd && each.valueEnd === each.nameEnd && !lone.has(each.name) && !/^(?:data|aria|ses|mc|v|x)[-:]/.test(each.name);
