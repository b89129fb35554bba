/** Finds the tracking domains that lead somewhere already without a record that setup would change. */
import type { Look } from '../observe/look.ts';
import { wildcardFor } from '../observe/wildcard.ts';
import { ownersLead } from './by-hand.ts';
import type { Have, Want } from './resource.ts';
import { zoneFor } from './zone-for.ts';

/** How a name is led: by a wildcard of its zone, where the zone can be read, and to where. */
export interface Led {
  wildcard?: string;
  to: string;
}

/** By the tracking domain; one that leads nowhere, or has its own record in Route 53, is not in it. */
export async function ledAlready(wants: readonly Want[], haves: ReadonlyMap<string, Have>, look: Look): Promise<Map<string, Led>> {
  // Every tracking domain has DKIM records; one with a front of the operator's own has no record of ours.
  const missing = wants.filter(({ kind, name }) => kind === 'dkim' && !haves.has(`record/${name}`));
  const found = await Promise.all(missing.map(async want => [want.name, await led(want, look)] as const));
  return new Map(found.flatMap(([name, how]) => (how === undefined ? [] : [[name, how] as const])));
}

async function led({ name, fields }: Want, look: Look): Promise<Led | undefined> {
  if (fields['dns'] === 'manual') {
    const to = await ownersLead(look.network, name);
    return to === null ? undefined : { to };
  }
  const wildcard = await wildcardFor(look, await zoneFor(look, name), name);
  return wildcard && { wildcard: wildcard.name, to: wildcard.sets.map(({ alias, values }) => alias ?? values.join(' ')).join(' and ') };
}
