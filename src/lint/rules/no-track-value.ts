/** Finds ses:no-track="false": the attribute counts by being there. */
import { attribute } from '../../links/scan.ts';
import type { Rule } from '../rule.ts';

/** AWS: `ses:no-track` is a bare attribute. https://docs.aws.amazon.com/ses/latest/dg/faqs-metrics.html */
export const noTrackValue: Rule = {
  id: 'no-track-value',
  level: 'warning',
  about: 'ses:no-track="false" most likely still stops the counting.',
  evidence: 'undocumented',
  when: ['no-track-value'],
  check(context) {
    for (const { cause, tag } of context.links) {
      if (cause !== 'no-track-value') continue;
      const found = attribute(tag, 'ses:no-track');
      if (found === undefined) continue;
      context.report({
        at: [found.nameStart, found.valueEnd + (found.quote === '' ? 0 : 1)],
        message:
          'ses:no-track counts by being there, whatever its value: this link is most likely not tracked. Delete the attribute to track it, or its value to leave it untracked',
      });
    }
  },
};
