/** Orders changes so that nothing live breaks: what a reader or a mail already uses changes only after what takes its place is proven. Pure. */
import type { Led } from './led.ts';
import type { Have, Want } from './resource.ts';

const rewriting = ['open', 'click'];

/**
 * The wants with the needs that what is there adds:
 * - a name that leads somewhere already, by a record or without one (`led`), is led elsewhere only when the new front is proven at its own
 *   name; a new name gets its record early;
 * - on a set that exists, a destination that lists OPEN or CLICK (AWS: that is what makes SES rewrite mail) comes after the tracking options.
 */
export function safely(wants: readonly Want[], haves: ReadonlyMap<string, Have>, led: ReadonlyMap<string, Led>): Want[] {
  const ids = new Set(wants.map(({ id }) => id));
  return wants.map(want => {
    const after = [...afterFront(want, haves, led), ...afterOptions(want, haves)].filter(id => ids.has(id) && !want.needs.includes(id));
    return after.length === 0 ? want : { ...want, needs: [...want.needs, ...after] };
  });
}

function afterFront({ id, kind, name }: Want, haves: ReadonlyMap<string, Have>, led: ReadonlyMap<string, Led>): string[] {
  return kind === 'record' && (haves.has(id) || led.has(name)) ? [`front/${name}`] : [];
}

function afterOptions({ kind, parent = '', fields }: Want, haves: ReadonlyMap<string, Have>): string[] {
  const events = fields['events'];
  const rewrites = Array.isArray(events) && events.some(each => rewriting.includes(String(each)));
  if (kind !== 'event-destination' || !rewrites || !haves.has(parent)) return [];
  return [parent.replace(/^configuration-set\//, 'tracking-options/')];
}
