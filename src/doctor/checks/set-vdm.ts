/** Whether a configuration set itself tells the Virtual Deliverability Manager to track what nobody wanted tracked. */
import { check, ok, problem } from '../check.ts';
import { ofEverySet } from '../each.ts';

export const setVdm = check({
  id: 'set-vdm',
  about: "whether a configuration set's own engagement tracking is as wished",
  hop: 'set',
  symptoms: [],
  iam: ['ses:GetConfigurationSet'],
  explains: ['configuration-set'],
  look: scene =>
    ofEverySet(scene, ({ name, events, engagement: wish }, { engagement }) => {
      const isTracked = events.includes('open') && events.includes('click');
      if (engagement !== true || wish === true || (wish === undefined && isTracked)) return ok(`${name} tracks engagement only as wished`);
      // Where opens and clicks are listed SES rewrites the mail anyway.
      return problem(isTracked ? 'advice' : 'clicks', `configuration set ${name} has engagement tracking of the Virtual Deliverability Manager on`, {
        means: isTracked
          ? 'VDM counts opens and clicks for itself, too, and the config file says that it does not.'
          : 'SES rewrites the links of every mail sent with it, though no destination asks for it.',
        mend:
          wish === false
            ? scene.setupCommand
            : scene.awsCommand([
                ...['sesv2', 'put-configuration-set-vdm-options', '--configuration-set-name', name],
                ...['--vdm-options', 'DashboardOptions={EngagementMetrics=DISABLED}'],
              ]),
      });
    }),
});
