/** Whether the distribution passes paths on as they stand in mails. */
import { ok, problem } from '../check.ts';
import { distributionCheck } from '../standing.ts';

export const originPath = distributionCheck({
  id: 'origin-path',
  about: 'whether the distribution passes the path on as it stands in the mail',
  symptoms: ['400'],
  look({ called, origin: { OriginPath: path = '' } }, { setupCommand }) {
    if (path === '') return ok(`${called} puts nothing before the path`);
    return problem('clicks', `${called} puts ${path} before every path`, {
      means: 'SES has signed the path as it stands in the mail and answers 400 to any other: every link and pixel is dead.',
      mend: setupCommand,
    });
  },
});
