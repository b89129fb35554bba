/** Tells of links whose address, or whose host, comes from data: only the data decides whether they are counted. */
import type { Rule } from '../rule.ts';
import { addressOf } from '../spot.ts';

export const linkFromData: Rule = {
  id: 'link-from-data',
  level: 'info',
  about: 'Where the address comes from data, only the data decides whether clicks are counted.',
  evidence: 'undocumented',
  check(context) {
    for (const link of context.links) {
      if (link.cause !== 'placeholder-whole' && link.cause !== 'placeholder-part') continue;
      const isWhole = link.cause === 'placeholder-whole';
      if (link.placeholders.some(each => each.kind === 'output' && context.meaning(each).ses === 'unsubscribe-url')) continue;
      context.report({
        at: addressOf(link),
        message: isWhole
          ? 'this address comes from data: clicks are counted only where the data is an absolute http(s) address, percent-encoded. Check one rendered mail with --data'
          : 'part of this address comes from data: clicks are counted only where the data is percent-encoded',
      });
    }
  },
};
