/** Whether sending is paused for the whole account. */
import { account } from '../../observe/account.ts';
import { check, ok, problem } from '../check.ts';

export const accountSending = check({
  id: 'account-sending',
  about: 'whether the account may send in this region',
  hop: 'account',
  symptoms: ['no-events'],
  iam: ['ses:GetAccount'],
  after: ['enforcement'],
  async look({ look, region, awsCommand }) {
    const { isSending } = await look.at(account);
    if (isSending) return ok(`the account sends in ${region}`);
    return problem('sends', `sending is paused for the whole account in ${region}`, {
      means: 'SES refuses every send. Somebody paused it, or an alarm did: find out why before you let it go on.',
      mend: awsCommand(['sesv2', 'put-account-sending-attributes', '--sending-enabled']),
    });
  },
});
