/** cert-check where DNS leads: real packets from a little server on loopback, every way to have no address told apart. */
import { expect, test } from 'vitest';
import { serveDns } from '../../src/outside/node/serve-dns.ts';
import { dnsServer } from '../../src/sandbox/dns.ts';
import { zone } from '../observe/network.ts';
import { noOpenssl, withFault } from '../outside/tls-kit.ts';
import { certCheck } from './here.ts';

const now = Date.UTC(2026, 10, 24, 12);
const zones = [
  zone('example.test', [
    'click.example.test CNAME front.example.test',
    'front.example.test CNAME edge.example.test',
    'edge.example.test A 192.0.2.1',
    'edge.example.test A 192.0.2.2',
    'edge.example.test AAAA 2001:db8::1',
    'round.example.test CNAME about.example.test',
    'about.example.test CNAME round.example.test',
    'dangling.example.test CNAME gone.example.test',
    'empty.example.test TXT "nothing"',
  ]),
];

async function ask(line: string, { server = dnsServer(() => zones), connectTo = '127.0.0.1:9' } = {}) {
  const { address, stop } = await serveDns(server, 0);
  try {
    const { code, out } = await certCheck(line, { now, env: { SES_TRACK_DNS: address, SES_TRACK_CONNECT_TO: connectTo } });
    return { code, says: /^ {10}\? (.*) {2}reach$/m.exec(out)?.[1], out };
  } finally {
    await stop();
  }
}

test.each([
  ['nowhere.example.test', 'nowhere.example.test does not exist in DNS (NXDOMAIN)'],
  ['dangling.example.test', 'gone.example.test, where dangling.example.test leads, does not exist in DNS (NXDOMAIN)'],
  ['empty.example.test', 'empty.example.test has no address in DNS'],
  ['round.example.test', 'its CNAME records lead in a circle: round.example.test → about.example.test → round.example.test'],
])('%s', async (domain, says) => {
  expect(await ask(domain)).toMatchObject({ code: 3, says });
  expect((await ask(`${domain} --format nagios`)).out).toBe(`CERT-CHECK UNKNOWN - ${domain}: ${says}\n`);
});

test('AAAA records that cannot be read are no "IPv4 alone"', async () => {
  const whole = dnsServer(() => zones);
  const server: typeof whole = (query, way) => {
    // The type stands before the class, which ends the question; c-ares may add an OPT record behind it.
    const isSix = query.some((byte, at) => byte === 0 && query[at + 1] === 0 && query[at + 2] === 28 && query[at + 3] === 0 && query[at + 4] === 1);
    if (!isSix) return whole(query, way);
    const answer = Uint8Array.from(query);
    answer[2] = 0x81;
    answer[3] = 2;
    return answer;
  };
  const { out } = await ask('click.example.test', { server });
  expect(out).toContain('the AAAA records could not be read: the name server failed (SERVFAIL)');
});

test('name servers that fail, refuse or keep silent', async () => {
  const answering = (code: number) => (query: Uint8Array) => {
    const answer = Uint8Array.from(query);
    answer[2] = 0x81;
    answer[3] = code;
    return answer;
  };
  expect(await ask('click.example.test', { server: answering(2) })).toMatchObject({
    code: 3,
    says: 'DNS gave no answer: the name server failed (SERVFAIL)',
  });
  expect(await ask('click.example.test', { server: answering(5) })).toMatchObject({
    code: 3,
    says: 'DNS gave no answer: the name server refused to answer (REFUSED)',
  });
  expect(await ask('click.example.test --timeout 300ms', { server: () => undefined as never })).toMatchObject({
    code: 3,
    says: 'DNS gave no answer: no answer in 0.3 s',
  });
});

test.skipIf(noOpenssl !== '')(`a chain of CNAMEs is followed to every address at its end, and each is asked${noOpenssl}`, () =>
  withFault('good', async ({ address }) => {
    // Without its authority the certificate is not trusted; it is the addresses that count here.
    const { code, out } = await ask('click.example.test --format json', { connectTo: address });
    const [{ addresses, remarks }] = JSON.parse(out).domains;
    expect(code).toBe(1);
    expect(addresses).toEqual(['192.0.2.1', '192.0.2.2', '2001:db8::1']);
    expect(remarks).toContainEqual({ check: 'reach', level: 'ok', says: 'all 3 addresses answer' });
  }),
);
