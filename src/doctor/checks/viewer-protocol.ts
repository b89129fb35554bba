/** Whether the distribution takes http where mails carry http links. */
import { configurationSet } from '../../observe/configuration-set.ts';
import { ok, problem } from '../check.ts';
import { distributionCheck } from '../standing.ts';

export const viewerProtocol = distributionCheck({
  id: 'viewer-protocol',
  about: 'whether the distribution takes http where mails carry http links and pixels',
  symptoms: ['403'],
  iam: ['ses:GetConfigurationSet'],
  async look({ called, behavior, tracking }, { look, asked, setupCommand }) {
    const policy = behavior.ViewerProtocolPolicy;
    if (policy !== 'https-only') return ok(`${called} takes http and https`);
    const sets = await Promise.all(asked.sets.map(({ name }) => look.at(configurationSet, name)));
    const plain = sets.filter(each => each !== 'absent' && each.trackingDomain?.toLowerCase() === tracking.domain && each.httpsPolicy !== 'REQUIRE');
    const names = plain.map(each => (each === 'absent' ? '' : each.name));
    if (names.length === 0 && tracking.httpsPolicy === 'require') return ok(`${called} takes https alone, and mails carry nothing else`);
    return problem(
      'clicks',
      `${called} takes https alone, and mails carry http ${tracking.httpsPolicy === 'require-open-only' ? 'links' : 'links and pixels'}`,
      {
        // AWS: unless REQUIRE is set, a link keeps its own scheme, and under OPTIONAL the pixel is http. <ses dg, configure-custom-open-click-domains>
        means: `CloudFront answers 403 to them: the HTTPS policy of ${names.length === 0 ? 'the wish' : names.join(', ')} lets SES write http.`,
        mend: setupCommand,
      },
    );
  },
});
