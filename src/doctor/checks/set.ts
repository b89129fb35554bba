/** Whether the configuration sets exist. */
import { configurationSet, configurationSetNames } from '../../observe/configuration-set.ts';
import type { Look } from '../../observe/look.ts';
import { check, ok, problem } from '../check.ts';
import { ifAllowed } from '../mend.ts';

export const set = check({
  id: 'set',
  about: 'whether the configuration sets exist',
  hop: 'set',
  symptoms: ['no-events', 'links-not-rewritten', 'wrong-region'],
  iam: ['ses:GetConfigurationSet', 'ses:ListConfigurationSets'],
  explains: ['configuration-set', 'tracking-options', 'event-destination', 'topic'],
  look: ({ asked, look, region, setupCommand }) =>
    Promise.all(
      asked.sets.map(async ({ name }) => {
        if ((await look.at(configurationSet, name)) !== 'absent') return ok(`configuration set ${name} is in ${region}`, { subject: name });
        return problem('sends', `there is no configuration set ${name} in ${region}`, {
          subject: name,
          means:
            `SES refuses a send that names it. Configuration sets belong to a region: look whether --region is the one that mail is sent from. ${await whatThereIs(look, region)}`.trimEnd(),
          mend: setupCommand,
        });
      }),
    ),
});

/** More than these are counted: an account may have ten thousand. */
const most = 5;

/** A name that was mistyped is best seen beside the right one. */
async function whatThereIs(look: Look, region: string): Promise<string> {
  const names = await ifAllowed(look.at(configurationSetNames));
  if (names === undefined) return '';
  if (names.length === 0) return `There is none in ${region}.`;
  const more = names.length > most ? ` and ${names.length - most} more` : '';
  return `In ${region} there is ${names.slice(0, most).join(', ')}${more}.`;
}
