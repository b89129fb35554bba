/** Reads the wildcard of a hosted zone that answers for a name with no records at it or below it. */
import type { Look } from './look.ts';
import { plainName, records, type ZoneRecord } from './record.ts';
import type { Zone } from './zone.ts';

export interface Wildcard {
  /** `*.example.com` */
  name: string;
  /** Those that lead somewhere: A, AAAA, CNAME. */
  sets: ZoneRecord[];
}

/**
 * The wildcard at the nearest name above that is there, as RFC 4592 has it: what stands below a name makes the name itself be there, and
 * then no wildcard answers for it.
 * @returns undefined where none does, or where it leads nowhere
 */
export async function wildcardFor(look: Look, { id, name: zone }: Pick<Zone, 'id' | 'name'>, name: string): Promise<Wildcard | undefined> {
  const apex = plainName(zone);
  let at = plainName(name);
  if (at === apex || (await isThere(look, id, at))) return undefined;
  do at = at.slice(at.indexOf('.') + 1);
  while (at !== apex && !(await isThere(look, id, at)));
  const wild = `*.${at}`;
  const sets = (await look.at(records, id, wild)).filter(({ type }) => /^(A|AAAA|CNAME)$/.test(type));
  return sets.length === 0 ? undefined : { name: wild, sets };
}

/** AWS: sets are listed by their labels from the right, so what is at a name comes first and what is below it next. <route53 API, ListResourceRecordSets> */
async function isThere({ aws }: Look, zoneId: string, name: string): Promise<boolean> {
  const [route53, { ListResourceRecordSetsCommand }] = await Promise.all([aws.route53(), import('@aws-sdk/client-route-53')]);
  const { ResourceRecordSets: [first] = [] } = await route53.send(
    new ListResourceRecordSetsCommand({ HostedZoneId: zoneId, StartRecordName: name, MaxItems: 1 }),
  );
  const found = plainName(first?.Name ?? '');
  return found === name || found.endsWith(`.${name}`);
}
