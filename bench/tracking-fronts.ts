/**
 * What bench/cert-check.ts asks: a DNS server and a TLS front on loopback. `d0.example.test` to `d199.example.test` have one address each; `d0` shakes
 * hands at once, each after it later, the last after a second. `w0` to `w199` have four, and none is late. Prints where they are as JSON and runs
 * until its input ends.
 */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createSecureContext } from 'node:tls';
import { serveDns } from '../src/outside/node/serve-dns.ts';
import { openAuthority } from '../src/sandbox/authority.ts';
import { dnsServer } from '../src/sandbox/dns.ts';

const count = 200;
const slowestMs = 1000;

const authority = openAuthority({ now: Date.now, bytes: size => randomBytes(size) });
const { cert, key } = authority.issue(['*.example.test']);
const context = createSecureContext({ cert, key });
const front = createServer(
  {
    cert,
    key,
    SNICallback: (name, done) => {
      const index = Number(/^d(\d+)\./.exec(name)?.[1] ?? 0);
      setTimeout(() => done(null, context), (index * slowestMs) / (count - 1));
    },
  },
  (_, response) => response.writeHead(200, { 'x-amz-ses-region': 'us-east-1', 'x-amz-ses-request-protocol': 'https' }).end(),
);
await new Promise<void>(resolve => front.listen(0, '127.0.0.1', resolve));

const record = (name: string, type: string, ...values: string[]) => ({ name, type, ttl: 60, values });
const named = (letter: string) => Array.from({ length: count }, (_, index) => `${letter}${index}.example.test`);
const [names, wide] = [named('d'), named('w')];
const records = [
  record('example.test', 'SOA', 'ns.example.test host.example.test 1 7200 900 1209600 60'),
  record('one.example.test', 'A', '192.0.2.1'),
  record('edge.example.test', 'A', '192.0.2.1', '192.0.2.2'),
  record('edge.example.test', 'AAAA', '2001:db8::1', '2001:db8::2'),
  ...names.map(name => record(name, 'CNAME', 'one.example.test')),
  ...wide.map(name => record(name, 'CNAME', 'edge.example.test')),
];
const dns = await serveDns(
  dnsServer(() => [{ name: 'example.test', records }]),
  0,
);

const connectTo = `127.0.0.1:${(front.address() as AddressInfo).port}`;
process.stdout.write(`${JSON.stringify({ dns: dns.address, connectTo, root: authority.certificate, names, wide })}\n`);
process.stdin.resume().on('end', () => process.exit());
