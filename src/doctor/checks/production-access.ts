/** Whether the account is still in SES's own sandbox. */
import { account } from '../../observe/account.ts';
import { check, ok, problem } from '../check.ts';

export const productionAccess = check({
  id: 'production-access',
  about: 'whether the account may write to anybody',
  hop: 'account',
  symptoms: ['no-events'],
  iam: ['ses:GetAccount'],
  async look({ look, region, awsCommand }) {
    const { hasProductionAccess } = await look.at(account);
    if (hasProductionAccess) return ok(`the account may write to anybody from ${region}`);
    return problem('sends', `the account is in SES's sandbox in ${region}`, {
      means: 'SES refuses mail to every address that is not verified. Ask AWS for production access: SES console, Account dashboard, in this region.',
      shows: awsCommand(['sesv2', 'get-account']),
    });
  },
});
