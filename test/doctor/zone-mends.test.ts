/** The commands that mend a hosted zone: what they write, and when none is printed because it could be wrong. */
import { expect, test } from 'vitest';
import type { Seen } from '../../src/doctor/remarks.ts';
import { dropRecord, dropUndelegated, letAmazonIssue } from '../../src/doctor/zone-mends.ts';
import { records } from '../../src/observe/record.ts';
import { nameServers, zones } from '../../src/observe/zone.ts';
import { acm, domain, read, refused, scene, theZone } from '../cert/scenes.ts';

interface World {
  cert?: Parameters<typeof scene>[0];
  dns?: 'manual' | 'route53';
  all?: object[];
  found?: object[];
  servers?: Record<string, string[]>;
}

function seen({ cert = {}, dns = 'route53', all = [theZone], found = [], servers = {} }: World): Seen {
  const at = async (fact: unknown, id: string) => (fact === zones ? all : fact === records ? found : fact === nameServers ? (servers[id] ?? []) : []);
  const awsCommand = (words: string[], region: string) => ['aws', ...words, region].join(' ');
  const tracking = { domain, dns };
  return { cert: scene(cert), tracking, scene: { look: { at }, awsCommand, asked: { tracking } } } as unknown as Seen;
}

const batch = (set: object, action = 'UPSERT') =>
  `aws route53 change-resource-record-sets --hosted-zone-id Z1 --change-batch ${JSON.stringify({ Changes: [{ Action: action, ResourceRecordSet: set }] })} us-east-1`;

test('Amazon is written beside the authorities that are there, with their time to live', async () => {
  const caa = {
    renewal: {
      caa: [
        { name: 'a.test', verdict: { kind: 'allowed' } },
        { name: domain, verdict: { kind: 'forbidden', at: 'example.test' } },
      ],
    },
  };
  const kept = { type: 'CAA', values: ['0 issue "letsencrypt.org"'], ttl: 60 };
  const said = (more: World = {}) => letAmazonIssue(seen({ cert: caa as World['cert'] & object, found: [{ type: 'A', values: [] }, kept], ...more }));
  const written = (TTL: number) => ({
    ...{ Name: 'example.test', Type: 'CAA', TTL },
    ResourceRecords: [{ Value: '0 issue "letsencrypt.org"' }, { Value: '0 issue "amazon.com"' }],
  });
  expect(await said()).toBe(batch(written(60)));
  const { ttl: _, ...without } = kept;
  expect(await said({ found: [without] })).toBe(batch(written(300)));
  expect([
    await said({ dns: 'manual' }),
    await said({ all: [] }),
    await said({ found: [{ type: 'A', values: [] }] }),
    await said({ cert: {} }),
  ]).toEqual([...[undefined, undefined, undefined, undefined]]);
});

test('a zone that nobody delegates to is dropped only below the one of this account that the world asks', async () => {
  const below = { id: 'Z2', name: `${domain}.`, isPrivate: false };
  const zone = read({ choice: { kind: 'zone' as const, zone: below, isApex: true }, live: [] });
  const owners = { zone: 'example.test', nameServers: ['ns1.test.', 'ns9.test'] };
  const said = (more: Parameters<typeof acm>[0] = {}, world: World = {}) =>
    dropUndelegated(seen({ cert: { acm: acm({ zone, owners, ...more }) }, all: [theZone, below], servers: { Z1: ['ns1.test.'] }, ...world }));
  expect(await said()).toBe('aws route53 delete-hosted-zone --id Z2 us-east-1');
  expect([
    await said({ zone: refused('aws.denied', 'no') }),
    await said({ zone: read({ choice: { kind: 'ambiguous' as const, zones: [below, below] }, live: [] }) }),
    await said({ owners: { failed: 'no answer' } }),
    await said({ owners: { ...owners, zone: 'test' } }),
    await said({ owners: { ...owners, nameServers: ['ns1.other.test'] } }),
    await said({}, { all: [{ ...theZone, isPrivate: true }, below] }),
    await said({}, { servers: { Z2: ['ns1.test'] } }),
    await said({ owners: { ...owners, zone: domain } }, { servers: { Z2: ['ns1.test'] } }),
  ]).toEqual(Array.from({ length: 8 }, () => undefined));
});

test('of the domain’s own records those that lead to CloudFront are dropped, and no other', async () => {
  const to = (more: object, name = 'x') => ({ values: [], set: { Name: name }, ...more });
  const said = (found: object[], more: World = {}) => {
    const { scene: world } = seen({ found, ...more });
    return dropRecord(domain, world);
  };
  const leading = to({ values: ['d1.cloudfront.net.'] });
  expect(await said([leading, to({ values: ['www.example.test'] }, 'y')])).toBe(batch({ Name: 'x' }, 'DELETE'));
  expect(await said([to({ alias: 'd1.cloudfront.net' })])).toBe(batch({ Name: 'x' }, 'DELETE'));
  expect([await said([]), await said([leading], { dns: 'manual' }), await said([leading], { all: [] })]).toEqual([undefined, undefined, undefined]);
});
