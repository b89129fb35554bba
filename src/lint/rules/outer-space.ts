/** Finds white space around an address: browsers strip it, but the address as it stands is not RFC 3986. */
import type { Rule } from '../rule.ts';

export const outerSpace: Rule = {
  id: 'outer-space',
  level: 'warning',
  about: 'A link with white space around its address may not be counted.',
  evidence: 'undocumented',
  when: ['outer-space'],
  check(context) {
    for (const link of context.links) {
      if (link.cause !== 'outer-space') continue;
      const { judged } = context.address(link);
      const leading = judged.length - judged.trimStart().length;
      const end = judged.trimEnd().length;
      const at = leading > 0 ? context.span(link, 0, leading) : context.span(link, end, judged.length - end);
      const address = context.text([context.span(link, leading, 1)[0], context.span(link, end - 1, 1)[1]]);
      const fix = /^[\x21-\x7e]+$/.test(address) ? { fix: { at: [link.href.valueStart, link.href.valueEnd] as const, text: address } } : {};
      context.report({
        at,
        message: `white space ${leading > 0 ? 'before' : 'behind'} the address is not RFC 3986, and SES may not track this link: delete it`,
        ...fix,
      });
    }
  },
};
