/** Whether every event destination is of the kind that is wished. */
import { check, ok, problem } from '../check.ts';
import { ofEveryDestination } from '../each.ts';

export const destinationKind = check({
  id: 'destination-kind',
  about: 'whether every event destination is of the kind that is wished',
  hop: 'destination',
  symptoms: ['no-events'],
  iam: ['ses:GetConfigurationSetEventDestinations'],
  explains: ['event-destination'],
  look: scene =>
    ofEveryDestination(scene, ({ title, fields }, { target }) =>
      target === fields['target']
        ? ok(`${title} publishes to ${target}`)
        : problem('events', `${title} publishes to ${target}, not to ${String(fields['target'])}`, {
            means: 'Its events go where nobody looks for them. SES does not change the kind of a destination: it is deleted and made anew.',
            mend: scene.setupCommand,
          }),
    ),
});
