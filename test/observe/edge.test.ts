/** What a domain serves, as anybody can see it: over sockets of this machine, and in a sandbox's world without any. */
import { describe, expect, test } from 'vitest';
import { type Edge, edge } from '../../src/observe/edge.ts';
import type { Outside, Tls } from '../../src/outside/index.ts';
import { nodeDns } from '../../src/outside/node/dns.ts';
import { nodeOutside } from '../../src/outside/node/index.ts';
import { nodeTls } from '../../src/outside/node/tls.ts';
import { insideNetwork } from '../../src/sandbox/inside.ts';
import { domain, type Fault, noOpenssl, withFault } from '../outside/tls-kit.ts';
import { cname, frontConfig, hour, openCloud } from '../sandbox/aws/cloud.ts';
import { withDns, zone } from './network.ts';

const places = ({ ends }: Edge) => ends.map(({ address, family, seen }) => [address, family, seen.kind === 'peer' ? 'peer' : seen.cause]);

/** Port 443 and port 80 need rights that a test has not. */
function shifted(tls: Tls, ports: { https: number; http?: number }): Tls {
  return {
    ...tls,
    peer: (host, options = {}) => tls.peer(host, { ...options, port: ports.https }),
    plain: (host, path, options = {}) => tls.plain(host, path, { ...options, port: ports.http ?? 1 }),
  };
}

/** The domain leads where these records say; the fault's server stands on 127.0.0.1, another for plain http beside it. */
function served(records: string[], fault: Fault, work: (look: () => Promise<Edge>) => Promise<void>, answer?: { headers?: Record<string, string> }) {
  const redirect = { status: 301, headers: { location: `https://${domain}/favicon.ico`, ...answer?.headers } };
  return withDns([zone('example.test', records)], ({ dns }) =>
    withFault(fault, ({ port: https, root }) =>
      withFault(
        'plain-http',
        ({ port: http }) =>
          work(() => edge({ dns, tls: shifted(nodeTls(dns, undefined), { https, http }) }, domain, { roots: [root], timeoutMs: 400 })),
        { answer: redirect },
      ),
    ),
  );
}

describe.skipIf(noOpenssl !== '')(`over sockets${noOpenssl}`, () => {
  test('every address is shaken hands with, and one that is silent or gone hides no other', () =>
    served([`${domain} CNAME front.example.test`, 'front.example.test A 127.0.0.1', 'front.example.test A 127.0.0.2'], 'good', async look => {
      const seen = await look();
      expect(seen).toMatchObject({
        domain,
        chain: { hops: ['front.example.test'], end: 'addresses', addresses: ['127.0.0.1', '127.0.0.2'] },
        plain: { status: 301, location: `https://${domain}/favicon.ico`, date: expect.any(Number) },
        servedBy: 'other',
      });
      expect(places(seen)).toEqual([
        ['127.0.0.1', 4, 'peer'],
        ['127.0.0.2', 4, 'refused'],
      ]);
      expect(seen.ends[0]?.seen).toMatchObject({ peer: { refusals: [], protocol: 'TLSv1.3', sent: 2 } });
    }));

  test('IPv6 is asked as IPv6', () =>
    served([`${domain} A 127.0.0.1`, `${domain} AAAA ::1`], 'good', async look => {
      const [four, six] = places(await look());
      expect(four).toEqual(['127.0.0.1', 4, 'peer']);
      // Nobody listens there, or this machine has no IPv6.
      expect(six).toEqual(['::1', 6, expect.stringMatching(/^(refused|no-route)$/)]);
    }));

  test.each([
    ['a name on the way', [`${domain} CNAME d1.cloudfront.net`], {}, 'cloudfront'],
    ['a name on the way', [`${domain} CNAME r.us-east-1.awstrack.me`], {}, 'ses'],
    ['what http answers, where an alias record hides the way', [], { server: 'CloudFront' }, 'cloudfront'],
    ['what http answers', [], { 'x-amz-cf-id': 'x' }, 'cloudfront'],
    ['what http answers', [], { 'x-amz-ses-region': 'us-east-1' }, 'ses'],
  ])('who serves it is told by %s %j %j: %s', async (_, records, headers, servedBy) => {
    const away = [zone('cloudfront.net', ['d1.cloudfront.net A 127.0.0.1']), zone('awstrack.me', ['r.us-east-1.awstrack.me A 127.0.0.1'])];
    await withDns([zone('example.test', records.length > 0 ? records : [`${domain} A 127.0.0.1`]), ...away], ({ dns }) =>
      withFault(
        'plain-http',
        async ({ port: http }) => {
          const seen = await edge({ dns, tls: shifted(nodeTls(dns, undefined), { https: 1, http }) }, domain);
          expect(seen.servedBy).toBe(servedBy);
        },
        { answer: { status: 200, headers } },
      ),
    );
  });

  test('where neither names nor answers tell, nobody knows', async () => {
    await withDns([zone('example.test', [`${domain} A 127.0.0.1`])], async ({ dns }) => {
      const seen = await edge({ dns, tls: shifted(nodeTls(dns, undefined), { https: 1 }) }, domain);
      expect(seen).toMatchObject({ servedBy: 'unknown', plain: { failed: 'nobody listens there (connection refused)' } });
      expect(places(seen)).toEqual([['127.0.0.1', 4, 'refused']]);
    });
  });

  test('a given address is asked for the name, and neither DNS nor http is', () =>
    withFault('good', async ({ address, root }) => {
      const asked: string[] = [];
      const tls = nodeTls(nodeDns(undefined), undefined);
      const network: Pick<Outside, 'dns' | 'tls'> = {
        dns: {
          look: async type => {
            asked.push(type);
            return { kind: 'no-name' };
          },
        },
        tls: {
          ...tls,
          plain: (host, path, options) => {
            asked.push('http');
            return tls.plain(host, path, options);
          },
        },
      };
      const seen = await edge(network, domain, { connectTo: address, roots: [root] });
      expect(seen).toEqual({
        domain,
        servedBy: 'unknown',
        ends: [{ address, family: 4, seen: { kind: 'peer', peer: expect.objectContaining({ address, refusals: [] }) } }],
      });
      expect(asked).toEqual([]);
    }));
});

