/** Names the changes that need a human to say "yes, really", and refuses them without. Pure. */
import { Trouble } from '../errors.ts';
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

function because(fields: Change['fields']): string {
  return fields.map(({ path, have, want }) => `its ${path} is ${JSON.stringify(have)} and should be ${JSON.stringify(want)}`).join(' and ');
}

/** Throws Trouble `setup.foreign` for what is not ours, `setup.dangerous` for hazards without `force`. */
export function guard({ refusals, hazards }: Plan, { force }: { force: boolean }): void {
  if (refusals.length > 0)
    throw new Trouble('setup.foreign', refusals.join('; '), 'Take it over with --adopt, or choose another name or --deployment.');
  if (hazards.length > 0 && !force) throw new Trouble('setup.dangerous', hazards.join('; '), 'Say --force if that is what you want.');
}
