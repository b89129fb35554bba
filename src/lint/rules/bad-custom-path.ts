/** Finds ses:custom-path values that SES does not take, and those that ses:no-track makes void. */
import { attribute } from '../../links/scan.ts';
import type { Rule } from '../rule.ts';
import { hasTag } from '../spot.ts';

/**
 * AWS: 1 to 32 of letters, digits, - . _; anything else silently falls back to a link without it; ignored together with ses:no-track.
 * https://aws.amazon.com/about-aws/whats-new/2026/08/amazon-ses-supports-customurl-deeplinking
 */
export const badCustomPath: Rule = {
  id: 'bad-custom-path',
  level: 'warning',
  about: 'A ses:custom-path that SES does not take is dropped without a word, and the app link opens the browser.',
  evidence: 'AWS documented',
  when: ['odd-attribute'],
  check(context) {
    for (const { tag } of context.links) {
      const found = attribute(tag, 'ses:custom-path');
      if (found === undefined || hasTag(context.placeholders, found.valueStart, found.valueEnd)) continue;
      const at = found.valueEnd > found.valueStart ? ([found.valueStart, found.valueEnd] as const) : ([found.nameStart, found.nameEnd] as const);
      const value = context.text([found.valueStart, found.valueEnd]);
      if (attribute(tag, 'ses:no-track') !== undefined)
        context.report({
          at,
          message: 'SES ignores ses:custom-path on a link with ses:no-track: the app link will not match. Delete one of the two',
        });
      else if (!/^[A-Za-z0-9._-]{1,32}$/.test(value))
        context.report({
          at,
          message: `SES drops this ses:custom-path without a word, and the app link will not match: write 1 to 32 letters, digits, -, . and _${value.length > 32 ? ` (it has ${value.length})` : ''}`,
        });
    }
  },
};
