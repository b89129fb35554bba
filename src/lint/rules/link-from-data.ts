/** Tells of links whose address, or whose host, comes from data: only the data decides whether they are counted. */
import type { Rule } from '../rule.ts';
import { addressOf } from '../spot.ts';
import { renderable } from '../templates/renderable.ts';

export const linkFromData: Rule = {
  id: 'link-from-data',
  level: 'info',
  about: 'Where the address comes from data, only the data decides whether clicks are counted.',
  evidence: 'undocumented',
  when: ['placeholder-whole', 'placeholder-part'],
  check(context) {
    for (const link of context.links) {
      if (link.cause !== 'placeholder-whole' && link.cause !== 'placeholder-part') continue;
      const first = link.placeholders.find(({ kind }) => kind === 'output');
      if (first === undefined || context.meaning(first).ses === 'unsubscribe-url') continue;
      // Of what stands behind the host, unencoded-variable tells.
      if (!/^\s*(?:https?:\/\/[^/?#]*)?$/i.test(context.text([link.href.valueStart, first.start]))) continue;
      context.report({
        at: addressOf(link),
        message:
          link.cause === 'placeholder-whole'
            ? `this address comes from data: clicks are counted only where the data is an absolute http(s) address, percent-encoded. Check a rendered mail${renderable.has(context.language.id) ? ', with --data' : ''}`
            : 'the beginning of this address comes from data: clicks are counted only where the data makes it an http(s) address, percent-encoded',
      });
    }
  },
};
