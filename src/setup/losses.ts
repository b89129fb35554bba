/** Says what a teardown loses besides the things it names. Pure. */
import type { Settings } from '../config/schema.ts';
import type { Want } from './resource.ts';
import { isFront } from './resources/index.ts';
import type { Removal } from './teardown.ts';

/** Sentences: dead links, refused mail, messages nobody has read. */
export function losses(removals: readonly Removal[], domain: string | undefined): string[] {
  const going = removals.filter(({ action }) => action === 'remove');
  const isFrontGoing = going.some(({ kind }) => isFront(kind));
  return [
    ...(isFrontGoing ? [`links in mails already delivered lead to ${domain} and die with it; --keep-front leaves it standing`] : []),
    ...going
      .filter(({ kind }) => kind === 'configuration-set')
      .map(({ title, want }) => `mail that still names ${title} is refused by SES once ${want.name} is gone`),
    ...going.flatMap(({ kind, title, have }) =>
      kind === 'queue' && Number(have.outputs['messages']) > 0 ? [`${title} holds about ${have.outputs['messages']} messages, which go with it`] : [],
    ),
  ];
}

/** What could not be looked at, and why: where setup could make nothing, there is nothing of ours to take away. */
export interface Unread {
  want: Want;
  why: string;
}

/**
 * Sentences on a tracking domain that nothing of the deployment is for, on the fronts that its sets use instead, and on what could not be
 * looked at.
 * @param uses which domain each set that goes has now
 * @param domain the one that was asked for
 */
export function leftOver(
  removals: readonly Removal[],
  unread: readonly Unread[],
  { uses, domain, deployment, keepFront }: { uses: readonly Removal[]; domain: string | undefined; deployment: string; keepFront: boolean },
): string[] {
  const isAbsent = domain !== undefined && !removals.some(({ kind, want }) => isFront(kind) && want.name === domain);
  const whys = [...new Set(unread.filter(({ want }) => isAbsent && want.name === domain).map(({ why }) => why))].sort();
  const others = domain === undefined ? [] : uses.filter(({ have }) => String(have.fields['domain']).toLowerCase() !== domain);
  const isOdd = whys.length > 0 || others.length > 0 || removals.some(({ kind, action }) => isFront(kind) && action === 'keep');
  return [
    ...(isAbsent && isOdd ? [`nothing of deployment ${deployment} is there for ${[domain, ...whys].join(': ')}; check its spelling`] : []),
    ...(keepFront ? [] : others).map(({ want, have: { fields } }) => {
      const other = String(fields['domain']);
      return `configuration set ${want.name} uses ${other}, not ${domain}: the front of ${other} is left as it is; name it with --domain ${other} to take it away`;
    }),
    ...unread
      .filter(({ want }) => !isAbsent || want.name !== domain)
      .map(({ want, why }) => `${want.title} could not be looked at; left as it is: ${why}`)
      .sort(),
  ];
}

/** Once the set is gone nothing leads to its domain any more. */
export function foundBySet(removals: readonly Removal[], domain: string | undefined, { tracking }: Settings): string[] {
  const isFrontGoing = removals.some(({ kind, action }) => action === 'remove' && isFront(kind));
  if (domain === undefined || tracking?.domain !== undefined || !isFrontGoing) return [];
  return [`${domain} was found through its configuration set; if this is interrupted, name it with --domain ${domain} the next time`];
}
