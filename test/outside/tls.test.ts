/** Real TLS on loopback: what a peer shows, why a browser would turn away, and where a connection goes. */
import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Handler, ServeOptions, Serving } from '../../src/outside/index.ts';
import { nodeDns } from '../../src/outside/node/dns.ts';
import { nodeOutside } from '../../src/outside/node/index.ts';
import { serve } from '../../src/outside/node/serve.ts';
import { serveDns } from '../../src/outside/node/serve-dns.ts';
import { nodeTls } from '../../src/outside/node/tls.ts';
import { type Authority, openAuthority } from '../../src/sandbox/authority.ts';
import { dnsServer } from '../../src/sandbox/dns.ts';

const day = 86_400_000;
const machine = { now: () => Date.now(), bytes: (count: number) => crypto.getRandomValues(new Uint8Array(count)) };
const noDns = nodeDns(undefined);

/** Shows the certificate of the name that is asked for, or the front's own. */
async function serveNames(authority: Authority, handler: Handler): Promise<Serving & { port: number }> {
  const own = authority.issue(['*.cloudfront.test']);
  const known = new Map([
    ['click.example.test', authority.issue(['click.example.test', '*.wild.test', '127.0.0.1'])],
    ['old.example.test', authority.issue(['old.example.test'], { notBefore: Date.now() - 30 * day, notAfter: Date.now() - day })],
    ['early.example.test', authority.issue(['early.example.test'], { notBefore: Date.now() + day, notAfter: Date.now() + 2 * day })],
  ]);
  const options: ServeOptions = { host: '127.0.0.1', port: 0, maxBodyBytes: 0, tls: { ...own, certificateFor: async name => known.get(name) } };
  const serving = await serve(handler, options);
  return { ...serving, port: Number(new URL(serving.url).port) };
}

describe('a front with a certificate for each name', () => {
  let authority: Authority;
  let front: Serving & { port: number };
  const seen: { method: string; host: string | null; target: string }[] = [];
  beforeAll(async () => {
    authority = openAuthority(machine);
    front = await serveNames(authority, async (request, peer) => {
      seen.push({ method: request.method, host: request.headers.get('host'), target: peer?.target ?? '' });
      return new Response(null, { status: 204, headers: { 'x-amz-ses-region': 'us-east-1' } });
    });
  });
  afterAll(() => front.stop(0));
  const tls = (roots = [authority.certificate]) => nodeTls(noDns, `127.0.0.1:${front.port}`, roots);
  const refusals = async (name: string, roots?: string[]) => {
    const answer = await tls(roots).peer(name);
    return answer.kind === 'peer' ? answer.peer.refusals : answer;
  };

  test('the chain, the protocol and the address are told, and nothing speaks against it', async () => {
    const answer = await tls().peer('click.example.test');
    expect(answer).toMatchObject({
      kind: 'peer',
      peer: {
        address: `127.0.0.1:${front.port}`,
        protocol: 'TLSv1.3',
        refusals: [],
        chain: [
          {
            subject: 'CN=click.example.test',
            issuer: expect.stringContaining('CN=ses-track sandbox root'),
            names: ['click.example.test', '*.wild.test', '127.0.0.1'],
            serial: expect.stringMatching(/^[4-7][0-9A-F]{31}$/),
          },
          { subject: expect.stringContaining('CN=ses-track sandbox root') },
        ],
      },
    });
    const [leaf] = answer.kind === 'peer' ? answer.peer.chain : [];
    expect(leaf?.pem).toMatch(/^-----BEGIN CERTIFICATE-----/);
    expect(Math.round(((leaf?.notAfter ?? 0) - (leaf?.notBefore ?? 0)) / day)).toBe(199);
  });

  test('a certificate for other names is refused by name, with the names that it has', async () => {
    expect(await refusals('stranger.example.test')).toEqual([
      { kind: 'name', certificate: 0, why: 'the certificate is for *.cloudfront.test, not for stranger.example.test' },
    ]);
    expect(await refusals('d111.cloudfront.test')).toEqual([]);
  });

  test('expired, not valid yet and untrusted are told apart', async () => {
    expect(await refusals('old.example.test')).toMatchObject([{ kind: 'expired' }]);
    expect(await refusals('early.example.test')).toMatchObject([{ kind: 'early' }]);
    expect(await refusals('click.example.test', [])).toMatchObject([{ kind: 'untrusted' }]);
  });

  test('a certificate can be wrong in two ways at once', async () => {
    expect(await refusals('stranger.example.test', [])).toMatchObject([{ kind: 'untrusted' }, { kind: 'name' }]);
  });

  test('a request goes there with the name as Host and its path byte for byte', async () => {
    seen.length = 0;
    const answer = await tls().request('https://click.example.test/CL0/https:%2F%2Fa.test/../b?x=%20');
    expect(answer).toMatchObject({ kind: 'answer', status: 204 });
    expect(answer.kind === 'answer' && answer.headers.get('x-amz-ses-region')).toBe('us-east-1');
    await tls().request('https://click.example.test', { method: 'OPTIONS' });
    expect(seen).toEqual([
      { method: 'HEAD', host: 'click.example.test', target: '/CL0/https:%2F%2Fa.test/../b?x=%20' },
      { method: 'OPTIONS', host: 'click.example.test', target: '/' },
    ]);
  });

  test('nothing is sent to a peer that a browser would refuse', async () => {
    seen.length = 0;
    expect(await tls().request('https://stranger.example.test/favicon.ico')).toMatchObject({
      kind: 'refused',
      peer: { refusals: [{ kind: 'name' }] },
    });
    expect(await tls([]).request('https://click.example.test/favicon.ico')).toMatchObject({ kind: 'refused' });
    expect(seen).toEqual([]);
  });

  test('a connection to another name still asks for the first one, and an address with a port stands above SES_TRACK_CONNECT_TO', async () => {
    const zone = { name: 'cloudfront.test', records: [{ name: 'd111.cloudfront.test', type: 'A', ttl: 60, values: ['127.0.0.1'] }] };
    const server = await serveDns(
      dnsServer(() => [zone]),
      0,
    );
    try {
      const dns = nodeDns(server.address);
      const there = { connectTo: 'd111.cloudfront.test', port: front.port };
      const byName = await nodeTls(dns, undefined, [authority.certificate]).request('https://click.example.test/favicon.ico', there);
      expect(byName).toMatchObject({ kind: 'answer', peer: { chain: [{ subject: 'CN=click.example.test' }, {}] } });
      const nowhere = await nodeTls(dns, undefined).peer('click.example.test', { connectTo: 'none.cloudfront.test' });
      expect(nowhere).toEqual({ kind: 'failed', at: 'name', cause: 'no-name', why: 'the name has no address' });
      const six = await nodeTls(dns, undefined).peer('click.example.test', { ...there, family: 6 });
      expect(six).toMatchObject({ kind: 'failed', at: 'name' });
    } finally {
      await server.stop();
    }
    const above = await nodeTls(noDns, '127.0.0.1:1', [authority.certificate]).peer('click.example.test', { connectTo: `127.0.0.1:${front.port}` });
    expect(above.kind).toBe('peer');
  });

  test('SES_TRACK_CONNECT_TO comes from the environment and is told; roots of one’s own need no environment', async () => {
    const env = { SES_TRACK_CONNECT_TO: `127.0.0.1:${front.port}` };
    const outside = nodeOutside({ env, cwd: '/', signal: new AbortController().signal });
    expect(outside.tls.via).toBe(env.SES_TRACK_CONNECT_TO);
    expect(await outside.tls.peer('click.example.test')).toMatchObject({ kind: 'peer', peer: { refusals: [{ kind: 'untrusted' }] } });
    const { tls: trusting } = outside.network({ connectTo: env.SES_TRACK_CONNECT_TO, roots: [authority.certificate] });
    expect(await trusting.peer('click.example.test')).toMatchObject({ kind: 'peer', peer: { refusals: [] } });
  });
});

