/** Whether links lead through a domain that the wish does not name, so that nothing of it was looked at: a flag forgotten, most often. */
import { check, notLooked, ok, skipped, unknown } from '../check.ts';
import { ofEverySet } from '../each.ts';

export const unnamedDomain = check({
  id: 'unnamed-domain',
  about: 'whether links lead through a domain that neither flags nor the config file name',
  hop: 'set',
  symptoms: ['403', '400', 'certificate', 'links-not-rewritten', 'wrong-region'],
  iam: ['ses:GetConfigurationSet'],
  async look(scene) {
    const { tracking } = scene.asked;
    if (tracking !== undefined) return skipped(`${tracking.domain} is named`);
    return ofEverySet(scene, ({ name }, { trackingDomain: domain }) =>
      domain === undefined
        ? ok(`${name} has no tracking domain`)
        : unknown(`links of ${name} lead through ${domain}`, { means: notLooked, shows: scene.doctorCommand('--domain', domain) }),
    );
  },
});
