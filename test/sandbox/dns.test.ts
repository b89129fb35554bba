/** The sandbox's DNS server as packets: what it says of names inside and outside its zones, and that no packet breaks it. */
import { decode, encode, type Question } from 'dns-packet';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dnsServer } from '../../src/sandbox/dns.ts';
import type { RecordSet, Zone } from '../../src/sandbox/zones.ts';
import { runs } from '../long.ts';

const set = (name: string, type: string, ...values: string[]): RecordSet => ({ name, type, ttl: 300, values });
const soa = (zone: string) => set(zone, 'SOA', 'ns-1.awsdns.test. hostmaster.awsdns.test. 1 7200 900 1209600 86400');

/** As Route 53 keeps them: dots at the end, `*` as `\052`, text quoted. */
const zones: Zone[] = [
  {
    name: 'example.test.',
    records: [
      soa('example.test.'),
      set('example.test.', 'NS', 'ns-1.awsdns.test.', 'ns-2.awsdns.test.'),
      { name: 'example.test.', type: 'A', ttl: 60, values: [], alias: 'd111.cloudfront.test.' },
      set('example.test.', 'TXT', '"v=spf1 -all"', '"half" " and half"', '"a \\"quote\\" and \\052"'),
      set('example.test.', 'CAA', '0 issue "amazon.com"', '128 iodef "mailto:a@example.test"'),
      set('click.example.test.', 'CNAME', 'd111.cloudfront.test.'),
      set('gone.example.test.', 'CNAME', 'nothing.cloudfront.test.'),
      set('loop.example.test.', 'CNAME', 'loop.example.test.'),
      set('a.deep.example.test.', 'A', '192.0.2.7'),
      set('\\052.wild.example.test.', 'TXT', '"any"'),
      set('away.example.test.', 'NS', 'ns.elsewhere.invalid.'),
      set('long.example.test.', 'TXT', ...Array.from({ length: 20 }, (_, index) => `"${String(index).padStart(100, 'x')}"`)),
    ],
  },
  { name: 'sub.example.test.', records: [soa('sub.example.test.'), set('www.sub.example.test.', 'A', '192.0.2.9')] },
  {
    name: 'cloudfront.test.',
    records: [soa('cloudfront.test.'), set('d111.cloudfront.test.', 'A', '127.0.0.1'), set('d111.cloudfront.test.', 'AAAA', '::1')],
  },
];

const server = dnsServer(() => zones);
const rcode = (packet: object): string => ('rcode' in packet ? String(packet.rcode) : '');

function ask(name: string, type: string, more: object = {}, transport: 'udp' | 'tcp' = 'udp') {
  const question = { name, type } as Question;
  const response = server(encode({ type: 'query', id: 4711, flags: 0x0100, questions: [question], ...more }), transport);
  if (response === undefined) throw new Error('no answer');
  const packet = decode(Buffer.from(response));
  expect(packet).toMatchObject({ id: 4711, type: 'response', flag_rd: true, flag_ra: true });
  expect(packet.questions?.[0]?.name).toBe(name);
  const data = (packet.answers ?? []).map(each => `${each.name} ${each.type} ${text('data' in each ? each.data : '')}`);
  return { rcode: rcode(packet), data, authorities: packet.authorities ?? [], packet };
}

const text = (data: unknown): string =>
  Array.isArray(data) ? data.map(each => Buffer.from(each).toString()).join('|') : typeof data === 'object' ? JSON.stringify(data) : String(data);

test('a CNAME is followed inside the zones, and given alone where it is asked for', () => {
  const chased = ask('click.example.test', 'A');
  expect(chased).toMatchObject({ rcode: 'NOERROR', data: ['click.example.test CNAME d111.cloudfront.test', 'd111.cloudfront.test A 127.0.0.1'] });
  expect(ask('click.example.test', 'CNAME').data).toEqual(['click.example.test CNAME d111.cloudfront.test']);
});

test('an alias gives its target’s addresses as the name’s own', () => {
  expect(ask('example.test', 'A').data).toEqual(['example.test A 127.0.0.1']);
  expect(ask('example.test', 'AAAA')).toMatchObject({ rcode: 'NOERROR', data: [] });
});

test('a name that does not exist is NXDOMAIN with the zone’s SOA; one without such records is NODATA with it', () => {
  expect(ask('none.example.test', 'A')).toMatchObject({ rcode: 'NXDOMAIN', data: [], authorities: [{ type: 'SOA', name: 'example.test' }] });
  expect(ask('a.deep.example.test', 'AAAA')).toMatchObject({ rcode: 'NOERROR', data: [], authorities: [{ type: 'SOA' }] });
  expect(ask('deep.example.test', 'A')).toMatchObject({ rcode: 'NOERROR', data: [] });
});

test('a CNAME that leads nowhere is given with NXDOMAIN, one that leads to itself fails', () => {
  expect(ask('gone.example.test', 'A')).toMatchObject({ rcode: 'NXDOMAIN', data: ['gone.example.test CNAME nothing.cloudfront.test'] });
  expect(ask('loop.example.test', 'A').rcode).toBe('SERVFAIL');
});

