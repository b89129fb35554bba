/** The record that leads the tracking domain to its distribution: a CNAME, or an alias where the domain is a zone of its own. */
import type { Change } from '@aws-sdk/client-route-53';
import { Trouble } from '../../errors.ts';
import { type Look, lookAt } from '../../observe/look.ts';
import { plainName, records, type ZoneRecord } from '../../observe/record.ts';
import { handTtl, ownersCname, written } from '../by-hand.ts';
import type { Fields, Json } from '../ref.ts';
import { type Hands, resource, type Want } from '../resource.ts';
import { until } from '../wait.ts';
import { changeRecords, inSync } from '../zone-change.ts';
import { zoneFor } from '../zone-for.ts';
import { listedFor } from './distribution.ts';

export type RecordFields = Fields & {
  dns: string;
  /** `cname` or `alias`. */
  type: string;
  /** The distribution's own name. */
  target: Json;
};

/** Seconds. */
const ttl = 300;
/** AWS: the hosted zone of every distribution. <https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html> */
const cloudFrontZone = 'Z2FDTNDATAQYW2';
const longestCacheS = 3600;

export const record = resource<RecordFields>({
  kind: 'record',
  replaceOn: [],
  isFront: true,
  iam: ['route53:ListHostedZones', 'route53:ListResourceRecordSets', 'route53:ChangeResourceRecordSets', 'route53:GetChange'],
  usually: 'a minute',

  async read(look, want) {
    const { name, fields } = want;
    if (fields.dns === 'manual') {
      const target = await ownersCname(look.network, name);
      return target === null ? undefined : { fields: { ...fields, target: plainName(target) }, outputs: {} };
    }
    const found = leading(await setsOf(look, name, fields.type));
    if (found === undefined) return undefined;
    const ours = (await listedFor(look, want))?.domainName;
    return {
      fields: { dns: fields.dns, ...found },
      outputs: {},
      // It points at ours, so it is whose the distribution is.
      ...(plainName(ours ?? '') === found.target ? {} : { owner: null }),
      called: `record ${name} (${found.type} ${found.target})`,
    };
  },

  async create(hands, want) {
    await lead(hands, want);
    return {};
  },

  update: lead,

  async destroy(hands, { name, fields }, have) {
    if (fields.dns === 'manual') return;
    const look = lookAt(hands);
    const zone = await zoneFor(look, name);
    const gone = (await look.at(records, zone.id, name)).filter(each => leading([each])?.target === have.fields['target']);
    if (gone.length > 0) await inSync(hands, await changeRecords(hands, zone.id, gone.map(deletion), `ses-track: ${name}`));
  },
});

const deletion = ({ set }: ZoneRecord): Change => ({ Action: 'DELETE', ResourceRecordSet: set });

/** What stands at the name and leads somewhere; refuses what a record of ours could not stand beside or take the place of. */
async function setsOf(look: Look, name: string, type: string): Promise<ZoneRecord[]> {
  const zone = await zoneFor(look, name);
  const all = await look.at(records, zone.id, name);
  const refuse = (what: string, hint: string) => new Trouble('setup.record', what, hint);
  if (zone.isApex && type === 'cname')
    throw refuse(`${name} is a zone of its own, where DNS allows no CNAME`, 'Say `record: alias` under `tracking` in the config file.');
  const others = all.filter(each => !/^(A|AAAA|CNAME|NS|SOA)$/.test(each.type)).map(each => each.type);
  if (others.length > 0 && type === 'cname')
    throw refuse(
      `${name} has ${others.join(' and ')} records, and beside a CNAME nothing else can stand`,
      'Choose another name for tracking, or say `record: alias` under `tracking` in the config file.',
    );
  if (all.some(each => each.isRouted))
    throw refuse(`the records of ${name} have a routing policy, which setup does not touch`, 'Choose another name for tracking.');
  return all.filter(each => /^(A|AAAA|CNAME)$/.test(each.type));
}

/** Where they lead, in the words of the wish; undefined where there are none. */
function leading(sets: readonly ZoneRecord[]): { type: string; target: string } | undefined {
  const [first] = sets;
  if (first === undefined) return undefined;
  if (first.type === 'CNAME') return { type: 'cname', target: plainName(first.values[0] ?? '') };
  const targets = new Set(sets.map(each => each.alias ?? each.values.join(' ')));
  const isWhole = first.alias !== undefined && sets.length === 2 && targets.size === 1;
  return { type: isWhole ? 'alias' : sets.map(each => each.type).join(' and '), target: [...targets].join(' and ') };
}

/** One batch takes the old away and puts the new in: there is no moment without either. */
async function lead(hands: Hands, { name, fields }: Want<RecordFields>): Promise<void> {
  const target = String(fields.target);
  if (fields.dns === 'manual') return written(hands, [{ name, type: 'CNAME', ttl: handTtl, value: target }]);
  const look = lookAt(hands);
  const zone = await zoneFor(look, name);
  const old = await setsOf(look, name, fields.type);
  const change = await changeRecords(hands, zone.id, [...old.map(deletion), ...wanted(name, fields.type, target)], `ses-track: ${name}`);
  await inSync(hands, change);
  if (fields.type === 'cname')
    await until(
      hands,
      {
        what: `the zone's own name servers to show ${name}`,
        usually: 'no time at all',
        timeoutMs: 1_800_000,
        hint: `Check that the registrar names the servers of the hosted zone ${zone.id}.`,
      },
      async () => (plainName((await ownersCname(hands.network, name, zone.name)) ?? '') === plainName(target) ? true : undefined),
    );
  // Readers whose resolvers still have the old record go on to where it led, and may not find https there.
  const cachedS = Math.min(Math.max(0, ...old.map(each => each.ttl ?? 60)), longestCacheS);
  if (cachedS === 0) return;
  hands.waiting(`the old record to leave the caches of resolvers, ${cachedS} s`);
  await hands.clock.sleep(cachedS * 1000, hands.signal);
}

function wanted(name: string, type: string, target: string): Change[] {
  if (type === 'cname')
    return [{ Action: 'CREATE', ResourceRecordSet: { Name: name, Type: 'CNAME', TTL: ttl, ResourceRecords: [{ Value: target }] } }];
  return (['A', 'AAAA'] as const).map(each => ({
    Action: 'CREATE',
    ResourceRecordSet: {
      Name: name,
      Type: each,
      AliasTarget: { HostedZoneId: cloudFrontZone, DNSName: target, EvaluateTargetHealth: false },
    },
  }));
}
