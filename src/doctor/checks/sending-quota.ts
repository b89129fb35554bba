/** Whether the sending quota of the day is used up. */
import { account } from '../../observe/account.ts';
import { check, ok, problem } from '../check.ts';

export const sendingQuota = check({
  id: 'sending-quota',
  about: 'whether the sending quota of the last 24 hours is used up',
  hop: 'account',
  symptoms: ['no-events'],
  iam: ['ses:GetAccount'],
  async look({ look, region, awsCommand }) {
    const { quota } = await look.at(account);
    // AWS: -1 says that there is no limit. <SES v2 API, SendQuota>
    if (quota === undefined || quota.max24Hours < 0) return ok(`sending has no quota in ${region}`);
    const { sent24Hours: sent, max24Hours: most } = quota;
    if (sent < most) return ok(`${sent} of ${most} recipients written to in 24 hours`);
    return problem('sends', `the sending quota in ${region} is used up: ${sent} of ${most} recipients in 24 hours`, {
      means: 'SES refuses sends until enough of the last 24 hours has passed. Send less, or ask AWS for more: Service Quotas, Amazon SES.',
      shows: awsCommand(['sesv2', 'get-account']),
    });
  },
});
