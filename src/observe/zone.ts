/** Reads the hosted zones of Route 53, and the name servers that Route 53 gave a zone. */
import { orAbsent } from './absent.ts';
import type { Look } from './look.ts';

export interface Zone {
  id: string;
  /** `example.com.` */
  name: string;
  isPrivate: boolean;
}

/** All of the account, page by page. */
export async function zones({ aws }: Look): Promise<Zone[]> {
  const [route53, { ListHostedZonesCommand }] = await Promise.all([aws.route53(), import('@aws-sdk/client-route-53')]);
  const all: Zone[] = [];
  let marker: string | undefined;
  do {
    const page = await route53.send(new ListHostedZonesCommand(marker === undefined ? {} : { Marker: marker }));
    for (const { Id = '', Name: name = '', Config } of page.HostedZones ?? [])
      all.push({ id: Id.replace(/^\/hostedzone\//, ''), name, isPrivate: Config?.PrivateZone === true });
    marker = page.IsTruncated === true ? page.NextMarker : undefined;
  } while (marker);
  return all;
}

/** Those that the registrar must name for the zone to be the live one. */
export async function nameServers({ aws }: Look, zoneId: string): Promise<string[]> {
  const [route53, { GetHostedZoneCommand }] = await Promise.all([aws.route53(), import('@aws-sdk/client-route-53')]);
  const found = await orAbsent(route53.send(new GetHostedZoneCommand({ Id: zoneId })));
  return found === 'absent' ? [] : (found.DelegationSet?.NameServers ?? []).map(name => name.toLowerCase().replace(/\.$/, '')).sort();
}
