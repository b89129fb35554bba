/** Whether the configuration sets exist. */
import { configurationSet } from '../../observe/configuration-set.ts';
import { check, ok, problem } from '../check.ts';

export const set = check({
  id: 'set',
  about: 'whether the configuration sets exist',
  hop: 'set',
  symptoms: ['no-events', 'links-not-rewritten', 'wrong-region'],
  iam: ['ses:GetConfigurationSet'],
  explains: ['configuration-set', 'tracking-options', 'event-destination'],
  look: ({ asked, look, region, setupCommand }) =>
    Promise.all(
      asked.sets.map(async ({ name }) => {
        if ((await look.at(configurationSet, name)) !== 'absent') return ok(`configuration set ${name} is in ${region}`, { subject: name });
        return problem('sends', `there is no configuration set ${name} in ${region}`, {
          subject: name,
          means: 'SES refuses a send that names it. Configuration sets belong to a region: look whether --region is the one that mail is sent from.',
          mend: setupCommand,
        });
      }),
    ),
});
