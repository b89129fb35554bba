/** What a reader meets at a front: DNS, the certificate, CloudFront's rules, the function, and what of the request reaches SES. */
import { connect as connectTls } from 'node:tls';
import { CreateFunctionCommand, CreateOriginRequestPolicyCommand, type FunctionRuntime, PublishFunctionCommand } from '@aws-sdk/client-cloudfront';
import { CreateEmailIdentityCommand, GetEmailIdentityCommand } from '@aws-sdk/client-sesv2';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { repairCode } from '../../src/links/repair-code.ts';
import { clickPath, makeMessageId, signedPath } from '../../src/links/tracked-link.ts';
import { serve } from '../../src/outside/node/serve.ts';
import { certificateFor } from '../../src/sandbox/front/certificates.ts';
import { viewedBy, viewerOf } from '../../src/sandbox/front/viewer.ts';
import { front, reach } from '../../src/sandbox/front.ts';
import { authorityOf } from '../../src/sandbox/root.ts';
import { trackingKey } from '../../src/sandbox/tracking-key.ts';
import { runs } from '../long.ts';
import { type Cloud, cname, day, domain, frontConfig, hour, minute, openCloud, refusal } from './aws/cloud.ts';

type Wishes = Parameters<typeof frontConfig>[1];

const allViewer = '216adef6-5c7f-47e4-b989-5492eafa07d3';
const exceptHost = 'b689b0a8-53d0-40ab-baf2-68738e2966ac';
const target = 'https://id.example.com/signinverify?code=NZJUK4YMRJST&mail=kkbbzz1%40163.com&name=KOZ-AL00';

/** Certificate, distribution, record: everything in place and INSYNC. */
async function openFront(wishes: Wishes = {}, options: Parameters<typeof openCloud>[0] = {}) {
  const cloud = openCloud(options);
  const arn = await cloud.issued();
  const { Distribution: made } = await cloud.create(frontConfig(arn, wishes));
  await cloud.change(['CREATE', cname(domain, made?.DomainName ?? '')]);
  await cloud.wait(hour);
  return { cloud, arn, id: made?.Id ?? '', name: made?.DomainName ?? '', world: cloud.world, open: opener(cloud) };
}

/** Opens a path of the tracking domain and says what came. */
function opener({ world }: Cloud) {
  return async (path: string, options: Parameters<typeof reach>[2] & { scheme?: string; host?: string } = {}) => {
    const { scheme = 'https', host = domain, ...rest } = options;
    const response = await reach(world, `${scheme}://${host}${path}`, rest);
    const header = (name: string) => response.headers.get(name) ?? undefined;
    return {
      status: response.status,
      location: header('location'),
      cache: header('x-cache'),
      region: header('x-amz-ses-region'),
      protocol: header('x-amz-ses-request-protocol'),
      header,
    };
  };
}

/** A link as SES signs it. */
function signed({ world }: Cloud, to = target): string {
  const key = trackingKey(world);
  const path = clickPath({ marker: 'CL0', target: to, ordinal: 1, messageId: makeMessageId('us-east-1', world.clock.now(), world.random.uuid()) });
  return signedPath(path, key.sign(path), key.keyId);
}

async function publish(cloud: Cloud, code: string, Runtime: FunctionRuntime = 'cloudfront-js-2.0'): Promise<Wishes> {
  const config = { Comment: '', Runtime };
  const { ETag, FunctionSummary: made } = await cloud.edges.send(
    new CreateFunctionCommand({ Name: 'f', FunctionConfig: config, FunctionCode: Buffer.from(code) }),
  );
  await cloud.edges.send(new PublishFunctionCommand({ Name: 'f', IfMatch: ETag }));
  const association = { FunctionARN: made?.FunctionMetadata?.FunctionARN, EventType: 'viewer-request' as const };
  return { behavior: { FunctionAssociations: { Quantity: 1, Items: [association] } } };
}

async function openFrontWith(code: string) {
  const cloud = openCloud();
  const arn = await cloud.issued();
  const { Distribution: made } = await cloud.create(frontConfig(arn, await publish(cloud, code)));
  await cloud.change(['CREATE', cname(domain, made?.DomainName ?? '')]);
  await cloud.wait(hour);
  return { cloud, world: cloud.world, open: opener(cloud) };
}

