/** Counts the links SES would track: past the 250th of a message none is. */
import type { Rule } from '../rule.ts';
import { addressOf } from '../spot.ts';
import { trackedLinkLimit } from '../verdict.ts';

/** AWS: at most 250 tracked links a message. https://docs.aws.amazon.com/ses/latest/dg/faqs-metrics.html */
export const tooManyLinks: Rule = {
  id: 'too-many-links',
  level: 'error',
  about: 'Links past the 250th of a message are not counted.',
  evidence: 'AWS documented',
  when: ['over-limit'],
  check(context) {
    const over = context.links.filter(link => link.cause === 'over-limit');
    const [first] = over;
    if (first === undefined) return;
    context.report({
      at: addressOf(first),
      message: `SES tracks ${trackedLinkLimit} links of a message and this is the ${trackedLinkLimit + 1}st: ${over.length === 1 ? 'its clicks are' : `clicks on it and ${over.length - 1} more are`} not counted. Give ${over.length === 1 ? 'one link' : `${over.length} links`} that need${over.length === 1 ? 's' : ''} no counting ses:no-track, or send fewer`,
    });
  },
};
