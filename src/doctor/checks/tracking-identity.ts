/** Whether SES has the tracking domain as a verified identity. */
import { check, ok, problem, skipped, unknown } from '../check.ts';
import { domainScene } from '../domain.ts';
import { senderOf } from '../sender.ts';

export const trackingIdentity = check({
  id: 'tracking-identity',
  about: 'whether SES knows the tracking domain as a verified domain',
  hop: 'sender',
  symptoms: ['403', '400', 'links-not-rewritten'],
  iam: [
    'ses:GetEmailIdentity',
    ...['cloudfront:ListDistributions', 'acm:ListCertificates', 'acm:DescribeCertificate'],
    ...['route53:ListHostedZones', 'route53:GetHostedZone', 'route53:ListResourceRecordSets'],
  ],
  explains: ['identity', 'dkim', 'front', 'proof'],
  async look(scene) {
    const { asked, look, region, setupCommand } = scene;
    const { tracking } = asked;
    if (tracking === undefined) return skipped('no tracking domain is wished');
    const { domain } = tracking;
    const { identity, unverified } = await look.at(senderOf, domain);
    if (identity?.name === domain) return ok(`${domain} is a verified identity in ${region}`);
    const isThere = unverified.includes(domain);
    const saw = isThere ? `the identity ${domain} is not verified in ${region}` : `SES in ${region} has no identity ${domain}`;
    const setup = isThere ? 'SES looks for its DKIM records; setup writes them, or shows them.' : 'Setup makes it.';
    // SES answers for a domain that it knows: where it does, links lead on.
    const isProven = (await domainScene(scene, tracking)).front?.state === 'proven';
    if (identity === undefined)
      return problem(isProven ? 'soon' : 'clicks', saw, {
        means: `SES takes a custom tracking domain only where it is verified, in the same region as the configuration sets. ${isProven ? 'Links through it still lead on; nobody says for how long. ' : ''}${setup}`,
        mend: setupCommand,
      });
    // AWS says that a verified domain is enough to send from those below it; whether it is for tracking through them no page says.
    const parent = `AWS does not say whether ${identity.name}, which is verified, is enough for tracking through it.`;
    if (isProven)
      return problem('advice', `${saw}, and links through it lead on all the same`, {
        means: `${parent} An identity of its own leaves no doubt. ${setup}`,
        mend: setupCommand,
      });
    return unknown(saw, { means: `${parent} Where links do not lead on and no other check tells why, give it an identity of its own: run setup.` });
  },
});