test.each([
  ['none.example.test', { end: 'no-name' }],
  ['loop.example.test', { end: 'loop', hops: ['pool.example.test', 'loop.example.test'] }],
  ['x.away.example.test', { end: 'failed', cause: 'servfail' }],
  ['text.example.test', { end: 'no-data' }],
])('%s leads nowhere, and nothing is connected to', (name, chain) =>
  withDns(
    [
      zone('example.test', [
        'loop.example.test CNAME pool.example.test',
        'pool.example.test CNAME loop.example.test',
        'away.example.test NS ns.invalid.',
        'text.example.test TXT "x"',
      ]),
    ],
    async ({ dns }) => {
      expect(await edge({ dns, tls: nodeTls(dns, undefined) }, name)).toEqual({
        domain: name,
        chain: expect.objectContaining(chain),
        ends: [],
        servedBy: 'unknown',
      });
    },
  ),
);

test('the caller’s own reason ends it', () =>
  withDns([zone('example.test', [`${domain} A 127.0.0.1`])], async ({ dns }) => {
    const stop = new AbortController();
    stop.abort(new Error('changed my mind'));
    await expect(edge({ dns, tls: nodeTls(dns, undefined) }, domain, { signal: stop.signal })).rejects.toThrow('changed my mind');
  }));

describe('in a sandbox', () => {
  async function world(records: (name: string) => Parameters<ReturnType<typeof openCloud>['change']>[0][1], more = {}) {
    const cloud = openCloud();
    const arn = await cloud.issued();
    const { Distribution: made } = await cloud.create(frontConfig(arn, { IsIPV6Enabled: true, ...more }));
    await cloud.change(['CREATE', records(made?.DomainName ?? '')]);
    await cloud.wait(hour);
    return { look: () => edge(insideNetwork(cloud.world), domain), name: made?.DomainName ?? '' };
  }

  test('a distribution shows its certificate on both families and leads http to https', async () => {
    const { look, name } = await world(to => cname(domain, to));
    const seen = await look();
    expect(seen).toMatchObject({
      chain: { hops: [name] },
      servedBy: 'cloudfront',
      plain: { status: 301, location: `https://${domain}/favicon.ico` },
    });
    expect(places(seen)).toEqual([
      ['127.0.0.1', 4, 'peer'],
      ['::1', 6, 'peer'],
    ]);
    for (const { seen: met } of seen.ends)
      expect(met).toMatchObject({ peer: { refusals: [], chain: [{ names: [domain], key: { type: 'ec', bits: 256 } }] } });
  });

  test('a distribution behind an alias record is known by what it answers', async () => {
    const alias = (to: string) => ({
      Name: domain,
      Type: 'A' as const,
      AliasTarget: { HostedZoneId: 'Z2FDTNDATAQYW2', DNSName: to, EvaluateTargetHealth: false },
    });
    const { look } = await world(alias);
    const seen = await look();
    expect(seen).toMatchObject({ chain: { hops: [] }, servedBy: 'cloudfront' });
    expect(places(seen)).toEqual([['127.0.0.1', 4, 'peer']]);
  });

  test('a domain that leads straight to SES is served by SES, under SES’s own certificate', async () => {
    const { look } = await world(() => cname(domain, 'r.us-east-1.awstrack.me'));
    const seen = await look();
    expect(seen.servedBy).toBe('ses');
    expect(seen.ends[0]?.seen).toMatchObject({ peer: { refusals: [{ kind: 'name', certificate: 0 }] } });
  });

  test('on sockets the same is seen, but for http: they speak TLS alone', async () => {
    const outside = nodeOutside({ env: {}, cwd: '/', signal: new AbortController().signal });
    const sandbox = await outside.sandbox();
    try {
      const { dns, connectTo, roots } = await sandbox.serveNetwork();
      const seen = await edge(outside.network({ dns, connectTo, roots }), 'r.us-east-1.awstrack.me');
      expect(seen).toMatchObject({ servedBy: 'ses', ends: [{ address: '127.0.0.1', seen: { peer: { address: connectTo, refusals: [] } } }] });
      expect(seen).not.toHaveProperty('plain');
    } finally {
      await sandbox.stop();
    }
  });
});
