/** A DNS server whose answers fail: the query that broke it is told so, and the next one is answered. */
import { createSocket } from 'node:dgram';
import { createConnection } from 'node:net';
import { decode, encode } from 'dns-packet';
import { expect, test } from 'vitest';
import { nodeDns } from '../../src/outside/node/dns.ts';
import { serveDns } from '../../src/outside/node/serve-dns.ts';
import { dnsServer } from '../../src/sandbox/dns.ts';

const zones = [{ name: 'example.test', records: [{ name: 'good.example.test', type: 'A', ttl: 60, values: ['192.0.2.1'] }] }];
const good = dnsServer(() => zones);

/** Breaks on every name that says so, and on what is no query at all. */
async function served(work: (port: number, address: string) => Promise<void>): Promise<void> {
  const { address, stop } = await serveDns((query, transport) => {
    if (query.length < 12 || Buffer.from(query).includes('bad')) throw new Error('out of order');
    return good(query, transport);
  }, 0);
  try {
    await work(Number(address.split(':')[1]), address);
  } finally {
    await stop();
  }
}

const query = (name: string, id: number): Buffer => Buffer.from(encode({ type: 'query', id, flags: 0x0100, questions: [{ name, type: 'A' }] }));
const told = (answer: Buffer): object => {
  const packet = decode(answer);
  return { id: packet.id, rcode: 'rcode' in packet ? packet.rcode : '', answers: packet.answers?.length, flag_rd: packet.flag_rd };
};

test('over UDP: SERVFAIL with the id of the query, silence to what is none, and the next is answered', () =>
  served(async port => {
    const client = createSocket('udp4');
    const answers: object[] = [];
    const all = new Promise<void>(done =>
      client.on('message', answer => {
        answers.push(told(answer));
        if (answers.length === 2) done();
      }),
    );
    for (const each of [Buffer.from('x'), query('bad.example.test', 7), query('good.example.test', 8)]) client.send(each, port, '127.0.0.1');
    await all;
    client.close();
    expect(answers).toEqual([
      { id: 7, rcode: 'SERVFAIL', answers: 0, flag_rd: true },
      { id: 8, rcode: 'NOERROR', answers: 1, flag_rd: true },
    ]);
  }));

test('over TCP: the same stream goes on', () =>
  served(async port => {
    const client = createConnection(port, '127.0.0.1');
    const framed = (packet: Buffer) => Buffer.concat([Buffer.from([0, packet.length]), packet]);
    client.write(Buffer.concat([Buffer.from('x'), query('bad.example.test', 7), query('good.example.test', 8)].map(framed)));
    let held = Buffer.alloc(0);
    const answers: object[] = [];
    for await (const chunk of client) {
      held = Buffer.concat([held, chunk]);
      for (; held.length >= 2 && held.length >= 2 + held.readUInt16BE(0); held = held.subarray(2 + held.readUInt16BE(0)))
        answers.push(told(held.subarray(2, 2 + held.readUInt16BE(0))));
      if (answers.length === 2) break;
    }
    expect(answers).toEqual([
      { id: 7, rcode: 'SERVFAIL', answers: 0, flag_rd: true },
      { id: 8, rcode: 'NOERROR', answers: 1, flag_rd: true },
    ]);
  }));

test('a resolver takes the answer for what it is: this server failed', () =>
  served(async (_, address) => {
    const dns = nodeDns(address);
    expect(await dns.look('A', 'bad.example.test')).toMatchObject({ kind: 'failed' });
    expect(await dns.look('A', 'good.example.test')).toEqual({ kind: 'found', records: ['192.0.2.1'] });
  }));
