/** Whether SES has the tracking domain as a verified identity. */
import { identity } from '../../observe/identity.ts';
import { check, ok, problem, skipped } from '../check.ts';

export const trackingIdentity = check({
  id: 'tracking-identity',
  about: 'whether SES knows the tracking domain as a verified domain',
  hop: 'sender',
  symptoms: ['403', '400', 'links-not-rewritten'],
  iam: ['ses:GetEmailIdentity'],
  explains: ['identity', 'dkim', 'front', 'proof'],
  async look({ asked: { tracking }, look, region, setupCommand }) {
    if (tracking === undefined) return skipped('no tracking domain is wished');
    const { domain } = tracking;
    const found = await look.at(identity, domain);
    if (found !== 'absent' && found.isVerified) return ok(`${domain} is a verified identity in ${region}`);
    const means = 'SES takes a custom tracking domain only where it is verified, in the same region as the configuration sets.';
    if (found === 'absent') return problem('clicks', `SES in ${region} has no identity ${domain}`, { means, mend: setupCommand });
    return problem('clicks', `the identity ${domain} is not verified in ${region}`, {
      means: `${means} SES looks for its DKIM records; setup writes them, or shows them.`,
      mend: setupCommand,
    });
  },
});
