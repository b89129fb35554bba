/** Where a name leads and who serves it, read from real answers. */
import { expect, test } from 'vitest';
import { dnsChain } from '../../src/observe/chain.ts';
import { askOwners, delegation } from '../../src/observe/delegation.ts';
import type { Dns, DnsHandler } from '../../src/outside/index.ts';
import { nodeDns } from '../../src/outside/node/dns.ts';
import { serveDns } from '../../src/outside/node/serve-dns.ts';
import { dnsServer } from '../../src/sandbox/dns.ts';
import { withDns, zone } from './network.ts';

const zones = [
  zone('example.test', [
    'example.test NS ns-1.example.test',
    'example.test NS ns-2.example.test',
    'ns-1.example.test A 127.0.0.1',
    'click.example.test CNAME mid.example.test',
    'mid.example.test CNAME d1.cloudfront.test',
    'gone.example.test CNAME none.cloudfront.test',
    'text.example.test TXT "x"',
    'loop.example.test CNAME pool.example.test',
    'pool.example.test CNAME loop.example.test',
    'lame.example.test CNAME x.away.example.test',
    'away.example.test NS ns.invalid.',
    'apex.example.test CNAME cloudfront.test',
  ]),
  zone('cloudfront.test', ['cloudfront.test NS ns.cloudfront.test', 'd1.cloudfront.test A 192.0.2.1', 'd1.cloudfront.test AAAA 2001:db8::1']),
];

test('every CNAME on the way is told, and the addresses at the end', () =>
  withDns(zones, async outside => {
    expect(await dnsChain(outside, 'click.example.test')).toEqual({
      name: 'click.example.test',
      hops: ['mid.example.test', 'd1.cloudfront.test'],
      end: 'addresses',
      addresses: ['192.0.2.1', '2001:db8::1'],
    });
    expect(await dnsChain(outside, 'd1.cloudfront.test')).toMatchObject({ hops: [], end: 'addresses' });
  }));

test('a chain that ends nowhere says how', () =>
  withDns(zones, async outside => {
    expect(await dnsChain(outside, 'none.example.test')).toMatchObject({ hops: [], end: 'no-name', addresses: [] });
    expect(await dnsChain(outside, 'gone.example.test')).toMatchObject({ hops: ['none.cloudfront.test'], end: 'no-name' });
    expect(await dnsChain(outside, 'text.example.test')).toMatchObject({ end: 'no-data' });
    expect(await dnsChain(outside, 'loop.example.test')).toMatchObject({ hops: ['pool.example.test', 'loop.example.test'], end: 'loop' });
    expect(await dnsChain(outside, 'lame.example.test')).toMatchObject({
      end: 'failed',
      cause: 'servfail',
      why: expect.stringContaining('SERVFAIL'),
    });
  }));

test('the nearest zone above a name is found, even where a CNAME leads to another zone’s top', () =>
  withDns(zones, async outside => {
    const own = { zone: 'example.test', nameServers: ['ns-1.example.test', 'ns-2.example.test'] };
    expect(await delegation(outside, 'click.example.test.')).toEqual(own);
    expect(await delegation(outside, 'a.b.none.example.test')).toEqual(own);
    expect(await delegation(outside, 'apex.example.test')).toEqual(own);
    expect(await delegation(outside, 'example.test')).toEqual(own);
    expect(await delegation(outside, 'nowhere.invalid')).toEqual({ failed: 'no zone serves nowhere.invalid' });
  }));

test('each name server is asked itself', () =>
  withDns(zones, async outside => {
    const answer = { kind: 'found', records: ['mid.example.test'] };
    const asked: unknown[] = [];
    const dns: Dns = {
      look(type, name, options) {
        if (name === 'click.example.test') asked.push(options?.server);
        return outside.dns.look(type, name, options);
      },
    };
    expect(await askOwners({ dns }, 'CNAME', 'click.example.test')).toEqual({
      zone: 'example.test',
      answers: [
        { server: 'ns-1.example.test', answer },
        { server: 'ns-2.example.test', answer },
      ],
    });
    expect(asked).toEqual([undefined, 'ns-1.example.test', 'ns-2.example.test']);
    expect(await askOwners(outside, 'CNAME', 'nowhere.invalid')).toHaveProperty('failed');
  }));

test('name servers that disagree are each told, and so is one that refuses or is silent', async () => {
  const here = (record: string) => dnsServer(() => [zone('example.test', record === '' ? [] : [record])]);
  const refusing = (query: Uint8Array) => {
    const packet = Buffer.from(query);
    packet.writeUInt16BE(0x8105, 2);
    return packet;
  };
  const handlers: Record<string, DnsHandler> = {
    'ns-1.example.test': here('click.example.test CNAME old.cloudfront.test'),
    'ns-2.example.test': here(''),
    'ns-3.other.test': refusing,
    'ns-4.other.test': () => undefined,
  };
  const opened = await Promise.all(Object.entries(handlers).map(async ([name, handler]) => ({ name, ...(await serveDns(handler, 0)) })));
  const told = zone(
    'example.test',
    opened.map(({ name }) => `example.test NS ${name}`),
  );
  await withDns([told], async outside => {
    const dns: Dns = {
      look: (type, name, options = {}) => {
        const at = opened.find(each => each.name === options.server)?.address;
        return at === undefined ? outside.dns.look(type, name, options) : nodeDns(undefined).look(type, name, { ...options, server: at });
      },
    };
    expect(await askOwners({ dns }, 'CNAME', 'click.example.test', { timeoutMs: 300 })).toEqual({
      zone: 'example.test',
      answers: [
        { server: 'ns-1.example.test', answer: { kind: 'found', records: ['old.cloudfront.test'] } },
        { server: 'ns-2.example.test', answer: { kind: 'no-name' } },
        { server: 'ns-3.other.test', answer: { kind: 'failed', cause: 'refused', why: 'the name server refused to answer (REFUSED)' } },
        { server: 'ns-4.other.test', answer: { kind: 'failed', cause: 'timeout', why: 'no answer in 0.3 s' } },
      ],
    });
  });
  await Promise.all(opened.map(({ stop }) => stop()));
});

test('a resolver that is silent ends the chain in time, and says so', async () => {
  const { address, stop } = await serveDns(() => undefined, 0);
  expect(await dnsChain({ dns: nodeDns(address) }, 'click.example.test', { timeoutMs: 150 })).toEqual({
    name: 'click.example.test',
    hops: [],
    end: 'failed',
    addresses: [],
    cause: 'timeout',
    why: 'no answer in 0.15 s',
  });
  await stop();
});
