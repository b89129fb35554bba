/** Whether the Virtual Deliverability Manager rewrites mail that nobody wanted tracked. */
import { account } from '../../observe/account.ts';
import { check, ok, problem } from '../check.ts';
import { ofEverySet } from '../each.ts';

export const accountVdm = check({
  id: 'account-vdm',
  about: 'whether the Virtual Deliverability Manager of the account rewrites mail on its own',
  hop: 'account',
  symptoms: [],
  iam: ['ses:GetAccount', 'ses:GetConfigurationSet'],
  async look(scene) {
    const { hasEngagement, sharedDelivery } = await scene.look.at(account);
    if (!hasEngagement) return ok('the account does not track engagement on its own');
    // AWS: a set's own word outranks the account's. <https://docs.aws.amazon.com/ses/latest/dg/vdm-get-started.html>
    const sets = await ofEverySet(scene, ({ events, name, engagement: wish }, { engagement }) => {
      const isTracked = events.includes('open') && events.includes('click');
      return engagement === undefined && wish !== true && !isTracked ? problem('clicks', name) : ok(name);
    });
    const hit = sets.filter(({ state }) => state === 'problem').map(({ saw }) => saw);
    if (hit.length === 0 && scene.asked.sets.some(({ engagement }) => engagement === true))
      return ok('the account tracks engagement, as vdm.engagement wishes');
    const keeps = sharedDelivery === undefined ? '' : `,GuardianAttributes={OptimizedSharedDelivery=${sharedDelivery}}`;
    const off = `VdmEnabled=ENABLED,DashboardAttributes={EngagementMetrics=DISABLED}${keeps}`;
    return problem(hit.length > 0 ? 'clicks' : 'advice', "the account's Virtual Deliverability Manager tracks engagement", {
      means: `SES rewrites the links of ${hit.length > 0 ? `mail sent with ${hit.join(', ')}, though no destination asks for it` : "mail that names no configuration set, to a host of SES's own"}. Switch it off (VDM's own open and click rates end with it), or say \`vdm: { engagement: true }\` in the config file if it is meant.`,
      mend: scene.awsCommand(['sesv2', 'put-account-vdm-attributes', '--vdm-attributes', off]),
    });
  },
});
