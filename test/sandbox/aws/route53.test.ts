/** Route 53: what it refuses, how it gives names back, and when DNS shows a change. */
import {
  ChangeResourceRecordSetsCommand,
  ChangeTagsForResourceCommand,
  CreateHostedZoneCommand,
  DeleteHostedZoneCommand,
  GetChangeCommand,
  GetHostedZoneCommand,
  ListHostedZonesByNameCommand,
  ListHostedZonesCommand,
  ListResourceRecordSetsCommand,
  ListTagsForResourceCommand,
  type ResourceRecordSet,
} from '@aws-sdk/client-route-53';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dnsZones, liveZone, lookup, outsideZone } from '../../../src/sandbox/aws/route53/lookup.ts';
import { canonicalName, compareNames } from '../../../src/sandbox/aws/route53/names.ts';
import { plainName } from '../../../src/sandbox/zones.ts';
import { runs } from '../../long.ts';
import { type Cloud, cname, frontConfig, minute, openCloud, refusal } from './cloud.ts';

async function records(cloud: Cloud, start: { name?: string; most?: number } = {}) {
  const { ResourceRecordSets: sets = [], ...rest } = await cloud.dns.send(
    new ListResourceRecordSetsCommand({
      HostedZoneId: await cloud.zoneId(),
      ...(start.name === undefined ? {} : { StartRecordName: start.name }),
      ...(start.most === undefined ? {} : { MaxItems: start.most }),
    }),
  );
  return { sets, names: sets.map(set => `${set.Name} ${set.Type}`), ...rest };
}

const address = (name: string, value = '192.0.2.1', ttl = 60): ResourceRecordSet => ({
  Name: name,
  Type: 'A',
  TTL: ttl,
  ResourceRecords: [{ Value: value }],
});

test('the ready world has the zone example.test, with the DKIM records of its identity where DNS shows them', async () => {
  const { world } = openCloud();
  expect(lookup(world, 'sandbox2._domainkey.example.test', 'CNAME').values).toEqual(['sandbox2.dkim.amazonses.com']);
  expect(dnsZones(openCloud({ world: 'empty' }).world).map(zone => zone.name)).toEqual(['cloudfront.net', 'awstrack.me']);
});

test('a change is PENDING and not in DNS, half a minute later INSYNC and there', async () => {
  const cloud = openCloud();
  const id = await cloud.change(['CREATE', address('www.example.test')]);
  const status = async () => (await cloud.dns.send(new GetChangeCommand({ Id: id }))).ChangeInfo?.Status;
  expect([await status(), lookup(cloud.world, 'www.example.test', 'A')]).toEqual([
    'PENDING',
    expect.objectContaining({ end: 'no-name', values: [] }),
  ]);
  await cloud.wait(29_000);
  expect(await status()).toBe('PENDING');
  await cloud.wait(1000);
  expect([await status(), lookup(cloud.world, 'www.example.test', 'A').values]).toEqual(['INSYNC', ['192.0.2.1']]);
});

test('route53-slow-insync: a change takes five minutes', async () => {
  const cloud = openCloud({ traps: ['route53-slow-insync'] });
  await cloud.change(['CREATE', address('www.example.test')]);
  await cloud.wait(4.9 * minute);
  expect(lookup(cloud.world, 'www.example.test', 'A').values).toEqual([]);
  await cloud.wait(0.1 * minute);
  expect(lookup(cloud.world, 'www.example.test', 'A').values).toEqual(['192.0.2.1']);
});

test('DNS shows the value before until the new one is INSYNC', async () => {
  const cloud = openCloud();
  await cloud.change(['CREATE', address('www.example.test')]);
  await cloud.wait(minute);
  await cloud.change(['UPSERT', address('www.example.test', '192.0.2.2')]);
  expect(lookup(cloud.world, 'www.example.test', 'A').values).toEqual(['192.0.2.1']);
  await cloud.wait(minute);
  expect(lookup(cloud.world, 'www.example.test', 'A').values).toEqual(['192.0.2.2']);
});

test('names come back in lower case, with a dot and \\052, in the order of their labels from the right', async () => {
  const cloud = openCloud();
  await cloud.change(
    ['CREATE', address('B.Example.test')],
    ['CREATE', address('*.example.test.')],
    ['CREATE', address('a.b.example.test')],
    ['CREATE', { ...address('b.example.test'), Type: 'TXT', ResourceRecords: [{ Value: '"x"' }] }],
  );
  const { names } = await records(cloud, { name: '*.example.test' });
  expect(names.filter(name => !name.includes('_domainkey'))).toEqual([
    '\\052.example.test. A',
    'b.example.test. A',
    'b.example.test. TXT',
    'a.b.example.test. A',
  ]);
  await cloud.wait(minute);
  expect([lookup(cloud.world, 'else.example.test', 'A').values, lookup(cloud.world, 'x.b.example.test', 'A').end]).toEqual([
    ['192.0.2.1'],
    'no-name',
  ]);
});

