/** Tells of links that SES does not track because they lead to no web page: mail, phone, messages. */
import type { Rule } from '../rule.ts';
import { isScript } from './script-link.ts';

export const notHttp: Rule = {
  id: 'not-http',
  level: 'info',
  about: 'A mailto:, tel: or sms: link is not counted.',
  evidence: 'undocumented',
  when: ['scheme', 'not-rfc3986'],
  check(context) {
    for (const link of context.links) {
      if (link.cause !== 'scheme' && link.cause !== 'not-rfc3986') continue;
      const { scheme } = context.address(link).uri.parts;
      if (scheme === undefined || scheme === 'http' || scheme === 'https' || isScript(scheme)) continue;
      context.report({
        at: context.span(link, 0, scheme.length + 1),
        message: `${scheme}: links are not counted; to count this one, lead to a page of yours that goes on to it`,
      });
    }
  },
};
