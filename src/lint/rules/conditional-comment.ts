/** Tells of links that only Outlook reads, in conditional comments. */
import type { Rule } from '../rule.ts';
import { reportOnce } from '../spot.ts';

export const conditionalComment: Rule = {
  id: 'conditional-comment',
  level: 'info',
  about: 'Whether SES tracks links inside conditional comments is not documented.',
  evidence: 'undocumented',
  when: ['link-in-comment'],
  check(context) {
    reportOnce(
      context,
      link => link.tag.context === 'conditional-comment' && link.verdict === 'depends' && link.cause !== 'no-track-value',
      'stands in a conditional comment, which only Outlook reads: whether SES tracks it is not documented, so clicks in Outlook may go uncounted',
      'stand in conditional comments, which only Outlook reads: whether SES tracks them is not documented, so clicks in Outlook may go uncounted',
    );
  },
};
