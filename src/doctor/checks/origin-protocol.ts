/** Whether the distribution speaks https to SES. */
import { ok, problem } from '../check.ts';
import { distributionCheck } from '../standing.ts';

export const originProtocol = distributionCheck({
  id: 'origin-protocol',
  about: 'whether the distribution speaks https to SES',
  symptoms: ['400', '403'],
  after: ['origin'],
  look({ called, origin }, { setupCommand }) {
    const policy = origin.CustomOriginConfig?.OriginProtocolPolicy;
    if (policy === 'https-only') return ok(`${called} speaks https to SES`);
    // AWS: a reader's https is https to the origin, too.
    if (policy === 'match-viewer') return ok(`${called} speaks to SES as readers speak to it`);
    return problem('advice', `${called} speaks plain http to SES`, {
      means: "Clicks and their targets cross the network in the clear, and AWS's own test of a front (x-amz-ses-request-protocol: https) fails.",
      mend: setupCommand,
    });
  },
});
