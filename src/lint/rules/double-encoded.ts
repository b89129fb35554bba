/** Finds what was percent-encoded twice: %2520 reaches the page as the text %20. */
import type { Rule } from '../rule.ts';

export const doubleEncoded: Rule = {
  id: 'double-encoded',
  level: 'warning',
  about: 'What is percent-encoded twice arrives as the code, not as the character.',
  evidence: 'RFC 3986',
  when: ['odd-address'],
  check(context) {
    for (const link of context.links) {
      if (link.verdict === 'untracked') continue;
      const { uri, judged } = context.address(link);
      const match = uri.kind === 'valid' ? /%25([0-9A-Fa-f]{2})/.exec(judged) : null;
      // An address inside an address is encoded twice for a good reason.
      if (match === null || /[=/]https?(?:%3A|%253A|:)/i.test(judged.slice(8))) continue;
      context.report({
        at: context.span(link, match.index, match[0].length),
        message: `${match[0]} is %${match[1]} percent-encoded once more: the page gets the text "%${match[1]}". Write %${match[1]} if that is not meant`,
      });
    }
  },
};