describe('a front that is right', () => {
  test('passes the proof: 200, the region, https between CloudFront and SES', async () => {
    const { open } = await openFront();
    const answer = await open('/favicon.ico', { method: 'HEAD' });
    expect(answer).toMatchObject({ status: 200, region: 'us-east-1', protocol: 'https', cache: 'Miss from cloudfront' });
    expect(answer.header('content-type')).toBe('image/x-icon');
    expect(answer.header('x-amz-cf-pop')).toBe('SBX50-P1');
  });

  test('leads a click on', async () => {
    const { cloud, open } = await openFront();
    expect(await open(signed(cloud))).toMatchObject({ status: 302, location: target });
  });

  test('sends http to https with the raw path as it came', async () => {
    const { cloud, open } = await openFront();
    const link = signed(cloud);
    expect(await open(link, { scheme: 'http' })).toMatchObject({
      status: 301,
      location: `https://${domain}${link}`,
      cache: 'Redirect from cloudfront',
    });
  });

  test('answers under the alias before DNS leads there, for who connects to its own name', async () => {
    const cloud = openCloud();
    const { Distribution: made } = await cloud.create(frontConfig(await cloud.issued()));
    await cloud.wait(hour);
    const open = opener(cloud);
    expect(await refusal(open('/favicon.ico'))).toContain(`no address is known for ${domain}`);
    expect(await open('/favicon.ico', { via: made?.DomainName ?? '' })).toMatchObject({ status: 200, protocol: 'https' });
  });

  test('is not there before it is Deployed, and an update changes nothing before it is', async () => {
    const cloud = openCloud();
    const arn = await cloud.issued();
    const { Distribution: made } = await cloud.create(frontConfig(arn));
    const via = made?.DomainName ?? '';
    const open = opener(cloud);
    expect(await refusal(open('/favicon.ico', { via }))).toContain('the certificate is for *.cloudfront.net');
    expect((await open('/favicon.ico', { via, scheme: 'http' })).status).toBe(403);
    await cloud.wait(5 * minute);
    await cloud.update(made?.Id ?? '', config => ({ ...config, Enabled: false }));
    expect((await open('/favicon.ico', { via })).status).toBe(200);
    await cloud.wait(5 * minute);
    expect((await open('/favicon.ico', { via })).status).toBe(403);
  });
});

describe('a front that is wrong', () => {
  test.each<[string, Wishes, object]>([
    [
      'does not forward Host: SES answers 403',
      { behavior: { OriginRequestPolicyId: exceptHost } },
      { status: 403, region: undefined, cache: 'Error from cloudfront' },
    ],
    ['has no origin request policy: SES answers 403', { behavior: { OriginRequestPolicyId: undefined } }, { status: 403 }],
    [
      'asks the origin over http: SES says so',
      { origin: { CustomOriginConfig: { HTTPPort: 80, HTTPSPort: 443, OriginProtocolPolicy: 'http-only' } } },
      { status: 200, protocol: 'http' },
    ],
    ['asks another region: SES says which', { origin: { DomainName: 'r.eu-west-1.awstrack.me' } }, { status: 200, region: 'eu-west-1' }],
    ['asks a host that is not there: 502', { origin: { DomainName: 'r.mars-north-1.awstrack.me' } }, { status: 502 }],
    ['is switched off: 403', { Enabled: false }, { status: 403 }],
  ])('%s', async (_, wishes, want) => {
    const { open } = await openFront(wishes);
    expect(await open('/favicon.ico')).toMatchObject(want);
  });

  test('https-only refuses http, match-viewer hands the scheme on', async () => {
    const strict = await openFront({ behavior: { ViewerProtocolPolicy: 'https-only' } });
    expect((await strict.open('/favicon.ico', { scheme: 'http' })).status).toBe(403);
    const custom = { HTTPPort: 80, HTTPSPort: 443, OriginProtocolPolicy: 'match-viewer' as const };
    const loose = await openFront({ behavior: { ViewerProtocolPolicy: 'allow-all' }, origin: { CustomOriginConfig: custom } });
    expect([(await loose.open('/favicon.ico', { scheme: 'http' })).protocol, (await loose.open('/favicon.ico')).protocol]).toEqual(['http', 'https']);
  });

  test('a method that is not allowed is refused', async () => {
    const { open } = await openFront();
    expect((await open('/favicon.ico', { method: 'POST' })).status).toBe(403);
  });

  test("cookies of the parent domain make SES's limit under AllViewer, and no difference under a policy without cookies", async () => {
    const headers = { cookie: `session=${'x'.repeat(8200)}` };
    const all = await openFront({ behavior: { OriginRequestPolicyId: allViewer } });
    expect((await all.open('/favicon.ico', { headers })).status).toBe(400);
    const host = await openFront();
    expect((await host.open('/favicon.ico', { headers })).status).toBe(200);
    expect((await host.open('/favicon.ico', { headers: { cookie: `session=${'x'.repeat(20_500)}` } })).status).toBe(494);
  });

  test('under a caching policy the second click never reaches SES', async () => {
    const { cloud, open } = await openFront({ behavior: { CachePolicyId: '658327ea-f89d-4fab-a63d-7e88639e58f6' } });
    const link = signed(cloud);
    expect([(await open(link)).cache, (await open(link)).cache]).toEqual(['Miss from cloudfront', 'Hit from cloudfront']);
    await cloud.wait(day);
    expect((await open(link)).cache).toBe('Miss from cloudfront');
  });
});

