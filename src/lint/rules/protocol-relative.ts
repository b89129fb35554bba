/** Finds addresses that begin with //: they take their scheme from the page, and a mail is no page. */
import type { Rule } from '../rule.ts';

export const protocolRelative: Rule = {
  id: 'protocol-relative',
  level: 'error',
  about: 'A link that begins with // has no scheme to take in a mail and is never counted.',
  evidence: 'undocumented',
  when: ['protocol-relative'],
  check(context) {
    for (const link of context.links) {
      if (link.cause !== 'protocol-relative') continue;
      context.report({
        at: context.span(link, 0, 2),
        message:
          'an address that begins with // takes its scheme from the page, and a mail has none: no click is counted, and some clients open nothing. Write https://',
      });
    }
  },
};
