/** Whether AWS knows who asks. */
import { place } from '../../observe/place.ts';
import { check, ok } from '../check.ts';

export const credentials = check({
  id: 'credentials',
  about: 'whether AWS knows these credentials',
  hop: 'account',
  symptoms: ['no-events', '403', '400', 'certificate', 'pending', 'links-not-rewritten', 'wrong-region'],
  // AWS: sts:GetCallerIdentity needs no permission, and no policy can deny it.
  iam: [],
  async look({ look }) {
    const { account, region } = await look.at(place);
    return ok(`account ${account}, SES in ${region}`);
  },
});
