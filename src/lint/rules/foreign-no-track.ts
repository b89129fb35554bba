/** Finds the no-track switches of other mail services, which SES does not know. */
import { attribute, type Tag } from '../../links/scan.ts';
import type { Rule } from '../rule.ts';

/** Each with the value that switches off, as the service documents it. */
const switches: readonly { name: string; off: RegExp; service: string }[] = [
  { name: 'clicktracking', off: /^off$/i, service: 'SendGrid' },
  { name: 'data-msys-clicktrack', off: /^0$/, service: 'SparkPost' },
  { name: 'disable-tracking', off: /^(?:true|)$/i, service: 'Mailgun' },
  { name: 'mc:disable-tracking', off: /^(?:true|)$/i, service: 'Mandrill' },
  { name: 'data-pm-no-track', off: /^.*$/, service: 'Postmark' },
];

export const foreignNoTrack: Rule = {
  id: 'foreign-no-track',
  level: 'warning',
  about: 'A no-track switch of another mail service does nothing here: SES tracks the link.',
  evidence: 'undocumented',
  when: ['odd-attribute'],
  check(context) {
    for (const { tag, verdict } of context.links) {
      if (verdict === 'untracked' || attribute(tag, 'ses:no-track') !== undefined) continue;
      const found = firstSwitch(tag, (start, end) => context.text([start, end]));
      if (found === undefined) continue;
      context.report({ at: found.at, message: `${found.name} is ${found.service}'s switch, SES tracks the link all the same: write ses:no-track` });
    }
  },
};

function firstSwitch(tag: Tag, text: (start: number, end: number) => string) {
  for (const each of tag.attributes) {
    // c, d, m: anything else is none of them.
    const letter = each.name.charCodeAt(0);
    if (letter !== 0x63 && letter !== 0x64 && letter !== 0x6d) continue;
    const known = switches.find(({ name }) => name === each.name);
    if (known?.off.test(text(each.valueStart, each.valueEnd).trim()) !== true) continue;
    return { at: [each.nameStart, each.nameEnd] as const, name: known.name, service: known.service };
  }
  return undefined;
}
