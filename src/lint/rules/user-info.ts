/** Finds a user name or password before the host of an address. */
import type { Rule } from '../rule.ts';

export const userInfo: Rule = {
  id: 'user-info',
  level: 'warning',
  about: 'A user name in an address is taken for phishing, and its password goes into every click event.',
  evidence: 'RFC 3986',
  when: ['odd-address'],
  check(context) {
    for (const link of context.links) {
      const { uri, judged } = context.address(link);
      const { authority, host, scheme } = uri.parts;
      if (authority === undefined || host === undefined || host[0] === authority[0] || uri.kind !== 'valid') continue;
      if (scheme !== 'http' && scheme !== 'https') continue;
      const isSecret = judged.slice(authority[0], host[0]).includes(':');
      context.report({
        at: context.span(link, authority[0], host[0] - authority[0]),
        message: `mail clients take "user@host" in a link for phishing${isSecret && link.verdict !== 'untracked' ? ', and tracked, the password goes into every click event' : ''}. Delete what stands before the @`,
      });
    }
  },
};