test('a record straight to awstrack.me works on http and shows a certificate for another name on https', async () => {
  const cloud = openCloud();
  await cloud.change(['CREATE', cname(domain, 'r.us-east-1.awstrack.me')]);
  await cloud.wait(minute);
  const open = opener(cloud);
  expect(await open(signed(cloud), { scheme: 'http' })).toMatchObject({ status: 302, location: target });
  expect(await refusal(open('/favicon.ico'))).toContain('the certificate is for r.us-east-1.awstrack.me');
  expect((await open('/favicon.ico', { scheme: 'http', host: 'r.us-east-1.awstrack.me' })).status).toBe(403);
});

describe('the certificate', () => {
  test.each<['edge-expired-certificate' | 'edge-wrong-certificate', string]>([
    ['edge-expired-certificate', 'the certificate expired on'],
    ['edge-wrong-certificate', 'the certificate is for *.cloudfront.net'],
  ])('%s', async (trap, says) => {
    const { open } = await openFront({}, { traps: [trap] });
    expect(await refusal(open('/favicon.ico'))).toContain(says);
  });

  test('dies with its validation record: renewal waits, the edge goes on showing it, readers stop coming through', async () => {
    const { cloud, arn, open } = await openFront();
    const record = (await cloud.describe(arn)).DomainValidationOptions?.[0]?.ResourceRecord;
    await cloud.change(['DELETE', cname(record?.Name ?? '', record?.Value ?? '')]);
    await cloud.wait(190 * day);
    expect((await open('/favicon.ico')).status).toBe(200);
    await cloud.wait(10 * day);
    expect(await refusal(open('/favicon.ico'))).toContain('the certificate expired on');
  });

  test("is the distribution's own over real TLS, by SNI, under the sandbox's root", async () => {
    const { world } = await openFront();
    const serving = await serve(front(world), {
      host: '127.0.0.1',
      port: 0,
      maxBodyBytes: 1000,
      tls: { ...(await certificateFor(world, 'localhost')), certificateFor: name => certificateFor(world, name) },
    });
    try {
      const ask = (servername: string) =>
        new Promise<string>((resolve, reject) => {
          const socket = connectTls({
            port: Number(new URL(serving.url).port),
            host: '127.0.0.1',
            servername,
            ca: authorityOf(world).certificate,
            ALPNProtocols: ['http/1.1'],
            checkServerIdentity: () => undefined,
            rejectUnauthorized: false,
          });
          socket.on('error', reject);
          socket.on('secureConnect', () => socket.write(`HEAD /favicon.ico HTTP/1.1\r\nHost: ${servername}\r\nConnection: close\r\n\r\n`));
          let text = `${socket.remotePort} `;
          socket.on('data', bytes => {
            text = `${socket.getPeerCertificate().subjectaltname} ${String(bytes)}`;
          });
          socket.on('close', () => resolve(text));
        });
      expect(await ask(domain)).toMatch(/^DNS:click\.example\.test HTTP\/1\.1 200 /);
      expect(await ask('other.example.test')).toMatch(/^DNS:\*\.cloudfront\.net, DNS:cloudfront\.net HTTP\/1\.1 403 /);
    } finally {
      await serving.stop(0);
    }
  });
});