test('a long list comes in pages that go on where the last one ended', async () => {
  const cloud = openCloud();
  await cloud.change(...Array.from({ length: 350 }, (_, at): ['CREATE', ResourceRecordSet] => ['CREATE', address(`n${at}.example.test`)]));
  const first = await records(cloud);
  expect([first.sets.length, first.IsTruncated, first.MaxItems]).toEqual([300, true, 300]);
  const second = await records(cloud, { name: first.NextRecordName ?? '' });
  expect([second.sets.length, second.IsTruncated]).toEqual([350 + 5 - 300, false]);
  expect(new Set([...first.names, ...second.names]).size).toBe(355);
});

test.each<[string, ['CREATE' | 'UPSERT' | 'DELETE', ResourceRecordSet][], string]>([
  [
    'a record that exists',
    [['CREATE', address('www.example.test')]],
    "[Tried to create resource record set [name='www.example.test.', type='A'] but it already exists]",
  ],
  [
    'a deletion of nothing',
    [['DELETE', address('no.example.test')]],
    "[Tried to delete resource record set [name='no.example.test.', type='A'] but it was not found]",
  ],
  [
    'a deletion with another TTL',
    [['DELETE', address('www.example.test', '192.0.2.1', 61)]],
    'but the values provided do not match the current values]',
  ],
  [
    'a deletion with another value',
    [['DELETE', address('www.example.test', '192.0.2.9')]],
    'but the values provided do not match the current values]',
  ],
  [
    'a CNAME beside another record',
    [['CREATE', cname('www.example.test', 'x.test')]],
    'is not permitted as it conflicts with other records with the same DNS name in zone example.test.]',
  ],
  [
    'a record beside a CNAME',
    [['CREATE', address('alias.example.test')]],
    'is not permitted because a conflicting RRSet of type CNAME with the same DNS name already exists in zone example.test.]',
  ],
  ['a CNAME at the apex', [['CREATE', cname('example.test', 'x.test')]], 'is not permitted at apex in zone example.test.'],
  [
    'a name of another zone',
    [['CREATE', address('www.example.org')]],
    '[RRSet with DNS name www.example.org. is not permitted in zone example.test.]',
  ],
  [
    'a text without quotation marks',
    [['CREATE', { Name: 't.example.test', Type: 'TXT', TTL: 1, ResourceRecords: [{ Value: 'x' }] }]],
    'Value should be enclosed in quotation marks',
  ],
  ['an address that is none', [['CREATE', address('x.example.test', '192.0.2.256')]], 'Value is not a valid IPv4 address'],
  [
    'an alias that lies elsewhere',
    [
      [
        'CREATE',
        { Name: 'x.example.test', Type: 'A', AliasTarget: { HostedZoneId: 'Z2FDTNDATAQYW2', DNSName: 'x.example.org', EvaluateTargetHealth: false } },
      ],
    ],
    'but the alias target name does not lie within the target zone',
  ],
])('%s is refused', async (_, changes, message) => {
  const cloud = openCloud();
  await cloud.change(['CREATE', address('www.example.test')], ['CREATE', cname('alias.example.test', 'x.test')]);
  const said = await refusal(cloud.change(...changes));
  expect(said).toMatch(/^InvalidChangeBatch: /);
  expect(said).toContain(message);
});

test('a record set without a TTL is no record set', async () => {
  const cloud = openCloud();
  expect(await refusal(cloud.change(['CREATE', { Name: 'x.example.test', Type: 'A', ResourceRecords: [{ Value: '192.0.2.1' }] }]))).toContain(
    'Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId], but found none in Change with [Action=CREATE, Name=x.example.test, Type=A, SetIdentifier=null]',
  );
});

test('a batch is all or nothing', async () => {
  const cloud = openCloud();
  const before = (await records(cloud)).names;
  await refusal(cloud.change(['CREATE', address('good.example.test')], ['CREATE', address('bad.example.org')]));
  expect((await records(cloud)).names).toEqual(before);
});

test('one batch may put an address in the place of a CNAME', async () => {
  const cloud = openCloud();
  await cloud.change(['CREATE', cname('www.example.test', 'x.test')]);
  await cloud.change(['DELETE', cname('www.example.test', 'x.test')], ['CREATE', address('www.example.test')]);
  expect((await records(cloud)).names).toContain('www.example.test. A');
});