test('outside the zones nothing exists, above them names exist without records', () => {
  expect(ask('example.com', 'A')).toMatchObject({ rcode: 'NXDOMAIN', data: [], authorities: [] });
  expect(ask('test', 'CAA')).toMatchObject({ rcode: 'NOERROR', data: [] });
});

test('the longest zone answers; a delegation to others is a failure, yet its NS records can be read', () => {
  expect(ask('www.sub.example.test', 'A').data).toEqual(['www.sub.example.test A 192.0.2.9']);
  expect(ask('sub.example.test', 'TXT')).toMatchObject({ rcode: 'NOERROR', authorities: [{ name: 'sub.example.test' }] });
  expect(ask('x.away.example.test', 'A').rcode).toBe('SERVFAIL');
  expect(ask('away.example.test', 'NS').data).toEqual(['away.example.test NS ns.elsewhere.invalid']);
});

test('a wildcard stands for what does not exist, and not for what does', () => {
  expect(ask('x.y.wild.example.test', 'TXT').data).toEqual(['x.y.wild.example.test TXT any']);
  expect(ask('wild.example.test', 'TXT')).toMatchObject({ rcode: 'NOERROR', data: [] });
});

test('TXT, CAA, NS and SOA come as their values say', () => {
  expect(ask('example.test', 'TXT').data).toEqual([
    'example.test TXT v=spf1 -all',
    'example.test TXT half| and half',
    'example.test TXT a "quote" and *',
  ]);
  expect(ask('example.test', 'CAA').packet.answers).toMatchObject([
    { data: { flags: 0, tag: 'issue', value: 'amazon.com' } },
    { data: { flags: 128, tag: 'iodef', value: 'mailto:a@example.test' } },
  ]);
  expect(ask('example.test', 'NS').data).toHaveLength(2);
  expect(ask('example.test', 'SOA').packet.answers).toMatchObject([{ data: { mname: 'ns-1.awsdns.test', serial: 1, minimum: 86400 } }]);
});

test('the case of the question is given back as it came, and does not matter', () => {
  expect(ask('CLICK.example.TEST', 'CNAME').rcode).toBe('NOERROR');
});

test('what does not fit in a datagram is cut off with the flag that sends the client to TCP', () => {
  expect(ask('long.example.test', 'TXT')).toMatchObject({ data: [], packet: { flag_tc: true } });
  expect(ask('long.example.test', 'TXT', {}, 'tcp').data).toHaveLength(20);
  const opt = { type: 'OPT', name: '.', udpPayloadSize: 4096, extendedRcode: 0, ednsVersion: 0, flags: 0, flag_do: false, options: [] };
  const extended = ask('example.test', 'TXT', { additionals: [opt] });
  expect(extended.packet.additionals).toMatchObject([{ type: 'OPT', udpPayloadSize: 1232 }]);
});

test('a question of an unknown type has no data; another class, opcode or count of questions is refused', () => {
  expect(ask('click.example.test', 'UNKNOWN_65280').rcode).toBe('NOERROR');
  const raw = (change: (bytes: Buffer) => void) => {
    const bytes = encode({ type: 'query', id: 7, questions: [{ name: 'example.test', type: 'A' }] });
    change(bytes);
    const response = server(bytes, 'udp');
    return response === undefined ? undefined : rcode(decode(Buffer.from(response)));
  };
  expect(raw(bytes => bytes.writeUInt16BE(3, bytes.length - 2))).toBe('REFUSED');
  expect(raw(bytes => bytes.writeUInt8(5 << 3, 2))).toBe('NOTIMP');
  expect(raw(bytes => bytes.writeUInt16BE(0, 4))).toBe('FORMERR');
  expect(raw(bytes => bytes.writeUInt16BE(0x8000, 2))).toBeUndefined();
});

test('a record that cannot be written into a packet is left out', () => {
  const broken = dnsServer(() => [
    {
      name: 'x.test',
      records: [soa('x.test'), set('x.test', 'A', 'not an address', '192.0.2.1'), set('y.x.test', 'CNAME', `${'l'.repeat(64)}.x.test`)],
    },
  ]);
  const asked = (name: string) => decode(Buffer.from(broken(encode({ type: 'query', id: 1, questions: [{ name, type: 'A' }] }), 'udp') ?? []));
  expect(asked('x.test').answers).toMatchObject([{ data: '192.0.2.1' }]);
  expect(asked('y.x.test')).toMatchObject({ rcode: 'NXDOMAIN', answers: [] });
});

test('no packet makes it throw or answer with more than was allowed', () => {
  const query = encode({ type: 'query', id: 1, questions: [{ name: 'long.example.test', type: 'TXT' }] });
  const mangled = fc
    .tuple(fc.array(fc.tuple(fc.nat(query.length - 1), fc.nat(255)), { maxLength: 6 }), fc.nat(query.length), fc.uint8Array({ maxLength: 40 }))
    .map(([changes, length, more]) => {
      const bytes = Buffer.concat([query.subarray(0, length), more]);
      for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
      return bytes;
    });
  fc.assert(
    fc.property(fc.oneof(mangled, fc.uint8Array({ maxLength: 600 })), bytes => {
      const response = server(bytes, 'udp');
      expect(response === undefined ? 0 : response.length).toBeLessThanOrEqual(1232);
    }),
    { numRuns: runs(1500) },
  );
});