describe('a function on the viewer request', () => {
  test('the link repair makes a click of what 139 Mail sends, and leaves an intact link as it is', async () => {
    const { cloud, open } = await openFrontWith(repairCode);
    const link = signed(cloud);
    const decoded = link.replace(/^\/CL0\/([^/]+)/, (_, one: string) => `/CL0/${decodeURIComponent(one)}`);
    expect(decoded).toContain('/CL0/https://id.example.com/signinverify?code=');
    expect(await open(link)).toMatchObject({ status: 302, location: target });
    expect(await open(decoded)).toMatchObject({ status: 302, location: target });
    const bare = await openFront();
    expect((await bare.open(decoded)).status).toBe(400);
  });

  test('may answer itself', async () => {
    const { open } = await openFrontWith(
      "function handler() { return { statusCode: 302, statusDescription: 'Found', headers: { location: { value: 'https://example.org/' } } }; }",
    );
    expect(await open('/x')).toMatchObject({ status: 302, location: 'https://example.org/', cache: 'FunctionGeneratedResponse from cloudfront' });
  });

  test.each<[string, string, number]>([
    ['throws', "function handler() { throw new Error('x'); }", 503],
    ['never ends', 'function handler() { for (;;); }', 503],
    ['never answers', 'async function handler() { await new Promise(() => {}); }', 503],
    ['returns nothing', 'function handler() {}', 502],
    ['changes Host', "function handler(event) { event.request.headers.host = { value: 'x' }; return event.request; }", 502],
    ['changes the method', "function handler(event) { event.request.method = 'POST'; return event.request; }", 502],
    ['makes the URI too long', "function handler(event) { event.request.uri = '/' + 'x'.repeat(8191); return event.request; }", 502],
    ['loses the slash', "function handler(event) { event.request.uri = 'x'; return event.request; }", 502],
    ['adds a header of CloudFront', "function handler(event) { event.request.headers['x-cache'] = { value: 'x' }; return event.request; }", 502],
  ])('that %s costs the reader the answer', async (_, code, status) => {
    const { open } = await openFrontWith(code);
    expect((await open('/favicon.ico')).status).toBe(status);
  });

  test('reaches nothing of the machine it runs on', async () => {
    const { open } = await openFrontWith(
      "function handler(event) { const found = [typeof process, typeof require, typeof fetch, typeof setTimeout]; let code = 'no'; try { code = event.constructor.constructor('return 1')(); } catch (e) {} return { statusCode: 200, headers: { found: { value: found.join() + ' ' + code } } }; }",
    );
    expect((await open('/')).header('found')).toBe('undefined,undefined,undefined,undefined no');
  });

  test('sees the path still encoded, the query as it came, headers in lower case and no cookie among them', async () => {
    const { open } = await openFrontWith(
      `function handler(event) { const { request, viewer, context } = event; return { statusCode: 200, headers: { seen: { value: JSON.stringify([request.uri, request.rawQueryString(), request.querystring, Object.keys(request.headers).sort(), request.cookies, viewer.ip, context.eventType]) } } }; }`,
    );
    const { header } = await open('/a%2Fb?x=%20&y&x=2', { headers: { 'User-Agent': 'me', Cookie: 'a=1; b=2' }, address: '192.0.2.7' });
    expect(JSON.parse(header('seen') ?? '')).toEqual([
      '/a%2Fb',
      'x=%20&y&x=2',
      { x: { value: '2', multiValue: [{ value: '%20' }, { value: '2' }] }, y: { value: '' } },
      ['host', 'user-agent'],
      { a: { value: '1' }, b: { value: '2' } },
      '192.0.2.7',
      'viewer-request',
    ]);
    const plain = await open('/');
    expect(JSON.parse(plain.header('seen') ?? '')[1]).toBeNull();
  });

  test('one that returns what it got passes every path and query byte for byte', async () => {
    const { cloud } = await openFrontWith('function handler(event) { return event.request; }');
    const distribution = {
      id: 'E',
      arn: '',
      domainName: 'd.cloudfront.net',
      etag: '',
      config: {} as never,
      modifiedAt: 0,
      deployments: [],
      tags: new Map(),
    };
    const ascii = fc.string({ unit: fc.integer({ min: 0x21, max: 0x7e }).map(code => String.fromCharCode(code)), maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(ascii, fc.option(ascii, { nil: undefined }), async (path, query) => {
        const raw = `/${path.replaceAll('?', '')}`;
        const asked = query === undefined ? raw : `${raw}?${query}`;
        const viewer = await viewerOf(new Request(`https://${domain}/`), { target: asked, address: '192.0.2.1' });
        const viewed = viewedBy('function handler(event) { return event.request; }', viewer, distribution, 'id');
        expect(viewed).toMatchObject({ kind: 'request', viewer: { path: raw, query } });
      }),
      { numRuns: runs(60) },
    );
    expect(cloud.world.failures).toEqual([]);
  });
});

test('User-Agent reaches SES where the policy says so, else it is CloudFront', async () => {
  const seen: (string | null)[] = [];
  const cloud = openCloud();
  const policy = await cloud.edges.send(
    new CreateOriginRequestPolicyCommand({
      OriginRequestPolicyConfig: {
        Name: 'ses-track',
        HeadersConfig: { HeaderBehavior: 'whitelist', Headers: { Quantity: 2, Items: ['Host', 'User-Agent'] } },
        CookiesConfig: { CookieBehavior: 'none' },
        QueryStringsConfig: { QueryStringBehavior: 'none' },
      },
    }),
  );
  const { toOrigin, originOf } = await import('../../src/sandbox/front/origin.ts');
  const request = new Request(`https://${domain}/a?b=c`, {
    headers: { 'user-agent': 'reader', cookie: 'a=b', accept: 'x', 'x-forwarded-for': '198.51.100.1' },
  });
  const viewer = await viewerOf(request, { target: '/a?b=c', address: '192.0.2.1' });
  for (const OriginRequestPolicyId of [policy.OriginRequestPolicy?.Id, allViewer, undefined]) {
    const config = frontConfig(undefined, { behavior: { OriginRequestPolicyId } });
    const behavior = config.DefaultCacheBehavior ?? {};
    const origin = originOf(config, behavior);
    if (origin === undefined) throw new Error('no origin');
    const { headers, target: path } = toOrigin(cloud.world, viewer, behavior, origin, { id: 'i', via: 'v' });
    seen.push(['user-agent', 'host', 'cookie', 'accept', 'x-forwarded-for'].map(name => headers.get(name)).join(' | '), path);
  }
  expect(seen).toEqual([
    `reader | ${domain} |  |  | 198.51.100.1, 192.0.2.1`,
    '/a',
    `reader | ${domain} | a=b | x | 198.51.100.1, 192.0.2.1`,
    '/a?b=c',
    'Amazon CloudFront | r.us-east-1.awstrack.me |  |  | 198.51.100.1, 192.0.2.1',
    '/a',
  ]);
});

test('SES verifies a domain once DNS shows its three DKIM records; ses-dkim-slow: three days later', async () => {
  for (const [traps, ms] of [
    [[], minute],
    [['ses-dkim-slow'], 73 * hour],
  ] as const) {
    const cloud = openCloud({ traps: [...traps] });
    const { DkimAttributes: dkim } = await cloud.ses.send(new CreateEmailIdentityCommand({ EmailIdentity: domain }));
    const verified = async () => (await cloud.ses.send(new GetEmailIdentityCommand({ EmailIdentity: domain }))).VerifiedForSendingStatus;
    const tokens = dkim?.Tokens ?? [];
    const record = (token: string) => cname(`${token}._domainkey.${domain}`, `${token}.dkim.amazonses.com`);
    await cloud.change(['CREATE', record(tokens[0] ?? '')], ['CREATE', record(tokens[1] ?? '')]);
    await cloud.wait(74 * hour);
    expect(await verified()).toBe(false);
    await cloud.change(['CREATE', record(tokens[2] ?? '')]);
    await cloud.wait(30_000 + ms - 1000);
    expect(await verified()).toBe(false);
    await cloud.wait(1000);
    expect(await verified()).toBe(true);
  }
});