test('route53-overlap: a change within two seconds of another is refused, later it is not', async () => {
  const cloud = openCloud({ traps: ['route53-overlap'] });
  await cloud.change(['CREATE', address('a.example.test')]);
  expect(await refusal(cloud.change(['CREATE', address('b.example.test')]))).toMatch(/^PriorRequestNotComplete/);
  await cloud.wait(2000);
  expect(await refusal(cloud.change(['CREATE', address('b.example.test')]))).toBe('nothing was refused');
});

test('route53-throttle: fifty calls at once, then ten a second; forty zones, then two a second', async () => {
  const cloud = openCloud({ traps: ['route53-throttle'] });
  const burst = async (count: number, call: (at: number) => Promise<unknown>) => {
    const all = await Promise.all(Array.from({ length: count }, (_, at) => refusal(call(at))));
    return all.filter(one => one === 'nothing was refused').length;
  };
  expect(await burst(60, () => cloud.dns.send(new ListHostedZonesCommand({})))).toBe(50);
  await cloud.wait(1000);
  expect(await burst(60, () => cloud.dns.send(new ListHostedZonesCommand({})))).toBe(10);
  await cloud.wait(minute);
  const make = (at: number) => cloud.dns.send(new CreateHostedZoneCommand({ Name: `z${at}.test`, CallerReference: String(at) }));
  expect(await burst(45, make)).toBe(40);
  expect(await refusal(cloud.dns.send(new CreateHostedZoneCommand({ Name: 'z.test', CallerReference: 'x' })))).toBe('Throttling: Rate exceeded');
});

test('an alias of a distribution answers with its address as its own', async () => {
  const cloud = openCloud();
  const { Distribution: made } = await cloud.create(frontConfig(undefined));
  const target = { HostedZoneId: 'Z2FDTNDATAQYW2', DNSName: made?.DomainName ?? '', EvaluateTargetHealth: false };
  await cloud.change(
    ['CREATE', { Name: 'click.example.test', Type: 'A', AliasTarget: target }],
    ['CREATE', cname('www.example.test', 'click.example.test')],
  );
  await cloud.wait(minute);
  expect(lookup(cloud.world, 'click.example.test', 'A')).toMatchObject({ values: ['127.0.0.1'], names: ['click.example.test'] });
  expect(lookup(cloud.world, 'www.example.test', 'A')).toMatchObject({ values: ['127.0.0.1'], names: ['www.example.test', 'click.example.test'] });
  const { sets } = await records(cloud, { name: 'click.example.test', most: 1 });
  expect(sets[0]).toEqual({ Name: 'click.example.test.', Type: 'A', AliasTarget: { ...target, DNSName: `${made?.DomainName}.` } });
});

test("SES's tracking hosts are in DNS where SES is, and nowhere else", () => {
  const { world } = openCloud();
  const end = (name: string) => lookup(world, name, 'A').values[0] ?? lookup(world, name, 'A').end;
  expect([
    end('r.eu-west-1.awstrack.me'),
    end('abc.r.eu-west-1.awstrack.me'),
    end('r.us-gov-west-1.awstrack.me'),
    end('nobody.cloudfront.net'),
  ]).toEqual(['127.0.0.1', '127.0.0.1', 'no-name', 'no-name']);
});

test('private zones and undelegated zones are not in DNS; of two zones alike the older one is', async () => {
  const cloud = openCloud();
  const make = async (name: string, reference: string, vpc?: object) => {
    const { HostedZone: zone, DelegationSet: set } = await cloud.dns.send(
      new CreateHostedZoneCommand({
        Name: name,
        CallerReference: reference,
        ...(vpc === undefined ? {} : { VPC: { VPCId: 'vpc-1', VPCRegion: 'us-east-1' }, HostedZoneConfig: { PrivateZone: true } }),
      }),
    );
    return { id: zone?.Id?.replace('/hostedzone/', '') ?? '', servers: set?.NameServers ?? [] };
  };
  await make('example.test', 'private', {});
  await make('example.test', 'twin');
  const below = await make('click.example.test', 'below');
  const all = (await cloud.dns.send(new ListHostedZonesByNameCommand({ DNSName: 'example.test' }))).HostedZones ?? [];
  expect(all.map(zone => [zone.Name, zone.Config?.PrivateZone])).toEqual([
    ['example.test.', expect.any(Boolean)],
    ['example.test.', expect.any(Boolean)],
    ['example.test.', expect.any(Boolean)],
    ['click.example.test.', false],
  ]);
  await cloud.wait(minute);
  expect(liveZone(cloud.world, 'click.example.test')?.callerReference).toBe('ready');
  const parent = all.find(zone => zone.CallerReference === 'ready')?.Id ?? '';
  const delegation: ResourceRecordSet = {
    Name: 'click.example.test',
    Type: 'NS',
    TTL: 300,
    ResourceRecords: below.servers.map(Value => ({ Value })),
  };
  await cloud.dns.send(
    new ChangeResourceRecordSetsCommand({ HostedZoneId: parent, ChangeBatch: { Changes: [{ Action: 'CREATE', ResourceRecordSet: delegation }] } }),
  );
  await cloud.wait(minute);
  expect(liveZone(cloud.world, 'click.example.test')?.id).toBe(below.id);
  expect(lookup(cloud.world, 'click.example.test', 'NS').values.map(one => one.replace(/\.$/, ''))).toEqual(below.servers);
});

