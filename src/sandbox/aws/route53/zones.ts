/** Route 53's operations on hosted zones and their tags. */
import type {
  ChangeInfo,
  ChangeTagsForResourceCommandInput,
  ChangeTagsForResourceCommandOutput,
  CreateHostedZoneCommandInput,
  CreateHostedZoneCommandOutput,
  DeleteHostedZoneCommandInput,
  DeleteHostedZoneCommandOutput,
  GetHostedZoneCommandInput,
  GetHostedZoneCommandOutput,
  HostedZone,
  ListHostedZonesByNameCommandInput,
  ListHostedZonesByNameCommandOutput,
  ListHostedZonesCommandInput,
  ListHostedZonesCommandOutput,
  ListTagsForResourceCommandInput,
  ListTagsForResourceCommandOutput,
} from '@aws-sdk/client-route-53';
import { type Answer, type Call, fault, type Handlers } from '../../wire/handler.ts';
import type { World } from '../../world.ts';
import { canonicalName, compareNames } from './names.ts';
import { inSyncAt, openZone, route53Of, type Submitted, submit, type Zone, zoneOf } from './zone.ts';

const pageSize = 100;

function hostedZone(zone: Zone): HostedZone {
  return {
    Id: `/hostedzone/${zone.id}`,
    Name: zone.name,
    CallerReference: zone.callerReference,
    Config: { PrivateZone: zone.isPrivate, ...(zone.comment === undefined ? {} : { Comment: zone.comment }) },
    ResourceRecordSetCount: zone.sets.size,
  };
}

/** A change as the API shows it now. */
export function changeInfo(world: World, change: Submitted): ChangeInfo {
  return {
    Id: `/change/${change.id}`,
    Status: world.clock.now() >= change.inSyncAt ? 'INSYNC' : 'PENDING',
    SubmittedAt: new Date(change.submittedAt),
    ...(change.comment === undefined ? {} : { Comment: change.comment }),
  };
}

function servers(zone: Zone): { DelegationSet?: { NameServers: string[] } } {
  // AWS: a private zone has no delegation set in GetHostedZone.
  return zone.isPrivate ? {} : { DelegationSet: { NameServers: zone.nameServers } };
}

function size(given: number | undefined): number {
  return Math.min(given ?? pageSize, pageSize);
}

function taggedZone(type: string | undefined, id: string | undefined, call: Call): Zone {
  if (type !== 'hostedzone') throw fault('NotImplemented', 'the sandbox has tags on hosted zones, not on health checks');
  return zoneOf(id, call);
}

