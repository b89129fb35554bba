/** Finds attributes that were meant for SES and are none of its three: SES passes them by, and readers get them. */
import type { Attribute } from '../../links/scan.ts';
import type { Rule } from '../rule.ts';

/** AWS: https://docs.aws.amazon.com/ses/latest/dg/faqs-metrics.html */
export const sesAttributes: ReadonlySet<string> = new Set(['ses:no-track', 'ses:tags', 'ses:custom-path']);

export const misspeltAttribute: Rule = {
  id: 'misspelt-attribute',
  level: 'warning',
  about: 'A misspelt ses: attribute does nothing: the link is tracked, or goes without its tags.',
  evidence: 'AWS documented',
  when: ['odd-attribute'],
  check(context) {
    for (const tag of context.scan.tags) {
      for (const each of tag.attributes) {
        const meant = meantBy(each);
        if (meant === undefined) continue;
        const written = context.text([each.nameStart, each.nameEnd]);
        const lost = meant === 'ses:no-track' ? 'the link is tracked all the same' : 'it does nothing';
        context.report({
          at: [each.nameStart, each.nameEnd],
          message:
            meant === ''
              ? `SES knows no attribute ${written}: it does nothing. It knows ${[...sesAttributes].join(', ')}`
              : `${written} is not the attribute SES knows: ${lost}. Write ${meant}`,
        });
      }
    }
  },
};

/** What a name stands for; empty where it begins with `ses:` and stands for nothing; undefined where it is none of ours. */
function meantBy({ name }: Attribute): string | undefined {
  const first = name.charCodeAt(0);
  // s, d, n, t, c, x: quick no for href, style, class and most others; class and style go on to the forms below.
  if (first !== 0x73 && first !== 0x64 && first !== 0x6e && first !== 0x78 && first !== 0x61) return undefined;
  if (name === 'style' || sesAttributes.has(name)) return undefined;
  const bare = name.replace(/^(?:data-|x-)?(?:(?:aws|amazon)?-?ses)?[-_:.]?/, '').replace(/[-_:.]/g, '');
  if (/^no?tr(?:ac?k|akc|ca?k)(?:ing|ed)?$/.test(bare) || (/^donottrack$|^untrack(?:ed)?$/.test(bare) && name.includes('ses'))) return 'ses:no-track';
  if (!/^(?:data-|x-)?(?:(?:aws|amazon)-?)?ses[-_:.]/.test(name)) return undefined;
  if (/^(?:link)?tags?$/.test(bare)) return 'ses:tags';
  if (/^(?:custom)?path$|^custompaths$/.test(bare)) return 'ses:custom-path';
  return name.startsWith('ses:') ? '' : undefined;
}
