/** Finds http(s) addresses that name no host. */
import type { Rule } from '../rule.ts';
import { addressOf, reportOnce } from '../spot.ts';

/** RFC 9110 4.2.1: an http URI with an empty host must be rejected as invalid. */
export const noHost: Rule = {
  id: 'no-host',
  level: 'error',
  about: 'An address that names no host leads nowhere, or where each client thinks.',
  evidence: 'RFC 3986',
  when: ['no-host'],
  check(context) {
    for (const link of context.links) {
      if (link.cause !== 'no-host' || isBare(context.address(link).judged)) continue;
      context.report({
        at: addressOf(link),
        message:
          'this address names no host: one client repairs it, the next opens nothing, and whether SES tracks it nobody says. Write two slashes and a host, https://www.example.com/',
      });
    }
    reportOnce(
      context,
      link => link.cause === 'no-host' && isBare(context.address(link).judged),
      'is a bare scheme, left from the design: it opens nothing. Write where it leads',
      'are a bare scheme, left from the design: they open nothing. Write where they lead',
      'warning',
    );
  },
};

const isBare = (address: string): boolean => /^https?:\/*$/i.test(address);