test('a zone is made once for a reference, deleted only when empty, and has tags', async () => {
  const cloud = openCloud();
  const make = () => cloud.dns.send(new CreateHostedZoneCommand({ Name: 'new.test', CallerReference: 'one' }));
  const { HostedZone: zone, DelegationSet: set, Location: location } = await make();
  expect([zone?.Name, zone?.ResourceRecordSetCount, set?.NameServers?.length, location]).toEqual([
    'new.test.',
    2,
    4,
    expect.stringContaining('https://route53.amazonaws.com/2013-04-01/hostedzone/Z'),
  ]);
  expect(await refusal(make())).toMatch(/^HostedZoneAlreadyExists/);
  const id = zone?.Id?.replace('/hostedzone/', '') ?? '';
  await cloud.dns.send(new ChangeTagsForResourceCommand({ ResourceType: 'hostedzone', ResourceId: id, AddTags: [{ Key: 'a', Value: 'b' }] }));
  const { ResourceTagSet: tags } = await cloud.dns.send(new ListTagsForResourceCommand({ ResourceType: 'hostedzone', ResourceId: id }));
  expect(tags?.Tags).toEqual([{ Key: 'a', Value: 'b' }]);
  expect(await refusal(cloud.dns.send(new DeleteHostedZoneCommand({ Id: await cloud.zoneId() })))).toMatch(/^HostedZoneNotEmpty/);
  await cloud.dns.send(new DeleteHostedZoneCommand({ Id: id }));
  expect(await refusal(cloud.dns.send(new GetHostedZoneCommand({ Id: id })))).toBe(`NoSuchHostedZone: No hosted zone found with ID: ${id}`);
});

test('more than a hundred zones come in pages', async () => {
  const cloud = openCloud();
  for (let at = 0; at < 120; at += 1) await cloud.dns.send(new CreateHostedZoneCommand({ Name: `z${at}.test`, CallerReference: String(at) }));
  const first = await cloud.dns.send(new ListHostedZonesCommand({}));
  const second = await cloud.dns.send(new ListHostedZonesCommand({ Marker: first.NextMarker }));
  expect([first.HostedZones?.length, first.IsTruncated, second.HostedZones?.length, second.IsTruncated]).toEqual([100, true, 21, false]);
});

test("another provider's zone is in DNS at once", () => {
  const { world } = openCloud();
  outsideZone(world, 'other.test').push({ name: 'click.other.test', type: 'CNAME', ttl: 60, values: ['r.us-east-1.awstrack.me.'] });
  expect(lookup(world, 'click.other.test', 'A')).toMatchObject({ values: ['127.0.0.1'], names: ['click.other.test', 'r.us-east-1.awstrack.me'] });
});

test('whatever a name holds, its canonical form is stable, leads back to the same name, and has one place in the order', () => {
  const labels = fc.array(
    fc.string({ unit: fc.integer({ min: 0x21, max: 0x7e }).map(code => String.fromCharCode(code)), minLength: 1, maxLength: 12 }),
    {
      minLength: 1,
      maxLength: 4,
    },
  );
  const name = labels.map(all => all.map(one => one.replace(/[.\\]/g, 'x')).join('.'));
  fc.assert(
    fc.property(name, name, (a, b) => {
      const canonical = canonicalName(a);
      expect(canonical).toMatch(/^(?:[a-z0-9_-]|\\[0-7]{3}|\.)+\.$/);
      expect(canonicalName(canonical)).toBe(canonical);
      expect(plainName(canonical)).toBe(a.toLowerCase());
      expect(Math.sign(compareNames(canonical, canonicalName(b))) + Math.sign(compareNames(canonicalName(b), canonical))).toBe(0);
    }),
    { numRuns: runs(300) },
  );
});
