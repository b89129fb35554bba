/** Reads where a name leads in DNS: every CNAME on the way and the addresses at its end. */
import type { DnsAnswer, DnsFailure, DnsOptions, Outside } from '../outside/index.ts';

export interface Chain {
  name: string;
  /** The targets of the CNAMEs in order; the last is the name that has the addresses. */
  hops: string[];
  /** `no-name`, `no-data`: the last name does not exist, or has no addresses. */
  end: 'addresses' | 'no-name' | 'no-data' | 'loop' | 'failed';
  addresses: string[];
  /** One kind of address that could not be looked up while the other was found. */
  unread?: { type: 'A' | 'AAAA'; why: string };
  /** Why it failed. */
  cause?: DnsFailure['cause'];
  why?: string;
}

const longest = 12;

/** Follows CNAMEs one by one, so that each is seen; resolvers show only the end. */
export async function dnsChain({ dns }: Pick<Outside, 'dns'>, name: string, options: DnsOptions = {}): Promise<Chain> {
  const hops: string[] = [];
  for (let at = name; ; ) {
    const cname = await dns.look('CNAME', at, options);
    if (cname.kind === 'failed') return { name, hops, end: 'failed', addresses: [], cause: cname.cause, why: cname.why };
    if (cname.kind === 'no-name') return { name, hops, end: 'no-name', addresses: [] };
    if (cname.kind === 'no-data') {
      const [four, six] = await Promise.all([dns.look('A', at, options), dns.look('AAAA', at, options)]);
      return { name, hops, ...ending(four, six) };
    }
    at = cname.records[0] ?? '';
    if (hops.includes(at) || at === name || hops.length === longest) return { name, hops: [...hops, at], end: 'loop', addresses: [] };
    hops.push(at);
  }
}

function ending(four: DnsAnswer<'A'>, six: DnsAnswer<'AAAA'>): Pick<Chain, 'end' | 'addresses' | 'unread' | 'cause' | 'why'> {
  const addresses = [four, six].flatMap(answer => (answer.kind === 'found' ? answer.records : []));
  if (addresses.length > 0) {
    if (four.kind === 'failed') return { end: 'addresses', addresses, unread: { type: 'A', why: four.why } };
    return { end: 'addresses', addresses, ...(six.kind === 'failed' ? { unread: { type: 'AAAA', why: six.why } } : {}) };
  }
  const failed = [four, six].find(answer => answer.kind === 'failed');
  if (failed?.kind === 'failed') return { end: 'failed', addresses, cause: failed.cause, why: failed.why };
  return { end: four.kind === 'no-name' ? 'no-name' : 'no-data', addresses };
}
