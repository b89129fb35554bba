/** Reads the record sets of one name in a hosted zone. */
import type { ResourceRecordSet } from '@aws-sdk/client-route-53';
import type { Look } from './look.ts';

export interface ZoneRecord {
  type: string;
  /** Seconds; absent on an alias. */
  ttl?: number;
  values: string[];
  /** The name whose addresses it borrows, lower case, without its last dot. */
  alias?: string;
  /** One of several by a routing policy (weighted, by latency, …). */
  isRouted: boolean;
  /** As AWS keeps it, to be named in a deletion. */
  set: ResourceRecordSet;
}

/** Lower case, no dot at the end; AWS writes `*` as `\052`. */
export function plainName(name: string): string {
  return name
    .toLowerCase()
    .replace(/\.$/, '')
    .replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}

/** Every set of exactly that name. */
export async function records({ aws }: Look, zoneId: string, name: string): Promise<ZoneRecord[]> {
  const [route53, { ListResourceRecordSetsCommand }] = await Promise.all([aws.route53(), import('@aws-sdk/client-route-53')]);
  const all: ResourceRecordSet[] = [];
  let from: { StartRecordName: string; StartRecordType?: ResourceRecordSet['Type']; StartRecordIdentifier?: string } | undefined = {
    StartRecordName: name,
  };
  while (from !== undefined) {
    const page: Awaited<ReturnType<typeof ask>> = await ask(from);
    all.push(...(page.ResourceRecordSets ?? []).filter(set => plainName(set.Name ?? '') === plainName(name)));
    from =
      page.IsTruncated === true && page.NextRecordName !== undefined && plainName(page.NextRecordName) === plainName(name)
        ? {
            StartRecordName: page.NextRecordName,
            ...(page.NextRecordType === undefined ? {} : { StartRecordType: page.NextRecordType }),
            ...(page.NextRecordIdentifier === undefined ? {} : { StartRecordIdentifier: page.NextRecordIdentifier }),
          }
        : undefined;
  }
  return all.map(set => ({
    type: set.Type ?? '',
    ...(set.TTL === undefined ? {} : { ttl: set.TTL }),
    values: (set.ResourceRecords ?? []).map(({ Value = '' }) => Value),
    ...(set.AliasTarget?.DNSName === undefined ? {} : { alias: plainName(set.AliasTarget.DNSName) }),
    isRouted: set.SetIdentifier !== undefined,
    set,
  }));

  async function ask(start: NonNullable<typeof from>) {
    return route53.send(new ListResourceRecordSetsCommand({ HostedZoneId: zoneId, MaxItems: 20, ...start }));
  }
}
