/** Whether AWS has put the account under review or stopped it. */
import { account } from '../../observe/account.ts';
import { check, ok, problem, unknown } from '../check.ts';

export const enforcement = check({
  id: 'enforcement',
  about: 'whether AWS has put the account under review or stopped it',
  hop: 'account',
  symptoms: ['no-events'],
  iam: ['ses:GetAccount'],
  async look({ look, region }) {
    const { enforcement: status } = await look.at(account);
    if (status === 'HEALTHY') return ok(`AWS finds the account healthy in ${region}`);
    if (status === 'SHUTDOWN')
      return problem('sends', `AWS has stopped the account's sending in ${region}`, {
        means: 'SES refuses every send, and no command brings it back: answer the case that AWS opened with you (Support Center).',
      });
    if (status === 'PROBATION')
      return problem('soon', `AWS has the account under review in ${region}`, {
        means: 'Mail still goes out, until AWS stops it. Its mail to you says why: bounces or complaints, most often. Answer the case.',
      });
    return unknown(`AWS calls the state of the account "${status}" in ${region}`);
  },
});
