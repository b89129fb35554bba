/** Where a name leads and who serves it, read from real answers. */
import { expect, test } from 'vitest';
import { dnsChain } from '../../src/observe/chain.ts';
import { askOwners, delegation } from '../../src/observe/delegation.ts';
import type { Dns } from '../../src/outside/index.ts';
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
