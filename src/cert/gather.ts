/** Looks at one domain from every side that was asked for, as much at the same time as can be. */
import { type Edge, type EdgeOptions, edge } from '../observe/edge.ts';
import { type Front, front } from '../observe/front.ts';
import type { Network } from '../observe/look.ts';
import { caaOf } from '../observe/renewal.ts';
import { type AcmHalf, type CertScene, isAmazons, isConnected, shown } from './scene.ts';

export interface Gathering extends EdgeOptions {
  /** Where the configuration sets are, for the favicon proof; without it any region is right. */
  region?: string;
  /** Asks AWS, too. It is loaded by whoever wants it: without it no SDK comes along. */
  askAws?: (edge: Edge) => Promise<AcmHalf>;
}

/** Everything of a scene but the time and the limits. */
export type Gathered = Pick<CertScene, 'domain' | 'edge' | 'front' | 'renewal' | 'acm'>;

/** Rejects with the signal's reason alone; whatever the network or AWS did is in what it gives. */
export async function gather(network: Network, domain: string, { region, askAws, ...options }: Gathering): Promise<Gathered> {
  const seen = await edge(network, domain, options);
  const acm = askAws?.(seen);
  const [proof, caa] = await Promise.all([
    proofOf(network, seen, { ...options, ...(region === undefined ? {} : { region }) }),
    caaFor(network, seen, acm, options),
  ]);
  return {
    domain,
    edge: seen,
    ...(proof === undefined ? {} : { front: proof }),
    ...(caa === undefined ? {} : { renewal: { caa } }),
    ...(acm === undefined ? {} : { acm: await acm }),
  };
}

/** Asked at an address that answered already: whatever is wrong with another is said once. */
async function proofOf(network: Network, seen: Edge, options: Parameters<typeof front>[2]): Promise<Front | undefined> {
  const ends = shown({ edge: seen });
  const end = ends.find(({ peer }) => peer.refusals.length === 0) ?? ends[0];
  return end === undefined || isConnected({ edge: seen }) ? undefined : front(network, seen.domain, { ...options, connectTo: end.address });
}

async function caaFor(network: Network, seen: Edge, acm: Promise<AcmHalf> | undefined, { timeoutMs, signal }: EdgeOptions) {
  if (isConnected({ edge: seen })) return undefined;
  const names = needed(seen, await acm);
  if (names.length === 0) return undefined;
  return caaOf(network, names, { ...(timeoutMs === undefined ? {} : { timeoutMs }), ...(signal === undefined ? {} : { signal }) });
}

/** The names for which Amazon must be let issue: those of ACM's certificate where AWS told it, else that of the domain where Amazon issued it. */
function needed(seen: Edge, acm: AcmHalf | undefined): string[] {
  const certificate = acm?.certificate.kind === 'read' ? acm.certificate.value : undefined;
  if (certificate !== undefined) return certificate.type === 'AMAZON_ISSUED' ? certificate.names : [];
  const leaf = shown({ edge: seen })[0]?.leaf;
  if (leaf === undefined || !isAmazons(leaf)) return [];
  const { domain } = seen;
  const wild = `*.${domain.slice(domain.indexOf('.') + 1)}`;
  return [leaf.names.includes(domain) || !leaf.names.includes(wild) ? domain : wild];
}
