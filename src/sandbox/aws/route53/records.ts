/** Route 53's operations on record sets, and what became of a change. */
import type {
  ChangeResourceRecordSetsCommandInput,
  ChangeResourceRecordSetsCommandOutput,
  GetChangeCommandInput,
  GetChangeCommandOutput,
  ListResourceRecordSetsCommandInput,
  ListResourceRecordSetsCommandOutput,
  ResourceRecordSet,
} from '@aws-sdk/client-route-53';
import { type Answer, type Call, fault, type Handlers } from '../../wire/handler.ts';
import { applyBatch } from './batch.ts';
import { canonicalName, compareNames } from './names.ts';
import { inSyncAt, route53Of, submit, zoneOf } from './zone.ts';
import { changeInfo } from './zones.ts';

const pageSize = 300;
const busyMs = 2000;

type Where = Pick<ResourceRecordSet, 'Name' | 'Type' | 'SetIdentifier'>;

function compareText(a = '', b = ''): number {
  return a < b ? -1 : Number(a > b);
}

/** AWS: by name from the right, then by type. */
function compareSets(a: Where, b: Where): number {
  return compareNames(a.Name ?? '', b.Name ?? '') || compareText(a.Type, b.Type) || compareText(a.SetIdentifier, b.SetIdentifier);
}

export const recordHandlers = {
  ChangeResourceRecordSets(input: ChangeResourceRecordSetsCommandInput, call: Call): Answer<ChangeResourceRecordSetsCommandOutput> {
    const { world } = call;
    const zone = zoneOf(input.HostedZoneId, call);
    const now = world.clock.now();
    if (world.traps.has('route53-overlap') && now < zone.busyUntil)
      throw fault('PriorRequestNotComplete', 'The request was rejected because Route 53 was still processing a prior request.');
    const since = inSyncAt(world);
    const sets = applyBatch(input.ChangeBatch?.Changes ?? [], { zone, sets: zone.sets, since });
    zone.busyUntil = now + world.pace(busyMs);
    return { ChangeInfo: changeInfo(world, submit(world, zone, sets, since, input.ChangeBatch?.Comment)) };
  },

  ListResourceRecordSets(input: ListResourceRecordSetsCommandInput, call: Call): Answer<ListResourceRecordSetsCommandOutput> {
    const { StartRecordName: name, StartRecordType: type, StartRecordIdentifier: identifier } = input;
    if (type !== undefined && name === undefined)
      throw fault('InvalidInput', 'The StartRecordType parameter requires the StartRecordName parameter.');
    const start: Where = { Name: canonicalName(name ?? ''), Type: type, SetIdentifier: identifier };
    const all = [...zoneOf(input.HostedZoneId, call).sets.values()].map(one => one.set).sort(compareSets);
    const rest = name === undefined ? all : all.filter(set => compareSets(set, start) >= 0);
    const most = Math.min(input.MaxItems ?? pageSize, pageSize);
    const next = rest[most];
    return {
      ResourceRecordSets: rest.slice(0, most),
      IsTruncated: next !== undefined,
      ...(next === undefined ? {} : { NextRecordName: next.Name, NextRecordType: next.Type }),
      ...(next?.SetIdentifier === undefined ? {} : { NextRecordIdentifier: next.SetIdentifier }),
      MaxItems: most,
    };
  },

  GetChange({ Id }: GetChangeCommandInput, { world }: Call): Answer<GetChangeCommandOutput> {
    const bare = (Id ?? '').replace(/^\/?change\//, '');
    const change = route53Of(world).changes.get(bare);
    if (change === undefined) throw fault('NoSuchChange', `A change with the ID ${bare} does not exist.`);
    return { ChangeInfo: changeInfo(world, change) };
  },
} satisfies Handlers;
