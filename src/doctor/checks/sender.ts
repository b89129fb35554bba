/** Whether the sender's address is of a verified identity. */
import { check, ok, problem, skipped } from '../check.ts';
import { senderOf } from '../sender.ts';

export const sender = check({
  id: 'sender',
  about: 'whether the sender (--from) is verified',
  hop: 'sender',
  symptoms: ['no-events'],
  iam: ['ses:GetEmailIdentity'],
  async look({ from, look, region, awsCommand }) {
    if (from === undefined) return skipped('--from names no sender');
    const { identity, unverified } = await look.at(senderOf, from);
    if (identity !== undefined) return ok(`${from} is verified in ${region}, by the identity ${identity.name}`);
    const [waiting] = unverified;
    if (waiting !== undefined)
      return problem('sends', `the identity ${waiting} is not verified in ${region}`, {
        means: `SES refuses mail from ${from}. ${waiting.includes('@') ? 'SES sent a mail with a link to that address: open it.' : 'SES looks for its DKIM records in DNS.'}`,
        shows: awsCommand(['sesv2', 'get-email-identity', '--email-identity', waiting]),
      });
    return problem('sends', `no identity in ${region} is for ${from}`, {
      means: `SES refuses mail from it. Verify the address (SES sends it a mail with a link to open) or, better, its domain (SES shows DKIM records to write).`,
      mend: awsCommand(['sesv2', 'create-email-identity', '--email-identity', from]),
    });
  },
});
