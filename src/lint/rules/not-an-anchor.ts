/** Tells of links that are no <a>: image maps, SVG, VML buttons. */
import type { Rule } from '../rule.ts';
import { addressOf } from '../spot.ts';

/** AWS: the documentation speaks of anchor tags. https://docs.aws.amazon.com/ses/latest/dg/faqs-metrics.html */
export const notAnAnchor: Rule = {
  id: 'not-an-anchor',
  level: 'info',
  about: 'Whether SES tracks links other than <a> is not documented.',
  evidence: 'undocumented',
  when: ['not-an-anchor'],
  check(context) {
    for (const link of context.links) {
      if (link.cause !== 'not-an-anchor') continue;
      context.report({
        at: addressOf(link),
        message: `AWS speaks of anchor tags, and this is <${link.tag.name}>${link.tag.foreign ? ' in SVG' : ''}: its clicks may go uncounted. An <a> around the content is sure to be tracked`,
      });
    }
  },
};
