/** Finds javascript: addresses, which no mail client runs. */
import type { Rule } from '../rule.ts';

export const scriptLink: Rule = {
  id: 'script-link',
  level: 'error',
  about: 'A javascript: link does nothing in a mail and marks it as dangerous.',
  evidence: 'undocumented',
  when: ['scheme', 'not-rfc3986'],
  check(context) {
    for (const link of context.links) {
      if (link.cause !== 'scheme' && link.cause !== 'not-rfc3986') continue;
      const { scheme } = context.address(link).uri.parts;
      if (scheme === undefined || !isScript(scheme)) continue;
      context.report({
        at: context.span(link, 0, scheme.length + 1),
        message: `no mail client runs ${scheme}:, so this link does nothing, no click is counted, and filters take the mail for an attack. Write an https:// address`,
      });
    }
  },
};

/** Schemes that are code, not a place. */
export const isScript = (scheme: string): boolean => scheme === 'javascript' || scheme === 'vbscript';
