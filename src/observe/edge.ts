/** Reads what a tracking domain really serves: where DNS leads, what each address shows over TLS, who serves it, what plain http answers. */
import type { Outside, TlsFailure, TlsOptions, TlsPeer } from '../outside/index.ts';
import { type Chain, dnsChain } from './chain.ts';

export interface EdgeEnd {
  /** As DNS gives it, or `connectTo` as it was given. */
  address: string;
  family: 4 | 6;
  seen: { kind: 'peer'; peer: TlsPeer } | TlsFailure;
}

export interface PlainAnswer {
  status: number;
  location?: string;
  /** By its Date header: milliseconds since 1970, UTC. */
  date?: number;
}

/** `ses`: SES's own tracking host, with nothing in front of it. `unknown`: nothing tells, as where an alias record hides the way. */
export type ServedBy = 'cloudfront' | 'ses' | 'other' | 'unknown';

export interface Edge {
  /** ASCII, lower case. */
  domain: string;
  /** Absent with `connectTo`, which asks no DNS. */
  chain?: Chain;
  /** One an address, IPv4 before IPv6; none where DNS leads nowhere. */
  ends: EdgeEnd[];
  servedBy: ServedBy;
  /** What http:// answers at the first address; absent with `connectTo`, without an address, and where all TLS goes elsewhere. */
  plain?: PlainAnswer | { failed: string };
}

export interface EdgeOptions extends Pick<TlsOptions, 'connectTo' | 'roots' | 'timeoutMs' | 'signal'> {}

/**
 * Shakes hands with every address side by side; the domain is asked for by SNI. Reads no favicon: that is observe/front.ts.
 *
 * @param domain ASCII, lower case, as observe/domain.ts reads it
 * @param options.timeoutMs of each DNS question and of each connection. Default: 10,000.
 */
export async function edge(network: Pick<Outside, 'dns' | 'tls'>, domain: string, options: EdgeOptions = {}): Promise<Edge> {
  const { connectTo } = options;
  if (connectTo !== undefined) {
    const seen = await network.tls.peer(domain, options);
    return { domain, ends: [{ address: connectTo, family: familyOf(connectTo, seen), seen }], servedBy: 'unknown' };
  }
  const asked = {
    ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
    ...(options.signal ? { signal: options.signal } : {}),
  };
  const chain = await dnsChain(network, domain, asked);
  const [first] = chain.addresses;
  const [ends, plain] = await Promise.all([
    Promise.all(
      chain.addresses.map(async (address): Promise<EdgeEnd> => {
        const family = address.includes(':') ? 6 : 4;
        return { address, family, seen: await network.tls.peer(domain, { ...options, connectTo: address, family }) };
      }),
    ),
    first === undefined || network.tls.via !== undefined ? undefined : network.tls.plain(domain, '/favicon.ico', { ...asked, connectTo: first }),
  ]);
  return {
    domain,
    chain,
    ends,
    servedBy: server(chain, ends, plain?.kind === 'answer' ? plain.headers : undefined),
    ...(plain === undefined ? {} : { plain: plain.kind === 'failed' ? { failed: plain.why } : answered(plain) }),
  };
}

function familyOf(connectTo: string, seen: EdgeEnd['seen']): 4 | 6 {
  const reached = seen.kind === 'peer' ? seen.peer.address : connectTo;
  return /^\[|:.*:/.test(reached) ? 6 : 4;
}

function answered({ status, headers }: { status: number; headers: Headers }): PlainAnswer {
  const location = headers.get('location');
  const date = Date.parse(headers.get('date') ?? '');
  return { status, ...(location === null ? {} : { location }), ...(Number.isNaN(date) ? {} : { date }) };
}

/** By the names on the way, else by those of the certificates, else by what http answers: an alias record shows no names. */
function server(chain: Chain, ends: readonly EdgeEnd[], headers: Headers | undefined): ServedBy {
  const shown = ends.flatMap(({ seen }) => (seen.kind === 'peer' ? (seen.peer.chain[0]?.names ?? []) : []));
  for (const names of [[chain.name, ...chain.hops], shown]) {
    if (names.some(name => name.endsWith('.awstrack.me'))) return 'ses';
    if (names.some(name => name.endsWith('.cloudfront.net'))) return 'cloudfront';
  }
  if (headers === undefined) return 'unknown';
  // AWS: every answer of CloudFront carries its request id. <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html>
  if (headers.has('x-amz-cf-id') || headers.get('server') === 'CloudFront') return 'cloudfront';
  return headers.has('x-amz-ses-region') ? 'ses' : 'other';
}
