/** Questions to a real DNS server on loopback, as Node keeps the promise: every type, every way to have no answer. */
import { createSocket } from 'node:dgram';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DnsHandler } from '../../src/outside/index.ts';
import { nodeDns } from '../../src/outside/node/dns.ts';
import { nodeOutside } from '../../src/outside/node/index.ts';
import { serveDns } from '../../src/outside/node/serve-dns.ts';
import { dnsServer } from '../../src/sandbox/dns.ts';

const soa = { name: 'example.test', type: 'SOA', ttl: 900, values: ['ns-1.example.test. host.example.test. 7 7200 900 1209600 86400'] };
const set = (name: string, type: string, ...values: string[]) => ({ name, type, ttl: 60, values });
const zone = {
  name: 'example.test',
  records: [
    soa,
    set('example.test', 'NS', 'NS-1.example.test.'),
    set('ns-1.example.test', 'A', '127.0.0.1'),
    set('example.test', 'CAA', '0 issue "amazon.com"', '128 tbs "unknown"'),
    set('click.example.test', 'CNAME', 'front.example.test.'),
    set('front.example.test', 'A', '192.0.2.1', '192.0.2.2'),
    set('front.example.test', 'AAAA', '2001:db8::1'),
    set('text.example.test', 'TXT', '"half" " and half"'),
    set('long.example.test', 'TXT', ...Array.from({ length: 30 }, (_, index) => `"${String(index).padStart(200, 'x')}"`)),
    set('away.example.test', 'NS', 'ns.invalid.'),
  ],
};

async function served<T>(handler: DnsHandler, work: (address: string) => Promise<T>): Promise<T> {
  const { address, stop } = await serveDns(handler, 0);
  try {
    return await work(address);
  } finally {
    await stop();
  }
}

/** An empty answer with that response code and those flags. */
function answer(query: Uint8Array, code: number, flags = 0): Uint8Array {
  const packet = Buffer.from(query);
  packet.writeUInt16BE(0x8180 | flags | code, 2);
  return packet;
}

describe('one server for all', () => {
  let server: Awaited<ReturnType<typeof serveDns>>;
  beforeAll(async () => {
    server = await serveDns(
      dnsServer(() => [zone]),
      0,
    );
  });
  afterAll(() => server.stop());

  test('every type of record is read as what it says', async () => {
    const dns = nodeDns(server.address);
    expect(await dns.look('A', 'front.example.test')).toEqual({ kind: 'found', records: ['192.0.2.1', '192.0.2.2'] });
    expect(await dns.look('AAAA', 'Front.Example.test.')).toEqual({ kind: 'found', records: ['2001:db8::1'] });
    expect(await dns.look('A', 'click.example.test')).toMatchObject({ kind: 'found' });
    expect(await dns.look('CNAME', 'click.example.test')).toEqual({ kind: 'found', records: ['front.example.test'] });
    expect(await dns.look('NS', 'example.test')).toEqual({ kind: 'found', records: ['ns-1.example.test'] });
    expect(await dns.look('TXT', 'text.example.test')).toEqual({ kind: 'found', records: ['half and half'] });
    expect(await dns.look('CAA', 'example.test')).toEqual({
      kind: 'found',
      records: [
        { isCritical: false, tag: 'issue', value: 'amazon.com' },
        { isCritical: true, tag: 'tbs', value: 'unknown' },
      ],
    });
    expect(await dns.look('SOA', 'example.test')).toEqual({
      kind: 'found',
      records: [
        { primary: 'ns-1.example.test', contact: 'host.example.test', serial: 7, refresh: 7200, retry: 900, expire: 1209600, minimum: 86400 },
      ],
    });
  });

  test('an answer that does not fit in a datagram comes over TCP', async () => {
    const answer = await nodeDns(server.address).look('TXT', 'long.example.test');
    expect(answer.kind === 'found' ? answer.records.length : answer).toBe(30);
  });

  test('a name that does not exist, a name without such records and a failure are told apart', async () => {
    const dns = nodeDns(server.address);
    expect(await dns.look('A', 'none.example.test')).toEqual({ kind: 'no-name' });
    expect(await dns.look('CAA', 'front.example.test')).toEqual({ kind: 'no-data' });
    expect(await dns.look('A', 'x.away.example.test')).toEqual({
      kind: 'failed',
      cause: 'servfail',
      why: 'the name server failed (SERVFAIL)',
    });
    expect(await dns.look('A', 'a..b')).toMatchObject({ kind: 'failed' });
  });

  test('a given server is asked instead of the system’s, by address or by name', async () => {
    const system = nodeDns(undefined);
    expect(await system.look('AAAA', 'front.example.test', { server: server.address })).toEqual({ kind: 'found', records: ['2001:db8::1'] });
    expect(await system.look('A', 'front.example.test', { server: 'a b' })).toEqual({
      kind: 'failed',
      cause: 'other',
      why: '"a b" is no name server\'s address',
    });
  });

  test('SES_TRACK_DNS stands above a given server and is told', async () => {
    const { dns } = nodeOutside({ env: { SES_TRACK_DNS: server.address }, cwd: '/', signal: new AbortController().signal });
    expect(dns.via).toBe(server.address);
    expect(await dns.look('A', 'front.example.test', { server: 'ns-1.example.test' })).toMatchObject({ kind: 'found' });
    expect(await dns.look('A', 'none.example.test', { server: '192.0.2.53' })).toEqual({ kind: 'no-name' });
  });
});

