/** Whether the distribution answers over IPv6. */
import { ok, problem } from '../check.ts';
import { distributionCheck } from '../standing.ts';

export const distributionIpv6 = distributionCheck({
  id: 'distribution-ipv6',
  about: 'whether the distribution answers over IPv6',
  symptoms: [],
  look({ called, config }, { setupCommand }) {
    if (config.IsIPV6Enabled === true) return ok(`${called} answers over IPv6`);
    return problem('advice', `${called} has no IPv6`, {
      means: 'Readers whose provider has IPv6 alone reach it through a translator, or not at all.',
      mend: setupCommand,
    });
  },
});
