/** Names the changes that need a human to say "yes, really", and refuses them without. Pure. */
import { Trouble } from '../errors.ts';
import type { Led } from './led.ts';
import type { Change, Plan } from './plan.ts';

/** One sentence a danger; empty where there is none. */
export function hazards(changes: readonly Change[]): string[] {
  return changes.flatMap(({ kind, action, title, fields }) => {
    if (action === 'replace') return [`${title} is deleted and made anew, because ${because(fields)}; what happens in between is lost`];
    // A front leads to one region: links in mails that another region sent die when it leads elsewhere.
    const moved = kind === 'distribution' && action === 'update' ? fields.filter(({ path }) => path === 'origin') : [];
    return moved.length === 0
      ? []
      : [`${title} is led to another place, because ${because(moved)}; links in mails already sent die where that is not their own`];
  });
}

/**
 * Names that a wildcard answers for, and does no longer once the records of DKIM or of the certificate stand below them (RFC 4592): readers
 * would be without the old front long before the new one is proven.
 */
export function darkened(changes: readonly Change[], led: ReadonlyMap<string, Led>): string[] {
  return [...led].flatMap(([name, { wildcard, to }]) => {
    const isWrittenBelow = changes.some(({ kind, action, want }) => /^(dkim|validation)$/.test(kind) && want.name === name && action !== 'none');
    if (wildcard === undefined || !isWrittenBelow) return [];
    return [
      `${name} is answered by the wildcard ${wildcard} (${to}), and no longer as soon as setup writes records below it, before its front is proven: where somebody uses the name, give it a record of its own that leads to ${to} first`,
    ];
  });
}

function because(fields: Change['fields']): string {
  return fields.map(({ path, have, want }) => `its ${path} is ${JSON.stringify(have)} and should be ${JSON.stringify(want)}`).join(' and ');
}

/** Throws Trouble `setup.foreign` for what is not ours, `setup.dangerous` for hazards without `force`. */
export function guard({ refusals, hazards }: Plan, { force }: { force: boolean }): void {
  if (refusals.length > 0)
    throw new Trouble('setup.foreign', refusals.join('; '), 'Take it over with --adopt, or choose another name or --deployment.');
  if (hazards.length > 0 && !force) throw new Trouble('setup.dangerous', hazards.join('; '), 'Say --force if that is what you want.');
}
