/** Which certificate a client is shown, by the name it asks for (SNI) and by what it reached. */
import type { ServerCertificate } from '../../outside/index.ts';
import { findCertificate } from '../aws/acm/certificate.ts';
import { pemOf } from '../aws/acm/pem.ts';
import { lookup, trackingRegion } from '../aws/route53/lookup.ts';
import { isWithin } from '../aws/route53/names.ts';
import { authorityOf } from '../root.ts';
import { shelf, type World } from '../world.ts';
import { distributionAt } from './edge.ts';

export interface Shown {
  /** What it is for, wildcards among them. */
  names: readonly string[];
  /** Milliseconds since 1970. */
  notBefore: number;
  notAfter: number;
  pem(): ServerCertificate;
}

const dayMs = 86_400_000;
const standing = shelf(() => new Map<string, ServerCertificate>());

function own(world: World, names: readonly string[], term: { notBefore: number; notAfter: number }): Shown {
  return {
    names,
    ...term,
    pem() {
      const made = standing(world, '');
      const key = `${names.join()} ${term.notAfter}`;
      const found = made.get(key) ?? authorityOf(world).issue(names, term);
      made.set(key, found);
      return found;
    },
  };
}

/** A certificate of AWS's own, good for as long as anybody looks. */
function amazons(world: World, names: readonly string[]): Shown {
  const day = Math.floor(world.clock.now() / dayMs) * dayMs;
  return own(world, names, { notBefore: day - 30 * dayMs, notAfter: day + 300 * dayMs });
}

/** What an edge shows for a name: the certificate of the distribution that has it, else CloudFront's own. */
export function shownAtEdge(world: World, name: string): Shown {
  const usual = () => amazons(world, ['*.cloudfront.net', 'cloudfront.net']);
  const at = isWithin(name, 'cloudfront.net') ? undefined : distributionAt(world, name);
  const found = findCertificate(world, at?.config.ViewerCertificate?.ACMCertificateArn ?? '');
  if (found?.notBefore === undefined || found.notAfter === undefined || world.traps.has('edge-wrong-certificate')) return usual();
  const { names, notBefore, notAfter } = found;
  const ended = Math.floor(world.clock.now() / dayMs) * dayMs;
  if (world.traps.has('edge-expired-certificate')) return own(world, names, { notBefore: ended - 198 * dayMs, notAfter: ended - 1000 });
  return { names, notBefore, notAfter, pem: () => pemOf(world, found) };
}

/** What SES's own tracking host shows, whatever name is asked. */
export function shownAtTrackingHost(world: World, region: string): Shown {
  return amazons(world, [`r.${region}.awstrack.me`, `*.r.${region}.awstrack.me`]);
}

/**
 * For a server that stands for all of AWS on one address: an alias of a distribution is at the edge, a name that DNS leads to
 * `awstrack.me` is at SES (and gets a certificate for another name, as it does there), everything else is CloudFront's.
 */
export async function certificateFor(world: World, asked: string): Promise<ServerCertificate> {
  const name = asked.toLowerCase();
  const region = distributionAt(world, name) === undefined ? trackingRegion(lookup(world, name, 'A').names.at(-1) ?? '') : undefined;
  return (region === undefined ? shownAtEdge(world, name) : shownAtTrackingHost(world, region)).pem();
}
