/** Says whether the certificate that each address shows is for the domain. */
import { shown } from '../scene.ts';
import { type CertCheck, skipped } from './check.ts';

export const name: CertCheck = scene => {
  const ends = shown(scene);
  if (ends.length === 0) return skipped('name', 'no certificate was seen');
  const wrong = ends.flatMap(({ address, peer, leaf }) =>
    peer.refusals
      .filter(({ kind }) => kind === 'name')
      .map(({ why }) => ({ check: 'name' as const, level: 'critical' as const, says: why, ...cause(leaf.names, scene.domain), address })),
  );
  return wrong.length > 0 ? wrong : [{ check: 'name', level: 'ok', says: `the certificate is for ${scene.domain}` }];
};

function cause(names: readonly string[], domain: string): { means: string; mend?: string } {
  // AWS: a tracking domain that leads straight to SES works for http alone. <https://docs.aws.amazon.com/ses/latest/dg/configure-custom-open-click-domains.html>
  if (names.some(each => each.endsWith('.awstrack.me')))
    return {
      means: 'The domain leads straight to SES, with no HTTPS front of its own: every https link shows a certificate error. Put a front before it.',
      mend: `ses-track setup --domain ${domain}`,
    };
  if (names.some(each => each.endsWith('.cloudfront.net')))
    return {
      means:
        'CloudFront shows its own certificate where no deployed distribution has the domain as an alternate name. Add it to the distribution, with a certificate that is for it.',
      mend: `ses-track setup --domain ${domain}`,
    };
  return { means: 'Browsers turn every reader away. Have a certificate for the domain issued, or let the domain lead to the front that has one.' };
}
