/** Tells of messages without HTML: SES has no pixel and no link to count there. */
import type { Rule } from '../rule.ts';

/** AWS: only HTML mail is tracked. https://docs.aws.amazon.com/ses/latest/dg/faqs-metrics.html */
export const plainTextOnly: Rule = {
  id: 'plain-text-only',
  level: 'info',
  about: 'A message without an HTML part has no opens and no clicks.',
  evidence: 'AWS documented',
  check(context) {
    const { source, part } = context;
    if (source.parts.some(each => each.media === 'text/html')) return;
    // One finding a message, at its text: a subject alone is no message.
    const texts = source.parts.filter(each => each.media === 'text/plain' && !/subject$/i.test(each.name ?? ''));
    if (part !== texts[0]) return;
    const { length } = part.bytes;
    context.report({
      at: [0, Math.min(1, length)],
      message:
        'this message has no HTML part: SES puts no pixel into plain text and tracks none of its links, so opens and clicks stay at zero. Add an HTML part',
    });
  },
};
