/** Counts {{amazonSESUnsubscribeUrl}}: SES takes two of a message. */
import type { Rule } from '../rule.ts';

const mark = '{{amazonSESUnsubscribeUrl}}';

/** AWS: at most two a message. https://docs.aws.amazon.com/ses/latest/dg/sending-email-subscription-management.html */
export const tooManyUnsubscribeUrls: Rule = {
  id: 'too-many-unsubscribe-urls',
  level: 'warning',
  about: 'SES takes its unsubscribe placeholder twice a message; a third is not promised to be filled in.',
  evidence: 'AWS documented',
  check(context) {
    const { bytes } = context.part;
    let count = 0;
    for (let at = bytes.indexOf(mark); at !== -1; at = bytes.indexOf(mark, at + mark.length)) {
      count++;
      if (count === 3)
        context.report({
          at: [at, at + mark.length],
          message: `${mark} for the third time: AWS takes it twice a message, and this one may reach readers unfilled. Keep two`,
        });
    }
  },
};
