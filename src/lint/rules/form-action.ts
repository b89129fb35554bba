/** Tells of forms: sending one is no click that SES counts. */
import { attribute } from '../../links/scan.ts';
import type { Rule } from '../rule.ts';

export const formAction: Rule = {
  id: 'form-action',
  level: 'info',
  about: 'A form that is sent from a mail is not counted as a click.',
  evidence: 'undocumented',
  when: ['form'],
  check(context) {
    for (const tag of context.scan.tags) {
      if (tag.name !== 'form') continue;
      const action = attribute(tag, 'action');
      if (action === undefined || action.valueEnd === action.valueStart) continue;
      context.report({
        at: [action.valueStart, action.valueEnd],
        message: 'SES tracks links, not forms: nobody who sends this form is counted, and many clients disable it. Lead to a page that has the form',
      });
    }
  },
};
