/** A batch of changes to a zone: all of it or nothing, with everything that Route 53 has against it. Pure. */
import type { Change, ResourceRecordSet } from '@aws-sdk/client-route-53';
import { fault } from '../../wire/handler.ts';
import { canonicalName, isWithin } from './names.ts';
import { valueProblems } from './record-values.ts';
import { type KeptSet, type Sets, setKey } from './zone.ts';

/** AWS: the hosted zone of every distribution. <https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html> */
export const cloudFrontZone = 'Z2FDTNDATAQYW2';

export interface BatchPlace {
  zone: { id: string; name: string };
  sets: Sets;
  /** When DNS shows the outcome, in milliseconds. */
  since: number;
}

function titled(set: ResourceRecordSet): string {
  const identifier = set.SetIdentifier === undefined ? '' : `, set-identifier='${set.SetIdentifier}'`;
  return `[name='${canonicalName(set.Name ?? '')}', type='${set.Type}'${identifier}]`;
}

/** As the zone keeps it: names canonical, values as they were given. */
function tidied(set: ResourceRecordSet): ResourceRecordSet {
  const { AliasTarget: alias } = set;
  const { ResourceRecords: records, ...rest } = set;
  return {
    ...rest,
    ...(records === undefined || records.length === 0 ? {} : { ResourceRecords: records }),
    Name: canonicalName(set.Name ?? ''),
    ...(alias === undefined ? {} : { AliasTarget: { ...alias, DNSName: canonicalName(alias.DNSName ?? '') } }),
  };
}

/** AWS: a DELETE must name the set as it is, TTL and every value. The order of values does not matter. */
function isSame(a: ResourceRecordSet, b: ResourceRecordSet): boolean {
  const shown = (set: ResourceRecordSet) => {
    const alias = set.AliasTarget;
    const values = (set.ResourceRecords ?? []).map(record => record.Value).sort();
    return JSON.stringify([
      set.TTL,
      values,
      alias === undefined ? null : [alias.HostedZoneId, alias.DNSName, alias.EvaluateTargetHealth],
      set.Weight,
    ]);
  };
  return shown(a) === shown(b);
}

function checkForm({ Action, ResourceRecordSet: set }: Change): void {
  const hasRecords = (set?.ResourceRecords ?? []).length > 0;
  const isPlain = set?.TTL !== undefined && hasRecords;
  const found = [set?.AliasTarget !== undefined, isPlain, set?.TrafficPolicyInstanceId !== undefined].filter(Boolean).length;
  if (found === 1 && !(set?.AliasTarget !== undefined && (hasRecords || set.TTL !== undefined))) return;
  const what = found > 0 ? 'more than one' : 'none';
  throw fault(
    'InvalidInput',
    `Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId], but found ${what} in Change with [Action=${Action}, Name=${set?.Name}, Type=${set?.Type}, SetIdentifier=${set?.SetIdentifier ?? 'null'}]`,
  );
}

function aliasProblems(set: ResourceRecordSet, { zone, sets }: BatchPlace): string[] {
  const { AliasTarget: alias } = set;
  if (alias === undefined) return [];
  const tried = `Tried to create an alias that targets ${alias.DNSName}, type ${set.Type} in zone ${alias.HostedZoneId}`;
  const home = alias.HostedZoneId === cloudFrontZone ? 'cloudfront.net.' : alias.HostedZoneId === zone.id ? zone.name : undefined;
  const target = alias.DNSName ?? '';
  if (home === undefined || !isWithin(target, home)) return [`${tried}, but the alias target name does not lie within the target zone`];
  const isThere = home === 'cloudfront.net.' || [...sets.values()].some(one => one.set.Name === target && one.set.Type === set.Type);
  return isThere ? [] : [`${tried}, but that target was not found`];
}

function placeProblems(set: ResourceRecordSet, { zone }: BatchPlace): string[] {
  const name = set.Name ?? '';
  if (!isWithin(name, zone.name)) return [`RRSet with DNS name ${name} is not permitted in zone ${zone.name}`];
  // AWS, RFC 1034 §3.6.2: the apex has NS and SOA, so it cannot have a CNAME.
  if (set.Type === 'CNAME' && name === zone.name) return [`RRSet of type CNAME with DNS name ${name} is not permitted at apex in zone ${zone.name}`];
  return [];
}

function conflicts(sets: ReadonlyMap<string, KeptSet>, touched: readonly ResourceRecordSet[], zone: string): string[] {
  const all = [...sets.values()].map(one => one.set);
  return touched.flatMap(set => {
    const beside = all.filter(one => one.Name === set.Name && one.Type !== set.Type);
    if (set.Type === 'CNAME' && beside.length > 0)
      return [
        `RRSet of type CNAME with DNS name ${set.Name} is not permitted as it conflicts with other records with the same DNS name in zone ${zone}`,
      ];
    return set.Type !== 'CNAME' && beside.some(one => one.Type === 'CNAME')
      ? [
          `RRSet of type ${set.Type} with DNS name ${set.Name} is not permitted because a conflicting RRSet of type CNAME with the same DNS name already exists in zone ${zone}`,
        ]
      : [];
  });
}

function withoutApex(sets: ReadonlyMap<string, KeptSet>, zone: string): string[] {
  const has = (type: string) => sets.has(setKey({ Name: zone, Type: type as 'NS' }));
  return [
    ...(has('NS') ? [] : ['A HostedZone must contain at least one NS record for the zone itself.']),
    ...(has('SOA') ? [] : ['A HostedZone must contain exactly one SOA record.']),
  ];
}

/**
 * @returns the zone's sets after the batch
 * @throws InvalidInput for a change that is no change, InvalidChangeBatch with every sentence in brackets otherwise
 */
export function applyBatch(changes: readonly Change[], place: BatchPlace): Sets {
  for (const change of changes) checkForm(change);
  const sets = new Map(place.sets);
  const touched = new Map<string, ResourceRecordSet>();
  const problems: string[] = [];
  for (const { Action, ResourceRecordSet: given } of changes) {
    if (given === undefined) continue;
    const set = tidied(given);
    const key = setKey(set);
    const old = sets.get(key);
    if (Action === 'DELETE') {
      if (old === undefined) problems.push(`Tried to delete resource record set ${titled(set)} but it was not found`);
      else if (!isSame(old.set, set))
        problems.push(`Tried to delete resource record set ${titled(set)} but the values provided do not match the current values`);
      sets.delete(key);
      touched.delete(key);
      continue;
    }
    if (Action === 'CREATE' && old !== undefined) problems.push(`Tried to create resource record set ${titled(set)} but it already exists`);
    problems.push(...placeProblems(set, place), ...valueProblems(set), ...aliasProblems(set, { ...place, sets }));
    // What stays as it was is in DNS already.
    sets.set(key, old !== undefined && isSame(old.set, set) ? old : { set, since: place.since });
    touched.set(key, set);
  }
  problems.push(...conflicts(sets, [...touched.values()], place.zone.name), ...withoutApex(sets, place.zone.name));
  if (problems.length > 0) throw fault('InvalidChangeBatch', `[${problems.join(', ')}]`);
  return sets;
}
