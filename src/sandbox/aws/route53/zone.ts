/** What the account holds of Route 53: hosted zones, their record sets, and what of them DNS already shows. */
import type { ResourceRecordSet, VPC } from '@aws-sdk/client-route-53';
import { type Call, fault } from '../../wire/handler.ts';
import { shelf, type World } from '../../world.ts';
import { canonicalName } from './names.ts';

export interface KeptSet {
  set: ResourceRecordSet;
  /** When DNS shows it as it is, in milliseconds. */
  since: number;
}

/** Record sets by `setKey`. */
export type Sets = ReadonlyMap<string, KeptSet>;

export interface Zone {
  /** Without `/hostedzone/`. */
  id: string;
  /** Canonical, with its dot. */
  name: string;
  callerReference: string;
  comment?: string;
  isPrivate: boolean;
  vpcs: VPC[];
  nameServers: string[];
  tags: Map<string, string>;
  /** As the API shows them. */
  sets: Sets;
  /** As DNS shows them from a time on; the oldest still in force comes first. */
  shown: { at: number; sets: Sets }[];
  /** Until then the zone is busy with its last change, where the trap says so. */
  busyUntil: number;
}

export interface Submitted {
  id: string;
  submittedAt: number;
  inSyncAt: number;
  comment?: string;
}

interface Route53 {
  /** By id, in the order in which they were made. */
  zones: Map<string, Zone>;
  changes: Map<string, Submitted>;
  count: number;
}

const kept = shelf<Route53>(() => ({ zones: new Map(), changes: new Map(), count: 0 }));

/** AWS: PENDING becomes INSYNC "generally within 60 seconds". <https://docs.aws.amazon.com/Route53/latest/APIReference/API_GetChange.html> */
const inSyncMs = 30_000;
const slowInSyncMs = 300_000;

/** Route 53 is one for all regions. */
export function route53Of(world: World): Route53 {
  return kept(world, '');
}

export function newId(world: World, head: string): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
  return head + [...world.random.bytes(19)].map(byte => letters[byte % letters.length]).join('');
}

/** The zone of an id, `/hostedzone/Z…` or `Z…`; refusals as Route 53 words them. */
export function zoneOf(id: string | undefined, { world }: Pick<Call, 'world'>): Zone {
  const bare = (id ?? '').replace(/^\/?hostedzone\//, '');
  const found = route53Of(world).zones.get(bare);
  if (found === undefined) throw fault('NoSuchHostedZone', `No hosted zone found with ID: ${bare}`);
  return found;
}

/** `click.example.com.|CNAME|`, one for every set of a zone. */
export function setKey(set: Pick<ResourceRecordSet, 'Name' | 'Type' | 'SetIdentifier'>): string {
  return `${canonicalName(set.Name ?? '')}|${set.Type ?? ''}|${set.SetIdentifier ?? ''}`;
}

/** What DNS shows of a zone now; undefined while nothing of it is INSYNC. */
export function shownSets(world: World, zone: Zone): Sets | undefined {
  const now = world.clock.now();
  return zone.shown.findLast(one => one.at <= now)?.sets;
}

/** When a change that is submitted now is INSYNC. */
export function inSyncAt(world: World): number {
  return world.clock.now() + world.pace(world.traps.has('route53-slow-insync') ? slowInSyncMs : inSyncMs);
}

/** Takes note of a change, and of the sets that DNS shows once it is INSYNC. */
export function submit(world: World, zone: Zone, sets: Sets, at: number, comment?: string): Submitted {
  const now = world.clock.now();
  const inForce = zone.shown.findLastIndex(one => one.at <= now);
  // A change never overtakes an earlier one.
  const inSync = Math.max(at, zone.shown.at(-1)?.at ?? 0);
  zone.sets = sets;
  zone.shown = [...zone.shown.slice(Math.max(inForce, 0)), { at: inSync, sets }];
  const change: Submitted = { id: newId(world, 'C'), submittedAt: now, inSyncAt: inSync, ...(comment === undefined ? {} : { comment }) };
  route53Of(world).changes.set(change.id, change);
  return change;
}

export interface ZoneWishes {
  name: string;
  callerReference: string;
  comment?: string;
  vpcs?: VPC[];
  /** What it holds beside NS and SOA. */
  sets?: ResourceRecordSet[];
  /** When DNS shows it; at once where it is not given. */
  at?: number;
}

/** Makes a zone with its NS and SOA records, four name servers of its own. */
export function openZone(world: World, wishes: ZoneWishes): { zone: Zone; change: Submitted } {
  const kept53 = route53Of(world);
  const number = kept53.count * 4;
  kept53.count += 1;
  const name = canonicalName(wishes.name);
  const nameServers = ['com', 'net', 'org', 'co.uk'].map((end, at) => `ns-${number + at}.awsdns-${String(number % 64).padStart(2, '0')}.${end}`);
  const zone: Zone = {
    id: newId(world, 'Z'),
    name,
    callerReference: wishes.callerReference,
    ...(wishes.comment === undefined ? {} : { comment: wishes.comment }),
    isPrivate: wishes.vpcs !== undefined,
    vpcs: wishes.vpcs ?? [],
    nameServers,
    tags: new Map(),
    sets: new Map(),
    shown: [],
    busyUntil: 0,
  };
  const at = wishes.at ?? world.clock.now();
  const [first] = nameServers;
  const soa = `${first}. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400`;
  const made: ResourceRecordSet[] = [
    { Name: name, Type: 'NS', TTL: 172_800, ResourceRecords: nameServers.map(one => ({ Value: `${one}.` })) },
    { Name: name, Type: 'SOA', TTL: 900, ResourceRecords: [{ Value: soa }] },
    ...(wishes.sets ?? []).map(set => ({ ...set, Name: canonicalName(set.Name ?? '') })),
  ];
  kept53.zones.set(zone.id, zone);
  const change = submit(world, zone, new Map(made.map(set => [setKey(set), { set, since: at }])), at);
  return { zone, change };
}
