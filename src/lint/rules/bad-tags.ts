/** Finds ses:tags that are not key:value; pairs. */
import { attribute } from '../../links/scan.ts';
import type { Rule } from '../rule.ts';
import { hasTag } from '../spot.ts';
import { areTags } from '../verdict.ts';

/** AWS: `ses:tags="key:value;key:value;"`, letters, digits, - and _. https://docs.aws.amazon.com/ses/latest/dg/faqs-metrics.html */
export const badTags: Rule = {
  id: 'bad-tags',
  level: 'warning',
  about: 'Link tags in another form than key:value; may not arrive in click events.',
  evidence: 'AWS documented',
  when: ['odd-attribute'],
  check(context) {
    for (const { tag } of context.links) {
      const found = attribute(tag, 'ses:tags');
      // A value that data fills in cannot be judged here.
      if (found === undefined || hasTag(context.placeholders, found.valueStart, found.valueEnd)) continue;
      const value = context.text([found.valueStart, found.valueEnd]);
      if (areTags(value)) continue;
      context.report({
        at: found.valueEnd > found.valueStart ? [found.valueStart, found.valueEnd] : [found.nameStart, found.nameEnd],
        message: words(value),
      });
    }
  },
};

function words(value: string): string {
  const form = 'Write key:value; pairs of letters, digits, - and _, such as ses:tags="product:book;"';
  if (value.trim() === '') return `ses:tags is empty: click events will carry no tags. ${form}`;
  const pairs = value.split(';').map(each => each.trim());
  const pair = pairs.find(each => each !== '' && !areTags(each));
  if (pair === undefined) return `there is an empty pair in ses:tags: click events may go without the tags. ${form}`;
  const what = /^[^:]+:[^:]+$/.test(pair) ? 'has characters that SES does not take' : 'is no key:value pair';
  return `"${pair.slice(0, 60)}" in ses:tags ${what}: click events may not carry it. ${form}`;
}