test('a server that is silent is a failure after the time that was given, not longer', () =>
  served(
    () => undefined,
    async address => {
      const started = performance.now();
      expect(await nodeDns(address).look('A', 'example.test', { timeoutMs: 150 })).toEqual({
        kind: 'failed',
        cause: 'timeout',
        why: 'no answer in 0.15 s',
      });
      expect(performance.now() - started).toBeLessThan(1500);
    },
  ));

test('a packet that was lost is asked for again, soon', () => {
  let asked = 0;
  return served(
    query => (asked++ === 0 ? undefined : answer(query, 3)),
    async address => {
      const started = performance.now();
      expect(await nodeDns(address).look('A', 'example.test')).toEqual({ kind: 'no-name' });
      expect(performance.now() - started).toBeLessThan(1500);
    },
  );
});

test('of many questions, fifty are under way at once and all are answered', async () => {
  const server = createSocket('udp4');
  const open = new Set<string>();
  let most = 0;
  server.on('message', (query, from) => {
    // A machine that is slow asks again; that is the same question.
    const asked = query.toString('hex', 12);
    most = Math.max(most, open.add(asked).size);
    setTimeout(() => {
      open.delete(asked);
      server.send(answer(query, 3), from.port, from.address);
    }, 20);
  });
  await new Promise<void>(done => server.bind(0, '127.0.0.1', done));
  const dns = nodeDns(`127.0.0.1:${server.address().port}`);
  const answers = await Promise.all(Array.from({ length: 130 }, (_, index) => dns.look('A', `${index}.example.test`)));
  expect(answers.filter(({ kind }) => kind === 'no-name')).toHaveLength(130);
  expect(most).toBeGreaterThan(25);
  expect(most).toBeLessThanOrEqual(50);
  await new Promise<void>(done => server.close(done));
});

test('a question that the caller gives up rejects with the caller’s own reason', () =>
  served(
    () => undefined,
    async address => {
      const stop = new AbortController();
      const asked = nodeDns(address).look('A', 'example.test', { signal: stop.signal });
      setTimeout(() => stop.abort(new Error('changed my mind')), 20);
      await expect(asked).rejects.toThrow('changed my mind');
      await expect(nodeDns(address).look('A', 'example.test', { signal: stop.signal })).rejects.toThrow('changed my mind');
    },
  ));

test.each([
  [2, 'servfail', 'the name server failed (SERVFAIL)'],
  [5, 'refused', 'the name server refused to answer (REFUSED)'],
  [4, 'other', 'the name server does not answer such questions (NOTIMP)'],
  [1, 'other', 'the name server did not understand the question (FORMERR)'],
])('response code %i is a failure: %s', (code, cause, why) =>
  served(
    query => answer(query, code),
    async address => {
      const started = performance.now();
      expect(await nodeDns(address).look('CAA', 'example.test')).toEqual({ kind: 'failed', cause, why });
      expect(performance.now() - started).toBeLessThan(1500);
    },
  ),
);

test('an answer that is cut short in UDP and refused in TCP is a failure, and so is one that is no DNS', async () => {
  const cut = (query: Uint8Array, transport: 'udp' | 'tcp') => answer(query, transport === 'tcp' ? 5 : 0, 0x0200);
  expect(await served(cut, address => nodeDns(address).look('TXT', 'example.test'))).toMatchObject({ kind: 'failed', cause: 'refused' });
  const noise = (query: Uint8Array) => Buffer.concat([Buffer.from(query).subarray(0, 2), Buffer.from('8180ffffffffffffffffff', 'hex')]);
  expect(await served(noise, address => nodeDns(address).look('A', 'example.test', { timeoutMs: 400 }))).toMatchObject({ kind: 'failed' });
});

test('an address where no server listens is a failure', async () => {
  const { address, stop } = await serveDns(() => undefined, 0);
  await stop();
  expect(await nodeDns(address).look('A', 'example.test')).toEqual({ kind: 'failed', cause: 'unreachable', why: 'no name server answers there' });
});

test('a SES_TRACK_DNS that is no address is trouble that names it', async () => {
  await expect(nodeDns('somewhere').look('A', 'example.test')).rejects.toMatchObject({
    code: 'config.invalid',
    message: 'SES_TRACK_DNS is "somewhere", expected an IP address and a port',
  });
});

test('a port that UDP or TCP cannot have is trouble, and nothing is left open', async () => {
  const first = await serveDns(() => undefined, 0);
  const port = Number(first.address.split(':')[1]);
  await expect(serveDns(() => undefined, port)).rejects.toMatchObject({
    code: 'serve.refused',
    message: `cannot listen on 127.0.0.1:${port} for DNS: the port is taken`,
  });
  await first.stop();
  const held = createSocket('udp4');
  await new Promise<void>(done => held.bind(port, '127.0.0.1', done));
  await expect(serveDns(() => undefined, port)).rejects.toMatchObject({ code: 'serve.refused' });
  await new Promise<void>(done => held.close(done));
  await (await serveDns(() => undefined, port)).stop();
});
