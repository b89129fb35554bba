/** What DNS answers in a world: the live hosted zones' INSYNC records, other people's zones, and the names that AWS itself keeps. */
import { shelf, type World } from '../../world.ts';
import { type Zone as DnsZone, lookUp, plainName, type RecordSet } from '../../zones.ts';
import { cloudFrontOf } from '../cloudfront/state.ts';
import { andAbove, isWithin } from './names.ts';
import { type KeptSet, route53Of, type Sets, shownSets, type Zone } from './zone.ts';

/** A record set that tells since when DNS shows it, in milliseconds. */
interface DatedSet extends RecordSet {
  since: number;
}

const outside = shelf(() => new Map<string, RecordSet[]>());

/** A zone at another DNS provider, which DNS knows from now on: what is pushed into the list is there at once. */
export function outsideZone(world: World, name: string): RecordSet[] {
  const kept = outside(world, '');
  const records = kept.get(plainName(name)) ?? [soaOf(plainName(name))];
  kept.set(plainName(name), records);
  return records;
}

function soaOf(zone: string): RecordSet {
  return { name: zone, type: 'SOA', ttl: 900, values: [`ns1.${zone}. hostmaster.${zone}. 1 7200 900 1209600 60`] };
}

function setsAt(sets: Sets | undefined, name: string): KeptSet[] {
  return [...(sets?.values() ?? [])].filter(one => plainName(one.set.Name ?? '') === name);
}

/**
 * The public zone whose name servers DNS asks for that name. A zone below another is asked only where the upper one's NS records
 * name its servers; of two zones of one name without anything above, the older has the registrar's word.
 */
export function liveZone(world: World, name: string): Zone | undefined {
  const zones = [...route53Of(world).zones.values()].filter(zone => !zone.isPrivate);
  let live: Zone | undefined;
  for (const domain of andAbove(plainName(name)).reverse()) {
    const here = zones.filter(zone => plainName(zone.name) === domain);
    if (live === undefined) {
      live = here[0];
      continue;
    }
    const delegation = setsAt(shownSets(world, live), domain).find(one => one.set.Type === 'NS');
    if (delegation === undefined || plainName(live.name) === domain) continue;
    const servers = (delegation.set.ResourceRecords ?? []).map(one => plainName(one.Value ?? ''));
    live = here.find(zone => zone.nameServers.some(server => servers.includes(server)));
    if (live === undefined) return undefined;
  }
  return live;
}

function recordSet({ set, since }: KeptSet): DatedSet {
  const { AliasTarget: alias } = set;
  return {
    name: set.Name ?? '',
    type: set.Type ?? '',
    // AWS: an alias of a distribution answers for 60 seconds.
    ttl: set.TTL ?? 60,
    values: (set.ResourceRecords ?? []).map(record => record.Value ?? ''),
    since,
    ...(alias === undefined ? {} : { alias: alias.DNSName ?? '' }),
  };
}

// Where SES is, by the SDK's own list of regions; GovCloud and the European sovereign cloud are other partitions.
const trackingRegions = [
  ...['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1', 'ca-west-1', 'sa-east-1'],
  ...['eu-west-1', 'eu-west-2', 'eu-west-3', 'eu-central-1', 'eu-central-2', 'eu-north-1', 'eu-south-1'],
  ...['ap-south-1', 'ap-south-2', 'ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3'],
  ...['ap-southeast-1', 'ap-southeast-2', 'ap-southeast-3', 'ap-southeast-5'],
  ...['af-south-1', 'me-south-1', 'me-central-1', 'il-central-1'],
];

/** The region of a tracking host's name, `r.us-east-1.awstrack.me` or one below it; undefined for any other name. */
export function trackingRegion(name: string): string | undefined {
  const [, region = ''] = /^(?:[a-z0-9-]+\.)?r\.([a-z0-9-]+)\.awstrack\.me$/.exec(plainName(name)) ?? [];
  return trackingRegions.includes(region) ? region : undefined;
}

function addressOf(name: string): RecordSet {
  return { name, type: 'A', ttl: 60, values: ['127.0.0.1'] };
}

