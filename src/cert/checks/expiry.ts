/** Says how much time the certificate has left at each address, and what that is by the operator's own limits. */
import type { Certificate } from '../../outside/index.ts';
import type { Remark } from '../remark.ts';
import { type CertScene, isAmazons, shown } from '../scene.ts';
import { day, exactSpan, minute, span } from '../time.ts';
import { type CertCheck, skipped } from './check.ts';

export const expiry: CertCheck = scene => {
  // The first to end first.
  const ends = shown(scene).sort((a, b) => a.leaf.notAfter - b.leaf.notAfter);
  if (ends.length === 0) return skipped('expiry', 'no certificate was seen');
  const isOne = new Set(ends.map(({ leaf }) => leaf.pem)).size === 1;
  const all = ends.map(({ address, leaf }) => ({ ...judged(leaf, scene), ...(isOne ? {} : { address }) }));
  return isOne ? all.slice(0, 1) : all;
};

function judged(leaf: Certificate, { domain, now, warnMs, critMs, acm }: CertScene): Remark {
  const isAwsAsked = acm !== undefined;
  const left = leaf.notAfter - now;
  const check = 'expiry' as const;
  if (leaf.notBefore > now)
    return {
      check,
      level: 'critical',
      says: `the certificate is not valid before ${minute(leaf.notBefore)}, ${span(leaf.notBefore - now)} from now`,
      means: "Browsers turn every reader away until then, unless this machine's clock is behind: compare it first.",
    };
  if (left <= 0)
    return {
      check,
      level: 'critical',
      says: `the certificate ended ${span(left)} ago, on ${minute(leaf.notAfter)}`,
      means: `Browsers turn every reader away from every link in every mail delivered so far. ${renewing(leaf, isAwsAsked)}`,
      ...more(leaf, domain, isAwsAsked),
    };
  const says = `${span(left)} left, until ${day(leaf.notAfter)}`;
  if (left >= warnMs && left >= critMs) return { check, level: 'ok', says };
  const limit = left < critMs ? critMs : warnMs;
  return {
    check,
    level: left < critMs ? 'critical' : 'warning',
    says: `${says}; less than ${exactSpan(limit)}`,
    means: `From then on every link in every delivered mail is dead. ${renewing(leaf, isAwsAsked)}`,
    ...more(leaf, domain, isAwsAsked),
  };
}

function renewing(leaf: Certificate, isAwsAsked: boolean): string {
  if (isAmazons(leaf) && isAwsAsked) return 'ACM renews by itself what is in use and still validated.';
  if (isAmazons(leaf)) return 'ACM renews by itself what is in use and still validated; that it did not has a reason, which --aws tells.';
  return 'Renew it where it was issued, and load it into the front.';
}

function more(leaf: Certificate, domain: string, isAwsAsked: boolean): { shows?: string } {
  return isAmazons(leaf) && !isAwsAsked ? { shows: `ses-track cert-check ${domain} --aws` } : {};
}
