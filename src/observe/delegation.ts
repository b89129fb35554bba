/** Reads who serves a name in DNS, and asks those servers themselves, past every resolver that remembers. */
import type { DnsAnswer, DnsOptions, DnsType, Outside } from '../outside/index.ts';

export interface Delegation {
  /** The zone the name is in, as the world sees it. */
  zone: string;
  nameServers: string[];
}

/**
 * The nearest zone at or above the name. A name that nobody registered is in the zone of its top-level domain.
 * @returns a sentence where DNS failed on the way
 */
export async function delegation({ dns }: Pick<Outside, 'dns'>, name: string, options: DnsOptions = {}): Promise<Delegation | { failed: string }> {
  const labels = name.replace(/\.$/, '').toLowerCase().split('.');
  for (let from = 0; from < labels.length; from++) {
    const zone = labels.slice(from).join('.');
    const found = await dns.look('NS', zone, options);
    if (found.kind === 'failed') return { failed: `the name servers of ${zone} could not be read: ${found.why}` };
    if (found.kind !== 'found') continue;
    // A resolver follows a CNAME and gives its target's name servers; a name with a CNAME is no zone.
    const cname = await dns.look('CNAME', zone, options);
    if (cname.kind !== 'found') return { zone, nameServers: [...found.records].sort() };
  }
  return { failed: `no zone serves ${name}` };
}

export interface OwnersSay<T extends DnsType> {
  zone: string;
  /** One a server. */
  answers: { server: string; answer: DnsAnswer<T> }[];
}

/** What each name server of the name's zone says itself. A resolver asked too early keeps "no such name" for as long as the zone's SOA says. */
export async function askOwners<T extends DnsType>(
  outside: Pick<Outside, 'dns'>,
  type: T,
  name: string,
  options: Omit<DnsOptions, 'server'> = {},
): Promise<OwnersSay<T> | { failed: string }> {
  const owners = await delegation(outside, name, options);
  if ('failed' in owners) return owners;
  const answers = await Promise.all(
    owners.nameServers.map(async server => ({ server, answer: await outside.dns.look(type, name, { ...options, server }) })),
  );
  return { zone: owners.zone, answers };
}