/** A plain TCP server, and the port it took. */
async function tcp(onConnection: Parameters<typeof createServer>[1]): Promise<{ server: Server; address: string }> {
  const server = createServer({}, onConnection);
  const port = await new Promise<number>(resolve => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  return { server, address: `127.0.0.1:${port}` };
}

describe('no handshake', () => {
  test('nobody listens', async () => {
    const { server, address } = await tcp(() => {});
    await new Promise(done => server.close(done));
    const nobody = { kind: 'failed', at: 'connect', cause: 'refused', why: 'nobody listens there (connection refused)' };
    expect(await nodeTls(noDns, address).peer('x.test')).toEqual(nobody);
    expect(await nodeTls(noDns, undefined).plain('x.test', '/', { connectTo: address })).toEqual(nobody);
  });

  test('a question that the caller gives up rejects with the caller’s own reason', async () => {
    const { server, address } = await tcp(socket => socket.on('error', () => {}));
    const stop = new AbortController();
    const asked = nodeTls(noDns, address).peer('x.test', { signal: stop.signal });
    setTimeout(() => stop.abort(new Error('changed my mind')), 20);
    await expect(asked).rejects.toThrow('changed my mind');
    server.close();
  });

  test('DNS that fails is told from a name that is not there', async () => {
    const { address, stop } = await serveDns(
      dnsServer(() => []),
      0,
    );
    const failed = await nodeTls(nodeDns(address), undefined).peer('x.test');
    expect(failed).toMatchObject({ kind: 'failed', at: 'name', cause: 'no-name' });
    await stop();
    expect(await nodeTls(nodeDns(address), undefined).peer('x.test')).toEqual({
      kind: 'failed',
      at: 'name',
      cause: 'dns',
      why: 'no name server answers there',
    });
    const silent = await serveDns(() => undefined, 0);
    expect(await nodeTls(nodeDns(silent.address), undefined).peer('x.test', { timeoutMs: 150 })).toEqual({
      kind: 'failed',
      at: 'name',
      cause: 'dns',
      why: 'no answer in 0.15 s',
    });
    await silent.stop();
  });

  test('a SES_TRACK_CONNECT_TO that is no address is trouble that names it', async () => {
    await expect(nodeTls(noDns, 'somewhere').peer('x.test')).rejects.toMatchObject({
      code: 'config.invalid',
      message: 'SES_TRACK_CONNECT_TO is "somewhere", expected host:port',
    });
  });

  test('an answer that never comes is a failure of the answer', async () => {
    const authority = openAuthority(machine);
    const front = await serveNames(authority, () => new Promise(() => undefined));
    const tls = nodeTls(noDns, `127.0.0.1:${front.port}`, [authority.certificate]);
    expect(await tls.request('https://click.example.test/', { timeoutMs: 1000 })).toEqual({
      kind: 'failed',
      at: 'answer',
      cause: 'timeout',
      why: 'no answer in 1 s',
    });
    await front.stop(0);
  });
});
