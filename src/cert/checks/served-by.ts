/** Says who serves the domain; SES itself, with no front before it, is the classic mistake. */
import { isConnected } from '../scene.ts';
import { type CertCheck, skipped, withConnect } from './check.ts';

export const servedBy: CertCheck = scene => {
  if (isConnected(scene)) return skipped('served-by', withConnect);
  if (scene.edge.ends.length === 0) return skipped('served-by', 'the name leads to no address');
  const words = { cloudfront: 'CloudFront', other: 'a front that is not CloudFront', unknown: 'nothing tells who' } as const;
  if (scene.edge.servedBy !== 'ses') return [{ check: 'served-by', level: 'ok', says: words[scene.edge.servedBy] }];
  // AWS: no certificate of SES's tracking host is for another name. <https://docs.aws.amazon.com/ses/latest/dg/configure-custom-open-click-domains.html>
  return [
    {
      check: 'served-by',
      level: 'advice',
      says: 'SES itself (awstrack.me), with no HTTPS front before it',
      means:
        'That works for http links alone: SES has no certificate for your domain. Put a front before it; until then no mail may carry https links of this domain.',
      mend: `ses-track setup --domain ${scene.domain}`,
    },
  ];
};
