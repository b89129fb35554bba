/** Whether links and pixels are https as wished. */
import { check, ok, problem, skipped } from '../check.ts';
import { ofEverySet } from '../each.ts';

export const httpsPolicy = check({
  id: 'https-policy',
  about: 'whether links and pixels are https as wished',
  hop: 'set',
  symptoms: ['certificate'],
  iam: ['ses:GetConfigurationSet'],
  after: ['tracking-domain'],
  explains: ['tracking-options'],
  async look(scene) {
    const wish = scene.asked.tracking?.httpsPolicy;
    if (wish === undefined) return skipped('no tracking domain is wished');
    return ofEverySet(scene, ({ name }, { httpsPolicy: kept }) => {
      // AWS: unset means optional. <https://docs.aws.amazon.com/ses/latest/dg/configure-custom-open-click-domains.html>
      const found = (kept ?? 'OPTIONAL').toLowerCase().replaceAll('_', '-');
      if (found === wish) return ok(`the https policy of ${name} is ${wish}`);
      return problem(found === 'optional' ? 'events' : 'advice', `the https policy of ${name} is ${found}, not ${wish}`, {
        means:
          {
            optional: 'Pixels are http, which mail programs that show https block, and links are as they were written.',
            'require-open-only': 'Pixels are https, and links are as they were written.',
          }[found] ?? 'Links and pixels are all https.',
        mend: scene.setupCommand,
      });
    });
  },
});
