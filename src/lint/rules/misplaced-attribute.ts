/** Finds ses: attributes on elements that are no link. */
import { hyperlink } from '../../links/scan.ts';
import type { Rule } from '../rule.ts';
import { sesAttributes } from './misspelt-attribute.ts';

/** AWS: the attributes are documented for the anchor tag of the link. https://docs.aws.amazon.com/ses/latest/dg/faqs-metrics.html */
export const misplacedAttribute: Rule = {
  id: 'misplaced-attribute',
  level: 'warning',
  about: 'A ses: attribute on anything but the link itself does nothing for the links inside.',
  evidence: 'AWS documented',
  when: ['odd-attribute'],
  check(context) {
    for (const tag of context.scan.tags) {
      if (hyperlink(tag) !== undefined || tag.name.startsWith('mj-')) continue;
      for (const each of tag.attributes) {
        if (!sesAttributes.has(each.name)) continue;
        const lost = each.name === 'ses:no-track' ? 'the links inside are tracked all the same' : 'it does nothing for the links inside';
        const why = tag.name === 'a' ? 'this <a> has no href' : `it stands on <${tag.name}>`;
        context.report({
          at: [each.nameStart, each.nameEnd],
          message: `${each.name} works on a link alone, and ${why}: ${lost}. Put it on each <a href="…">`,
        });
      }
    }
  },
};