function amazonsZones(world: World, live: readonly Zone[]): DnsZone[] {
  const distributions = [...cloudFrontOf(world).distributions.values()].flatMap(({ domainName: name, config }) => [
    addressOf(name),
    ...(config.IsIPV6Enabled === true ? [{ name, type: 'AAAA', ttl: 60, values: ['::1'] }] : []),
  ]);
  const tracking = trackingRegions.flatMap(region => [addressOf(`r.${region}.awstrack.me`), addressOf(`*.r.${region}.awstrack.me`)]);
  const servers = live.flatMap(zone => zone.nameServers);
  return [
    { name: 'cloudfront.net', records: [soaOf('cloudfront.net'), ...distributions] },
    { name: 'awstrack.me', records: [soaOf('awstrack.me'), ...tracking] },
    ...servers.map(server => ({ name: server, records: [soaOf(server), addressOf(server)] })),
  ];
}

/** The account's zones that are live, as DNS shows them. */
function liveZones(world: World, live: readonly Zone[]): DnsZone[] {
  const isSilent = world.traps.has('dns-silent');
  return live.flatMap(zone => {
    const sets = shownSets(world, zone);
    return sets === undefined ? [] : [{ name: zone.name, records: [...sets.values()].map(recordSet), isSilent }];
  });
}

const moved = shelf(() => ({ zones: undefined as DnsZone[] | undefined }));

/** What another provider's servers took over, and hold as it was then. */
function movedZones(world: World, live: readonly Zone[]): DnsZone[] {
  const kept = moved(world, '');
  kept.zones ??= liveZones(world, live).map(({ name, records }) => {
    const servers = ['ns1.dns-provider.example.', 'ns2.dns-provider.example.'];
    const isApex = (each: RecordSet, type: string) => each.type === type && plainName(each.name) === plainName(name);
    return { name, records: [...records.map(each => (isApex(each, 'NS') ? { ...each, values: servers } : each))] };
  });
  return kept.zones;
}

/**
 * Everything that DNS knows in a world now, for the DNS server. Private zones, zones that nobody delegates to and changes that are
 * PENDING are not in it. Amazon's own names lead to this machine.
 */
export function dnsZones(world: World): DnsZone[] {
  const live = [...route53Of(world).zones.values()].filter(zone => liveZone(world, zone.name) === zone);
  if (!world.traps.has('dns-moved')) moved(world, '').zones = undefined;
  return [
    ...(world.traps.has('dns-moved') ? movedZones(world, live) : liveZones(world, live)),
    ...[...outside(world, '')].map(([name, records]) => ({ name, records })),
    ...amazonsZones(world, live),
  ];
}

export interface Looked {
  /** `no-name` is NXDOMAIN; `lame`: the zone's servers are none of the world's. */
  end: 'ok' | 'no-name' | 'lame';
  /** Of the type that was asked for, in presentation format. */
  values: string[];
  /** Since when DNS shows the name's own record, in milliseconds; undefined where another provider has it. */
  since?: number;
  /** The names on the way, the one asked for first. */
  names: string[];
}

/**
 * Asks the world's DNS, as a resolver with an empty cache would. CNAMEs are followed (not under type CNAME), aliases are flattened.
 *
 * @param type `A`, `CNAME`, `CAA`, …
 */
export function lookup(world: World, name: string, type: string): Looked {
  const { answers, end } = lookUp(dnsZones(world), name, type);
  const [first] = answers;
  return {
    end,
    values: answers.filter(one => one.type === type).flatMap(one => one.values),
    ...(first !== undefined && 'since' in first && typeof first.since === 'number' ? { since: first.since } : {}),
    names: [plainName(name), ...answers.filter(one => one.type === 'CNAME').map(one => plainName(one.values[0] ?? ''))],
  };
}

/** The distribution's own name that a name leads to, by CNAME or by alias. */
export function cloudFrontTarget(world: World, name: string): string | undefined {
  const last = lookup(world, name, 'A').names.at(-1) ?? '';
  const found = dnsZones(world).flatMap(zone => zone.records.filter(one => one.alias !== undefined && plainName(one.name) === last));
  const target = plainName(found[0]?.alias ?? last);
  return isWithin(target, 'cloudfront.net') ? target : undefined;
}
