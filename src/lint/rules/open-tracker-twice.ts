/** Finds a second {{ses:openTracker}}: a stored template with two is refused. */
import type { Rule } from '../rule.ts';
import { marksOf } from '../spot.ts';

const mark = '{{ses:openTracker}}';

/** AWS: more than one is a 400 for a template, and all but one are removed from any other mail. https://docs.aws.amazon.com/ses/latest/dg/configure-custom-open-click-domains.html */
export const openTrackerTwice: Rule = {
  id: 'open-tracker-twice',
  level: 'error',
  about: 'A template with two open trackers is refused when it is sent.',
  evidence: 'AWS documented',
  when: ['mark'],
  check(context) {
    for (const at of marksOf(context, mark).slice(1))
      context.report({
        at: [at, at + mark.length],
        message: `a second ${mark}: sent as a template the mail is refused (400 BadRequestException), otherwise SES removes it. Keep one`,
      });
  },
};
