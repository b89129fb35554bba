/** DNS for one test: real packets on loopback, from zones written down as `name TYPE value` lines. */
import type { Dns } from '../../src/outside/index.ts';
import { nodeDns } from '../../src/outside/node/dns.ts';
import { serveDns } from '../../src/outside/node/serve-dns.ts';
import { dnsServer } from '../../src/sandbox/dns.ts';
import type { Zone } from '../../src/sandbox/zones.ts';

/** `zone('example.test', ['click.example.test CNAME d1.cloudfront.test', …])`; the SOA comes by itself. */
export function zone(name: string, records: string[]): Zone {
  const soa = { name, type: 'SOA', ttl: 900, values: [`ns.${name} host.${name} 1 7200 900 1209600 60`] };
  const sets = Map.groupBy(records, record => record.split(' ').slice(0, 2).join(' '));
  return {
    name,
    records: [
      soa,
      ...[...sets].map(([key, lines]) => {
        const [owner = '', type = ''] = key.split(' ');
        return { name: owner, type, ttl: 60, values: lines.map(line => line.slice(key.length + 1)) };
      }),
    ],
  };
}

/** Runs the work with DNS that knows these zones and nothing else. */
export async function withDns<T>(zones: Zone[], work: (outside: { dns: Dns }) => Promise<T>): Promise<T> {
  const { address, stop } = await serveDns(
    dnsServer(() => zones),
    0,
  );
  try {
    return await work({ dns: nodeDns(address) });
  } finally {
    await stop();
  }
}
