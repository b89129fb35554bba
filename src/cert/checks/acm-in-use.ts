/** Says what uses the certificate: ACM renews nothing that nobody uses. */
import { type CertCheck, skipped, withoutAws } from './check.ts';
import { unread } from './unread.ts';

export const acmInUse: CertCheck = ({ acm, domain }) => {
  const check = 'acm-in-use' as const;
  if (acm === undefined) return skipped(check, withoutAws);
  const { certificate, distribution } = acm;
  if (certificate.kind === 'refused') return unread(check, certificate);
  if (distribution.kind === 'refused') return unread(check, distribution);
  if (certificate.value === undefined) return skipped(check, 'ACM in us-east-1 showed no certificate for it');
  const { arn, usedBy } = certificate.value;
  const front = distribution.value;
  const others = usedBy.filter(each => !each.includes(':cloudfront:'));
  // The front is no CloudFront then, such as a load balancer.
  if (front === undefined && others.length > 0) return [{ check, level: 'ok', says: `used by ${others.join(', ')}` }];
  if (front === undefined)
    return [
      {
        check,
        level: 'advice',
        says: `no distribution of this account has ${domain} as an alternate name`,
        means: 'The front is in another account, or it is gone; what nobody uses ACM does not renew.',
      },
    ];
  // AWS: eligible is what another service uses. <https://docs.aws.amazon.com/acm/latest/userguide/acm-renewal.html>
  if (usedBy.includes(front.arn)) return [{ check, level: 'ok', says: `used by distribution ${front.id}` }];
  if (front.certificateArn === arn) return [{ check, level: 'ok', says: `named by distribution ${front.id}, as ACM will show soon` }];
  return [
    {
      check,
      level: 'advice',
      says: `distribution ${front.id} has ${domain} as an alternate name and does not use ${arn}`,
      means: 'What nobody uses ACM does not renew. Let the distribution use it, or look at the one that it uses.',
      mend: `ses-track setup --domain ${domain}`,
    },
  ];
};
