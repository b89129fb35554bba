/** Names the changes that need a human to say "yes, really". Pure. */
import type { Change } from './plan.ts';

/** One sentence a danger; empty where there is none. */
export function hazards(changes: readonly Change[]): string[] {
  return changes
    .filter(({ action }) => action === 'replace')
    .map(({ title, fields }) => `${title} is deleted and made anew, because ${because(fields)}; what happens in between is lost`);
}

function because(fields: Change['fields']): string {
  return fields.map(({ path, have, want }) => `its ${path} cannot change from ${JSON.stringify(have)} to ${JSON.stringify(want)}`).join(' and ');
}
