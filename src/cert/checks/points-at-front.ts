/** Says whether the domain still leads to the distribution that has it as an alternate name. */

import { isSame } from '../same.ts';
import { type CertScene, isConnected, shown } from '../scene.ts';
import { type CertCheck, skipped, withConnect, withoutAws } from './check.ts';
import { unread } from './unread.ts';

export const pointsAtFront: CertCheck = scene => {
  const check = 'points-at-front' as const;
  const { acm, domain } = scene;
  if (acm === undefined) return skipped(check, withoutAws);
  const { chain } = scene.edge;
  if (isConnected(scene) || chain === undefined) return skipped(check, withConnect);
  if (acm.distribution.kind === 'refused') return unread(check, acm.distribution);
  const front = acm.distribution.value;
  if (front === undefined) return skipped(check, `no distribution of this account has ${domain} as an alternate name`);
  if (chain.end === 'failed' && chain.hops.length === 0)
    return [{ check, level: 'unknown', says: `DNS did not say where it leads: ${chain.why ?? 'no reason told'}` }];
  const led = ledTo(scene);
  if (led === undefined) return [{ check, level: 'ok', says: `leads to distribution ${front.id}` }];
  return [
    {
      check,
      level: 'advice',
      says: `${domain} leads to ${led}, not to ${front.domainName.toLowerCase()} of distribution ${front.id}`,
      means: 'What ACM renews for that distribution does not reach your readers. Let the record lead to it, or renew where it leads.',
      mend: `ses-track setup --domain ${domain}`,
    },
  ];
};

/** Where the domain leads instead of to its distribution; undefined where it leads there, or nobody can tell. */
export function ledTo(scene: CertScene): string | undefined {
  const { acm, edge } = scene;
  const front = acm?.distribution.kind === 'read' ? acm.distribution.value : undefined;
  if (acm === undefined || front === undefined || edge.chain === undefined) return undefined;
  const { hops, addresses } = edge.chain;
  const target = front.domainName.toLowerCase();
  const alias = acm.zone.kind === 'read' ? acm.zone.value.alias : undefined;
  if (hops.length > 0) return hops.includes(target) ? undefined : hops.at(-1);
  if (alias === target || edge.chain.end === 'failed') return undefined;
  // An alias record in somebody else's zone shows no name; the certificate does.
  const certificate = acm.certificate.kind === 'read' ? acm.certificate.value : undefined;
  const isShown = certificate !== undefined && shown(scene).some(({ leaf }) => isSame(leaf, certificate));
  if (alias === undefined && isShown) return undefined;
  return alias ?? (addresses.length === 0 ? 'nowhere' : addresses.join(', '));
}
