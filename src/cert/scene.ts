/** What a judgement of one domain is made from: everything that was seen of it, and the time it is judged at. */
import type { Trouble } from '../errors.ts';
import type { CaaVerdict } from '../observe/caa.ts';
import type { Certificate as AcmCertificate } from '../observe/certificate.ts';
import type { ZoneChoice } from '../observe/choose-zone.ts';
import type { ListedDistribution } from '../observe/distribution.ts';
import type { Edge, EdgeEnd } from '../observe/edge.ts';
import type { Front } from '../observe/front.ts';
import type { SeenRecord } from '../observe/renewal.ts';
import type { Zone } from '../observe/zone.ts';
import type { Certificate, TlsFailure, TlsPeer } from '../outside/index.ts';

/** What AWS answered, or why it did not. */
export type Asked<T> = { kind: 'read'; value: T } | { kind: 'refused'; trouble: Trouble };

/** What DNS says about the next renewal, with no question to AWS. */
export interface Renewal {
  /** Whether Amazon may issue, for each name that the certificate needs. */
  caa: { name: string; verdict: CaaVerdict }[];
}

/** What AWS knows of the domain. */
export interface AcmHalf {
  /** The distribution of this account that has the domain as an alternate name. */
  distribution: Asked<ListedDistribution | undefined>;
  /** That distribution's certificate, else the one that the domain shows, else one that is for it. */
  certificate: Asked<AcmCertificate | undefined>;
  /** The region of the load balancer that serves the domain, where that is another: ACM was not asked then, and `certificate` is undefined. */
  elsewhere?: string;
  /** The hosted zone that the domain's records belong into; `alias` is what its own alias record borrows from. */
  zone: Asked<{ choice: ZoneChoice<Zone>; live: { zone: Zone; servers: string[] }[]; alias?: string }>;
  /** Each validation record of the certificate as the world sees it; absent where DNS was not asked. */
  records?: SeenRecord[];
  /** The name servers that the world asks for the domain; absent where DNS was not asked. */
  owners?: { zone: string; nameServers: string[] } | { failed: string };
}

export interface CertScene {
  /** ASCII, lower case. */
  domain: string;
  edge: Edge;
  /** The favicon proof; absent where it was not asked for. */
  front?: Front;
  renewal?: Renewal;
  /** Absent without --aws. */
  acm?: AcmHalf;
  /** Milliseconds since 1970, UTC. */
  now: number;
  /** Less time left than this is a warning, less than that critical. */
  warnMs: number;
  critMs: number;
}

/** The addresses that showed a certificate. */
export function shown({ edge }: Pick<CertScene, 'edge'>): { address: string; family: 4 | 6; peer: TlsPeer; leaf: Certificate }[] {
  return edge.ends.flatMap(({ address, family, seen }) => {
    const leaf = seen.kind === 'peer' ? seen.peer.chain[0] : undefined;
    return seen.kind === 'peer' && leaf !== undefined ? [{ address, family, peer: seen.peer, leaf }] : [];
  });
}

/** Of the certificates that the addresses showed, the one that ends first. */
export function firstToEnd(scene: Pick<CertScene, 'edge'>): Certificate | undefined {
  return shown(scene)
    .map(({ leaf }) => leaf)
    .sort((a, b) => a.notAfter - b.notAfter)[0];
}

/** The addresses that did not; those to which this machine has no way are left out. */
export function silent({ edge }: Pick<CertScene, 'edge'>): { address: string; family: 4 | 6; failure: TlsFailure }[] {
  return edge.ends.flatMap(({ address, family, seen }) =>
    seen.kind === 'failed' && seen.cause !== 'no-route' ? [{ address, family, failure: seen }] : [],
  );
}

/** Whether DNS, who serves the domain and its favicon were left out, since an address to ask was given. */
export const isConnected = ({ edge }: Pick<CertScene, 'edge'>): boolean => edge.chain === undefined;

/** AWS: the authorities of ACM's public certificates are Amazon's own. <https://www.amazontrust.com/repository/> */
export function isAmazons({ issuer }: Pick<Certificate, 'issuer'>): boolean {
  return /(?:^|, )O=Amazon(?:,|$)/.test(issuer);
}

/** `CN` of a distinguished name, else all of it. */
export function commonName(name: string): string {
  return /(?:^|, )CN=([^,]+)/.exec(name)?.[1] ?? name;
}

export type { EdgeEnd };
