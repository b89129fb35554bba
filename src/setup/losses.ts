/** Says what a teardown loses besides the things it names. Pure. */
import type { Settings } from '../config/schema.ts';
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

/** Once the set is gone nothing leads to its domain any more. */
export function foundBySet(removals: readonly Removal[], domain: string | undefined, { tracking }: Settings): string[] {
  const isFrontGoing = removals.some(({ kind, action }) => action === 'remove' && isFront(kind));
  if (domain === undefined || tracking?.domain !== undefined || !isFrontGoing) return [];
  return [`${domain} was found through its configuration set; if this is interrupted, name it with --domain ${domain} the next time`];
}
