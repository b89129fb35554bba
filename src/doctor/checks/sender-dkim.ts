/** Whether the sender's mail is signed with DKIM. */
import { check, ok, problem, skipped, unknown } from '../check.ts';
import { senderOf } from '../sender.ts';

export const senderDkim = check({
  id: 'sender-dkim',
  about: "whether the sender's mail is signed with DKIM",
  hop: 'sender',
  symptoms: [],
  iam: ['ses:GetEmailIdentity'],
  after: ['sender'],
  async look({ from, look, awsCommand }) {
    if (from === undefined) return skipped('--from names no sender');
    const { identity } = await look.at(senderOf, from);
    if (identity === undefined) return skipped(`no identity is for ${from}`);
    const { name, kind, isSigning, dkimStatus } = identity;
    // AWS: an address takes its signature from the domain's identity, where there is one; of an address alone nothing is known.
    if (kind === 'address') return skipped(`${name} is verified as an address; DKIM belongs to its domain`);
    const shows = awsCommand(['sesv2', 'get-email-identity', '--email-identity', name]);
    if (!isSigning)
      return problem('soon', `mail from ${name} is not signed with DKIM`, {
        means: 'Large mailbox providers refuse or hide bulk mail without a signature of its domain. Its records are in place as far as SES says.',
        mend: awsCommand(['sesv2', 'put-email-identity-dkim-attributes', '--email-identity', name, '--signing-enabled']),
      });
    if (dkimStatus === 'SUCCESS') return ok(`mail from ${name} is signed with DKIM`);
    if (dkimStatus === 'FAILED' || dkimStatus === 'TEMPORARY_FAILURE')
      return problem('soon', `SES does not find the DKIM records of ${name} any more (${dkimStatus})`, {
        means: 'Its mail goes out unsigned, or soon will, and the identity loses its verification. Put the three CNAME records back.',
        shows,
      });
    return unknown(`SES has not found the DKIM records of ${name} yet (${dkimStatus})`, { shows });
  },
});
