/** Whether links of mail sent with a set lead through the wished domain. */
import { check, ok, problem, skipped } from '../check.ts';
import { ofEverySet } from '../each.ts';

export const trackingDomain = check({
  id: 'tracking-domain',
  about: 'whether links lead through the tracking domain',
  hop: 'set',
  symptoms: ['links-not-rewritten', 'certificate', '403'],
  iam: ['ses:GetConfigurationSet'],
  explains: ['tracking-options'],
  async look(scene) {
    const domain = scene.asked.tracking?.domain;
    if (domain === undefined) return skipped('no tracking domain is wished');
    return ofEverySet(scene, ({ name }, { trackingDomain: found }) => {
      if (found?.toLowerCase() === domain) return ok(`links of ${name} lead through ${domain}`);
      const after = 'Mail that is already delivered keeps the links it has.';
      if (found === undefined)
        return problem('events', `configuration set ${name} has no tracking domain`, {
          means: `Its links and pixels lead through a host of SES's own (awstrack.me), which blockers know and readers do not. ${after}`,
          mend: scene.setupCommand,
        });
      return problem('events', `links of ${name} lead through ${found}, not ${domain}`, {
        means: `What is wrong with ${found} is wrong with every link sent with it. ${after}`,
        mend: scene.setupCommand,
      });
    });
  },
});
