/** Whether the distribution passes the reader's Host on to SES. */
import { ok, problem } from '../check.ts';
import { forwarding, forwardingIam } from '../forwarding.ts';
import { distributionCheck } from '../standing.ts';

export const hostHeader = distributionCheck({
  id: 'host-header',
  about: "whether the distribution passes the reader's Host on to SES",
  symptoms: ['403', '400'],
  iam: forwardingIam,
  explains: ['origin-request-policy'],
  async look({ called, behavior }, { look, setupCommand }) {
    const { passes, by } = await forwarding(look, behavior);
    if (passes('host')) return ok(`${called} passes Host on, ${by.requests}`);
    return problem('clicks', `${called} does not pass the reader's Host on to SES, ${by.requests}`, {
      means: 'SES knows a tracking domain by Host alone and answers 403 or 400 to every link and pixel.',
      mend: setupCommand,
    });
  },
});
