/** The favicon proof over real TLS: what every kind of front answers, and what that is taken for. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { front } from '../../src/observe/front.ts';
import type { Serving } from '../../src/outside/index.ts';
import { nodeDns } from '../../src/outside/node/dns.ts';
import { serve } from '../../src/outside/node/serve.ts';
import { nodeTls } from '../../src/outside/node/tls.ts';
import { openAuthority } from '../../src/sandbox/authority.ts';
import { withDns, zone } from './network.ts';

const authority = openAuthority({ now: () => Date.now(), bytes: count => crypto.getRandomValues(new Uint8Array(count)) });
const domain = 'click.example.test';
const want = { region: 'eu-west-1' };
const ses = (region = 'eu-west-1', protocol = 'https') => ({ 'x-amz-ses-region': region, 'x-amz-ses-request-protocol': protocol });

describe('a front that answers', () => {
  let serving: Serving;
  let answer = { status: 200, headers: {} as Record<string, string> };
  const asked: string[] = [];
  beforeAll(async () => {
    const names = new Map([
      [domain, authority.issue([domain])],
      ['bare.example.test', authority.issue(['*.r.eu-west-1.awstrack.me'])],
    ]);
    serving = await serve(
      async (request, peer) => {
        asked.push(`${request.method} ${request.headers.get('host')} ${peer?.target}`);
        return new Response(null, answer);
      },
      {
        host: '127.0.0.1',
        port: 0,
        maxBodyBytes: 0,
        tls: { ...authority.issue(['*.cloudfront.net']), certificateFor: async name => names.get(name) },
      },
    );
  });
  afterAll(() => serving.stop(0));
  const tls = (roots = [authority.certificate]) => nodeTls(nodeDns(undefined), new URL(serving.url).host, roots);
  const seen = (status: number, headers: Record<string, string> = {}) => {
    answer = { status, headers };
    return front({ tls: tls() }, domain, want);
  };

  test('is proven by the region and the protocol that SES itself names', async () => {
    expect(await seen(200, ses())).toMatchObject({
      domain,
      state: 'proven',
      why: 'SES in eu-west-1 answers over https',
      status: 200,
      region: 'eu-west-1',
      protocol: 'https',
      peer: { protocol: 'TLSv1.3' },
    });
    expect(asked.at(-1)).toBe('HEAD click.example.test /favicon.ico');
  });

  test.each([
    [
      200,
      ses('us-east-1'),
      'wrong-region',
      'SES in us-east-1 answers, yet the configuration sets are in eu-west-1: the origin must be of that region',
    ],
    [200, ses('eu-west-1', 'http'), 'plain-origin', 'the front speaks http to SES, where AWS asks for https: the origin protocol must be https'],
    [200, {}, 'not-ses', 'answers 200 without the headers of SES: the front leads to another origin, or keeps headers back'],
    [404, {}, 'not-ses', 'answers 404 where SES answers 200'],
    [301, { location: 'https://example.test/' }, 'not-ses', 'answers 301 where SES answers 200'],
    [403, {}, 'refused', "answers 403: the front does not pass the viewer's Host on to SES, or a firewall stands in the way"],
    [400, {}, 'refused', "answers 400: the front does not pass the viewer's Host on to SES, or a firewall stands in the way"],
    [502, {}, 'origin', "answers 502: the front cannot reach SES; its origin's name, protocol or certificate is wrong"],
  ])('%i with %j is %s', async (status, headers, state, why) => {
    expect(await seen(status, headers)).toMatchObject({ state, why, status });
  });

  test('its clock is told where it tells it, and what is no date is none', async () => {
    expect(await seen(200, { ...ses(), date: 'Tue, 24 Nov 2026 13:11:00 GMT' })).toMatchObject({ date: Date.UTC(2026, 10, 24, 13, 11) });
    expect(await seen(200, { ...ses(), date: 'soon' })).not.toHaveProperty('date');
  });

  test('with a certificate for other names is told by whose they are, and nothing is asked of it', async () => {
    asked.length = 0;
    const look = (name: string, roots?: string[]) => front({ tls: tls(roots) }, name, want);
    expect(await look('bare.example.test')).toMatchObject({ state: 'certificate', why: expect.stringContaining('leads straight to SES') });
    expect(await look('other.example.test')).toMatchObject({
      state: 'certificate',
      why: 'the certificate is for *.cloudfront.net, not for other.example.test: no deployed CloudFront distribution has the domain as an alternate name',
    });
    expect(await look(domain, [])).toMatchObject({ state: 'certificate', why: expect.stringContaining('is not trusted here') });
    expect(asked).toEqual([]);
  });
});

test('a domain that leads nowhere, and a front that nobody serves', () =>
  withDns([zone('example.test', ['click.example.test CNAME d1.example.test', 'here.example.test A 127.0.0.1'])], async ({ dns }) => {
    expect(await front({ tls: nodeTls(dns, undefined) }, domain, want)).toEqual({
      domain,
      state: 'no-address',
      why: 'click.example.test leads nowhere in DNS: the name has no address',
    });
    const gone = await serve(async () => new Response(), { host: '127.0.0.1', port: 0, maxBodyBytes: 0 });
    await gone.stop();
    expect(await front({ tls: nodeTls(dns, new URL(gone.url).host) }, domain, want)).toMatchObject({ state: 'unreachable' });
  }));

test('a front is proven before DNS leads to it, by connecting to the distribution’s own name', () =>
  withDns([zone('cloudfront.test', ['d111.cloudfront.test A 127.0.0.1'])], async ({ dns }) => {
    const serving = await serve(async () => new Response(null, { headers: ses() }), {
      host: '127.0.0.1',
      port: 0,
      maxBodyBytes: 0,
      tls: authority.issue([domain]),
    });
    // Port 443 needs rights that a test has not: the keeper is told the port, as `connectTo` alone cannot.
    const tls = nodeTls(dns, undefined, [authority.certificate]);
    const port = Number(new URL(serving.url).port);
    const shifted = { ...tls, request: (url: string, options = {}) => tls.request(url, { ...options, port }) };
    expect(await front({ tls: shifted }, domain, { ...want, connectTo: 'd111.cloudfront.test' })).toMatchObject({ state: 'proven' });
    expect(await front({ tls: shifted }, domain, want)).toMatchObject({ state: 'no-address' });
    await serving.stop(0);
  }));