export const zoneHandlers = {
  CreateHostedZone(input: CreateHostedZoneCommandInput, call: Call): Answer<CreateHostedZoneCommandOutput> {
    const { world } = call;
    const given = input.Name ?? '';
    if (!/^(?:[^\s.]{1,63}\.)*[^\s.]{1,63}\.?$/.test(given)) throw fault('InvalidDomainName', `${given} is not a valid domain name`);
    const reference = input.CallerReference ?? '';
    if ([...route53Of(world).zones.values()].some(zone => zone.callerReference === reference))
      throw fault('HostedZoneAlreadyExists', `A hosted zone has already been created with the specified caller reference.`);
    const wantsPrivate = input.HostedZoneConfig?.PrivateZone === true;
    if (wantsPrivate && input.VPC === undefined)
      throw fault(
        'InvalidInput',
        `When you're creating a private hosted zone (when you specify true for PrivateZone), you must also specify values for VPCId and VPCRegion.`,
      );
    const comment = input.HostedZoneConfig?.Comment;
    const { zone, change } = openZone(world, {
      name: given,
      callerReference: reference,
      at: inSyncAt(world),
      ...(comment === undefined ? {} : { comment }),
      ...(input.VPC === undefined ? {} : { vpcs: [input.VPC] }),
    });
    return {
      HostedZone: hostedZone(zone),
      ChangeInfo: changeInfo(world, change),
      DelegationSet: { NameServers: zone.nameServers },
      ...(input.VPC === undefined ? {} : { VPC: input.VPC }),
      Location: `https://route53.amazonaws.com/2013-04-01/hostedzone/${zone.id}`,
    };
  },

  GetHostedZone({ Id }: GetHostedZoneCommandInput, call: Call): Answer<GetHostedZoneCommandOutput> {
    const zone = zoneOf(Id, call);
    return { HostedZone: hostedZone(zone), ...servers(zone), ...(zone.isPrivate ? { VPCs: zone.vpcs } : {}) };
  },

  ListHostedZones({ Marker, MaxItems }: ListHostedZonesCommandInput, { world }: Call): Answer<ListHostedZonesCommandOutput> {
    const all = [...route53Of(world).zones.values()];
    const from = Marker === undefined ? 0 : all.findIndex(zone => zone.id === Marker.replace(/^\/?hostedzone\//, ''));
    if (from < 0) throw fault('InvalidInput', `The marker ${Marker} does not exist.`);
    const most = size(MaxItems);
    const next = all[from + most];
    return {
      HostedZones: all.slice(from, from + most).map(hostedZone),
      Marker: Marker ?? '',
      IsTruncated: next !== undefined,
      ...(next === undefined ? {} : { NextMarker: next.id }),
      MaxItems: most,
    };
  },

  ListHostedZonesByName(input: ListHostedZonesByNameCommandInput, { world }: Call): Answer<ListHostedZonesByNameCommandOutput> {
    const order = (a: { name: string; id: string }, b: { name: string; id: string }) =>
      compareNames(a.name, b.name) || (a.id < b.id ? -1 : Number(a.id > b.id));
    const start = { name: canonicalName(input.DNSName ?? ''), id: (input.HostedZoneId ?? '').replace(/^\/?hostedzone\//, '') };
    const all = [...route53Of(world).zones.values()].sort(order).filter(zone => input.DNSName === undefined || order(zone, start) >= 0);
    const most = size(input.MaxItems);
    const next = all[most];
    return {
      HostedZones: all.slice(0, most).map(hostedZone),
      ...(input.DNSName === undefined ? {} : { DNSName: input.DNSName }),
      ...(input.HostedZoneId === undefined ? {} : { HostedZoneId: input.HostedZoneId }),
      IsTruncated: next !== undefined,
      ...(next === undefined ? {} : { NextDNSName: next.name, NextHostedZoneId: next.id }),
      MaxItems: most,
    };
  },

  DeleteHostedZone({ Id }: DeleteHostedZoneCommandInput, call: Call): Answer<DeleteHostedZoneCommandOutput> {
    const { world } = call;
    const zone = zoneOf(Id, call);
    if ([...zone.sets.values()].some(({ set }) => set.Name !== zone.name || (set.Type !== 'NS' && set.Type !== 'SOA')))
      throw fault('HostedZoneNotEmpty', 'The specified hosted zone contains non-required resource record sets and so cannot be deleted.');
    const change = submit(world, zone, new Map(), inSyncAt(world));
    route53Of(world).zones.delete(zone.id);
    return { ChangeInfo: changeInfo(world, change) };
  },

  ChangeTagsForResource(input: ChangeTagsForResourceCommandInput, call: Call): Answer<ChangeTagsForResourceCommandOutput> {
    const zone = taggedZone(input.ResourceType, input.ResourceId, call);
    for (const key of input.RemoveTagKeys ?? []) zone.tags.delete(key);
    for (const { Key, Value } of input.AddTags ?? []) zone.tags.set(Key ?? '', Value ?? '');
    return {};
  },

  ListTagsForResource(input: ListTagsForResourceCommandInput, call: Call): Answer<ListTagsForResourceCommandOutput> {
    const zone = taggedZone(input.ResourceType, input.ResourceId, call);
    return { ResourceTagSet: { ResourceType: 'hostedzone', ResourceId: zone.id, Tags: [...zone.tags].map(([Key, Value]) => ({ Key, Value })) } };
  },
} satisfies Handlers;
