/** Shows a plan field by field: what is there, what it becomes. */
import type { Paint } from '../cli/paint.ts';
import type { Change, Plan } from '../setup/plan.ts';
import type { Json } from '../setup/ref.ts';

/** The plan as text, every field that would change as `have → want`. */
export function planText(plan: Plan, paint: Paint): string {
  const { deployment, place, changes, refusals, hazards, notes } = plan;
  const touched = changes.filter(({ action }) => action !== 'none');
  return [
    `${paint.bold(`Deployment ${deployment}`)} in ${place.region}, account ${place.account}`,
    ...changes.map(change => changeText(change, paint)),
    ...refusals.map(each => paint.bad(`! ${each}`)),
    ...hazards.map(each => paint.bad(`! ${each}`)),
    ...notes.map(each => paint.dim(`  ${each}`)),
    touched.length === 0 ? 'Nothing to do: everything is as wanted.' : `${counted(changes)}.`,
  ].join('\n');
}

/** `2 to create, 1 to change, 1 as wanted`. */
function counted(changes: readonly Change[]): string {
  const words = { create: 'to create', update: 'to change', replace: 'to replace', none: 'as wanted' } as const;
  return Object.entries(words)
    .map(([action, word]) => [changes.filter(change => change.action === action).length, word] as const)
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} ${word}`)
    .join(', ');
}

function changeText({ action, title, fields, have }: Change, paint: Paint): string {
  if (action === 'none') return `${paint.dim('=')} ${title}${have?.pending === undefined ? '' : paint.warn(' (pending)')}`;
  const sign = { create: paint.good('+'), update: paint.warn('~'), replace: paint.bad('±') }[action];
  const width = Math.max(...fields.map(({ path }) => path.length));
  const rows = fields.map(({ path, have: old, want }) => {
    const value = paint.name(valueText(want));
    return `    ${path.padEnd(width)}  ${action === 'create' ? value : `${valueText(old)} → ${value}`}`;
  });
  return [`${sign} ${title}${action === 'replace' ? ' (deleted and made anew)' : ''}`, ...rows].join('\n');
}

/** A field's value in words: lists joined, nothing as `nothing`, what is not known yet by what it will be. */
export function valueText(value: Json): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(valueText).join(', ');
  if (typeof value !== 'object') return String(value);
  const { $ref: target, output } = value;
  return typeof target === 'string' && typeof output === 'string' ? `(${output} of ${target}, known once it is made)` : JSON.stringify(value);
}
