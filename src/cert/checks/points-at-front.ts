/** Says whether the domain still leads to the distribution that has it as an alternate name. */
import { isConnected, shown } from '../scene.ts';
import { isSame } from './acm-status.ts';
import { type CertCheck, skipped, withConnect, withoutAws } from './check.ts';
import { unread } from './unread.ts';

export const pointsAtFront: CertCheck = scene => {
  const check = 'points-at-front' as const;
  const { acm, domain } = scene;
  if (acm === undefined) return skipped(check, withoutAws);
  const { chain } = scene.edge;
  if (isConnected(scene) || chain === undefined) return skipped(check, withConnect);
  if (acm.distribution.kind === 'refused') return unread(check, acm.distribution) ?? [];
  const front = acm.distribution.value;
  if (front === undefined) return skipped(check, `no distribution of this account has ${domain} as an alternate name`);
  const target = front.domainName.toLowerCase();
  const good = [{ check, level: 'ok' as const, says: `leads to distribution ${front.id}` }];
  if (chain.hops.includes(target)) return good;
  const alias = acm.zone.kind === 'read' ? acm.zone.value.alias : undefined;
  if (alias === target) return good;
  // An alias record in somebody else's zone shows no name; the certificate does.
  const certificate = acm.certificate.kind === 'read' ? acm.certificate.value : undefined;
  const isShown = certificate !== undefined && shown(scene).some(({ leaf }) => isSame(leaf, certificate));
  if (chain.hops.length === 0 && alias === undefined && isShown) return good;
  const led = chain.hops.at(-1) ?? alias ?? (chain.addresses.length === 0 ? 'nowhere' : chain.addresses.join(', '));
  return [
    {
      check,
      level: 'advice',
      says: `${domain} leads to ${led}, not to ${target} of distribution ${front.id}`,
      means: 'What ACM renews for that distribution does not reach your readers. Let the record lead to it, or renew where it leads.',
      mend: `ses-track setup --domain ${domain}`,
    },
  ];
};
