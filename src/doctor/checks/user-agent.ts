/** Whether the distribution passes the reader's User-Agent on to SES. */
import { ok, problem } from '../check.ts';
import { forwarding, forwardingIam } from '../forwarding.ts';
import { distributionCheck } from '../standing.ts';

export const userAgent = distributionCheck({
  id: 'user-agent',
  about: "whether the distribution passes the reader's User-Agent on to SES",
  symptoms: [],
  iam: forwardingIam,
  after: ['host-header', 'origin-headers'],
  explains: ['origin-request-policy'],
  async look({ called, behavior }, { look, setupCommand }) {
    const { passes, by } = await forwarding(look, behavior);
    if (passes('user-agent')) return ok(`${called} passes User-Agent on, ${by.requests}`);
    return problem('events', `${called} does not pass the reader's User-Agent on to SES, ${by.requests}`, {
      means: 'Every open and click says "Amazon CloudFront": people, image proxies and bots can no longer be told apart.',
      mend: setupCommand,
    });
  },
});
