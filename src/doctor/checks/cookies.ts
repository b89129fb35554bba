/** Whether the distribution keeps cookies away from SES. */
import { ok, problem } from '../check.ts';
import { forwarding, forwardingIam } from '../forwarding.ts';
import { distributionCheck } from '../standing.ts';

export const cookies = distributionCheck({
  id: 'cookies',
  about: 'whether the distribution keeps cookies away from SES',
  symptoms: ['400'],
  iam: forwardingIam,
  after: ['host-header'],
  explains: ['origin-request-policy'],
  async look({ called, behavior, tracking: { domain } }, { look, setupCommand }) {
    const { cookies: passed, by } = await forwarding(look, behavior);
    if (passed === 'none') return ok(`${called} keeps cookies back, ${by.requests}`);
    const parent = domain.slice(domain.indexOf('.') + 1);
    return problem('clicks', `${called} passes ${passed === 'all' ? 'all' : 'some'} cookies on to SES, ${by.requests}`, {
      means: `SES answers 400 above 8192 bytes of headers. Cookies that ${parent} sets come along to ${domain}, so links break for those readers alone who have many.`,
      mend: setupCommand,
    });
  },
});
