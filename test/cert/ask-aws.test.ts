/** Which certificate of ACM is taken for the domain's, by who serves it: a load balancer's is where that is, and us-east-1 is not asked for it. */
import { expect, test } from 'vitest';
import { askAws } from '../../src/cert/ask-aws.ts';
import { balancerRegion } from '../../src/cert/balancer.ts';
import { certificate, certificates } from '../../src/observe/certificate.ts';
import { distributions } from '../../src/observe/distribution.ts';
import type { Look } from '../../src/observe/look.ts';
import { records } from '../../src/observe/record.ts';
import { nameServers, zones } from '../../src/observe/zone.ts';
import { acmCertificate, domain, end, front, scene, theZone } from './scenes.ts';

interface World {
  hops?: string[];
  servedBy?: 'cloudfront' | 'other' | 'unknown' | 'ses';
  /** What the domain's own alias record borrows from. */
  alias?: string;
  /** Of the certificates that ACM has in us-east-1 for the domain; the edge shows 0ABC. */
  serials?: string[];
  /** More of them, by serial number. */
  how?: Record<string, object>;
  fronts?: object[];
  /** What its addresses show; 0ABC at three of them unless told. */
  ends?: ReturnType<typeof end>[];
}

/** What was asked of ACM, and which certificate is the domain's. */
async function found({ hops = [], servedBy = 'other', alias, serials = [], how = {}, fronts = [], ends }: World) {
  const asked: string[] = [];
  const listed = serials.map(serial => ({
    ...acmCertificate({ serial, arn: `arn:${serial}`, ...how[serial] }),
    hasMoreNames: false,
    ...how[serial],
  }));
  const at = async (fact: unknown, arn: string) => {
    if (fact === distributions) return fronts;
    if (fact === zones) return [theZone];
    if (fact === records) return alias === undefined ? [] : [{ name: domain, type: 'A', alias }];
    if (fact === nameServers) return [];
    if (fact !== certificates && fact !== certificate) throw new Error('not thought of');
    asked.push(fact === certificates ? 'list' : arn);
    return fact === certificates ? listed : (listed.find(each => each.arn === arn) ?? acmCertificate({ arn }));
  };
  const dns = { look: async () => ({ kind: 'failed', cause: 'timeout', why: 'no answer' }) };
  const chain = { name: domain, hops, end: 'addresses' as const, addresses: ['192.0.2.1'] };
  const { edge } = scene({ edge: { servedBy, chain, ...(ends === undefined ? {} : { ends }) } });
  const half = await askAws({ at, network: { dns } } as unknown as Look, domain, edge);
  return { asked, is: half.certificate.kind === 'read' ? half.certificate.value?.arn : 'refused', elsewhere: half.elsewhere };
}

test.each([
  [['front-1.eu-west-1.elb.amazonaws.com'], 'eu-west-1'],
  [['www.example.test', 'dualstack.front-1.eu-central-1.elb.amazonaws.com'], 'eu-central-1'],
  [['front-1.elb.ap-southeast-2.amazonaws.com'], 'ap-southeast-2'],
  [['front-1.cn-north-1.elb.amazonaws.com.cn'], 'cn-north-1'],
  [['d1.cloudfront.net'], undefined],
  [['front-1.eu-west-1.elb.amazonaws.com.example.test'], undefined],
  [['eu-west-1.elb-amazonaws.com'], undefined],
  [[], undefined],
])('a domain that leads to %j', (names, region) => {
  expect(balancerRegion(names)).toBe(region);
});

test.each([
  ['a CNAME', { hops: ['front-1.eu-west-1.elb.amazonaws.com'] }],
  ['an alias record', { alias: 'dualstack.front-1.eu-west-1.elb.amazonaws.com' }],
])('a load balancer in eu-west-1, by %s: us-east-1 is not asked, whatever it has for the name', async (_, world) => {
  expect(await found({ ...world, serials: ['0DEF', '0ABC'] })).toEqual({ asked: [], is: undefined, elsewhere: 'eu-west-1' });
});

test('a load balancer in us-east-1 has the certificate that it shows', async () => {
  const { is, elsewhere } = await found({ hops: ['front-1.us-east-1.elb.amazonaws.com'], serials: ['0DEF', '0ABC'] });
  expect([is, elsewhere]).toEqual(['arn:0ABC', undefined]);
});

test('one that is merely for the name is taken where CloudFront serves the domain, or would', async () => {
  const is = async (servedBy: World['servedBy'] & string) => (await found({ servedBy, serials: ['0DEF'] })).is;
  expect([await is('other'), await is('unknown')]).toEqual([undefined, undefined]);
  expect([await is('cloudfront'), await is('ses')]).toEqual(['arn:0DEF', 'arn:0DEF']);
});

test('where a distribution has the domain its certificate is asked for, wherever the domain leads', async () => {
  const hops = ['front-1.eu-west-1.elb.amazonaws.com'];
  expect(await found({ hops, fronts: [front] })).toEqual({ asked: ['arn:c'], is: 'arn:c', elsewhere: undefined });
});

test('of several that are for the name the one that is shown is taken, else the one in use, else one that is issued', async () => {
  const of = async (how: Record<string, object>, servedBy: World['servedBy'] = 'cloudfront') =>
    (await found({ servedBy, serials: ['1', '2', '3'], how })).is;
  const unused = { usedBy: [] };
  expect(await of({ 1: unused, 2: {}, 3: { serial: '0ABC', usedBy: [] } })).toBe('arn:3');
  expect(await of({ 1: unused, 2: { usedBy: ['arn:front'] }, 3: unused })).toBe('arn:2');
  expect(await of({ 1: { ...unused, status: 'FAILED' }, 2: unused, 3: unused })).toBe('arn:2');
  expect(await of({ 1: { ...unused, status: 'FAILED', serial: '0ABC' }, 2: { usedBy: ['arn:front'] } })).toBe('arn:2');
  expect(await of({ 1: { names: ['other.test'] }, 2: { names: ['*.example.test'] }, 3: {} })).toBe('arn:2');
  // The list shows a hundred names: whether it is for the domain only the certificate itself tells.
  const many = await found({ servedBy: 'cloudfront', serials: ['1', '2'], how: { 1: { names: ['other.test'], hasMoreNames: true } } });
  expect(many).toEqual({ asked: ['list', 'arn:1', 'arn:2'], is: 'arn:2', elsewhere: undefined });
});

test('one of several addresses shows it, one address alone, or none', async () => {
  const serials = ['0DEF', '0ABC'];
  const late = [end('192.0.2.1', { serial: '0AAA' }), end('192.0.2.2')];
  expect((await found({ serials, ends: late })).is).toBe('arn:0ABC');
  expect((await found({ serials: ['0DEF'], ends: [end('192.0.2.1')] })).is).toBe(undefined);
  expect((await found({ serials: ['0DEF'], ends: [] })).is).toBe('arn:0DEF');
});
