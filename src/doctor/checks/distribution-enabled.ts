/** Whether the distribution is switched on. */
import { ok, problem } from '../check.ts';
import { distributionCheck } from '../standing.ts';

export const distributionEnabled = distributionCheck({
  id: 'distribution-enabled',
  about: 'whether the distribution is switched on',
  symptoms: ['403'],
  look({ called, config }, { setupCommand }) {
    if (config.Enabled === true) return ok(`${called} is enabled`);
    return problem('clicks', `${called} is disabled`, {
      means: 'CloudFront refuses every request: no link in any mail leads on. Find out who switched it off before you switch it on again.',
      mend: setupCommand,
    });
  },
});
