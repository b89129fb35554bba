/** Says which certificate of ACM is the domain's, and whether it is the one that readers are shown. */
import { perAddress } from '../per-address.ts';
import { isSame } from '../same.ts';
import { isAmazons, shown } from '../scene.ts';
import { day } from '../time.ts';
import { type CertCheck, skipped, withoutAws } from './check.ts';
import { ledTo } from './points-at-front.ts';
import { unread } from './unread.ts';

export const acmStatus: CertCheck = scene => {
  const check = 'acm-status' as const;
  const { acm, domain } = scene;
  if (acm === undefined) return skipped(check, withoutAws);
  const asked = acm.certificate;
  if (asked.kind === 'refused') return unread(check, asked);
  // The first to end first.
  const ends = shown(scene).sort((a, b) => a.leaf.notAfter - b.leaf.notAfter);
  const certificate = asked.value;
  if (certificate === undefined) {
    if (acm.elsewhere !== undefined) return skipped(check, `a load balancer in ${acm.elsewhere} serves it, and ACM is asked in us-east-1 alone`);
    if (ends.length > 0 && !ends.some(({ leaf }) => isAmazons(leaf)))
      return [{ check, level: 'ok', says: 'ACM in us-east-1 has no certificate for it, and needs none' }];
    // ACM's certificates for anything else are where that is: <https://docs.aws.amazon.com/acm/latest/userguide/acm-regions.html>
    if (ends.length > 0 && scene.edge.servedBy !== 'cloudfront')
      return skipped(check, 'CloudFront is not seen to serve it, so that its certificate may be in another region than us-east-1');
    return [
      {
        check,
        level: 'advice',
        says: `ACM in us-east-1 of this account has no certificate for ${domain}`,
        means: 'Another account has it, or it was deleted. Ask with the credentials of the account that has the distribution.',
      },
    ];
  }
  const { arn, status, type, failure } = certificate;
  if (status !== 'ISSUED')
    return [
      {
        check,
        level: 'advice',
        says: `${arn} is ${status}${failure === undefined ? '' : ` (${failure})`}`,
        means: 'CloudFront takes no such certificate; what it still shows is not renewed.',
        mend: `ses-track setup --domain ${domain}`,
      },
    ];
  // Where the domain leads elsewhere readers are shown what is there: checks/points-at-front.ts.
  const isElsewhere = ends.length === 0 || ledTo(scene) !== undefined;
  const others = isElsewhere ? [] : ends.filter(({ leaf }) => !isSame(leaf, certificate));
  if (others.length > 0)
    return perAddress(
      others.map(({ address, leaf }) => ({
        check,
        level: 'advice',
        says: `ACM has ${arn}, until ${day(certificate.notAfter ?? leaf.notAfter)}; readers are shown another, until ${day(leaf.notAfter)}`,
        means:
          'A renewed certificate reaches the edges within hours. Where it does not, CloudFront shows it no more, or another certificate stands before it.',
        address,
      })),
      ends.length,
    );
  return [{ check, level: 'ok', says: `${arn}, ${type === 'IMPORTED' ? 'imported' : 'issued'}${isElsewhere ? '' : ', as readers are shown it'}` }];
};
