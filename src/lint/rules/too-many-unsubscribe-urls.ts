/** Counts {{amazonSESUnsubscribeUrl}}: SES takes two of a message. */
import type { Rule } from '../rule.ts';
import { marksOf } from '../spot.ts';

const mark = '{{amazonSESUnsubscribeUrl}}';

/** AWS: at most two a message. https://docs.aws.amazon.com/ses/latest/dg/sending-email-subscription-management.html */
export const tooManyUnsubscribeUrls: Rule = {
  id: 'too-many-unsubscribe-urls',
  level: 'warning',
  about: 'SES takes its unsubscribe placeholder twice a message; a third is not promised to be filled in.',
  evidence: 'AWS documented',
  when: ['mark'],
  check(context) {
    const third = marksOf(context, mark)[2];
    if (third === undefined) return;
    context.report({
      at: [third, third + mark.length],
      message: `${mark} for the third time: AWS takes it twice a message, and this one may reach readers unfilled. Keep two`,
    });
  },
};
