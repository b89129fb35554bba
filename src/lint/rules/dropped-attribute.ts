/** Finds ses: attributes on MJML elements, which MJML does not pass on to the HTML. */
import { hyperlink } from '../../links/scan.ts';
import type { Rule } from '../rule.ts';
import { sesAttributes } from './misspelt-attribute.ts';

/** MJML writes only the attributes that each component lists: https://documentation.mjml.io/, https://github.com/mjmlio/mjml/issues/671 */
export const droppedAttribute: Rule = {
  id: 'dropped-attribute',
  level: 'warning',
  about: 'MJML drops a ses: attribute on its own elements: the mail goes out without it.',
  evidence: 'undocumented',
  when: ['odd-attribute'],
  check(context) {
    for (const tag of context.scan.tags) {
      if (!tag.name.startsWith('mj-')) continue;
      for (const each of tag.attributes) {
        if (!sesAttributes.has(each.name)) continue;
        const isOff = each.name === 'ses:no-track';
        const meaning =
          hyperlink(tag) === undefined
            ? 'it does nothing for the links inside. Write it on each <a href="…"> inside'
            : `${isOff ? 'the link is tracked all the same' : 'the mail goes out without it'}. Set it with mj-html-attributes, or write an <a href="…" ${each.name}${isOff ? '' : '="…"'}> in mj-text`;
        context.report({ at: [each.nameStart, each.nameEnd], message: `MJML drops ${each.name} from <${tag.name}>: ${meaning}` });
      }
    }
  },
};
