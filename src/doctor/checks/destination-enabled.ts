/** Whether every event destination is switched on. */
import { check, ok, problem } from '../check.ts';
import { ofEveryDestination } from '../each.ts';

export const destinationEnabled = check({
  id: 'destination-enabled',
  about: 'whether every event destination is switched on',
  hop: 'destination',
  symptoms: ['no-events', 'links-not-rewritten'],
  iam: ['ses:GetConfigurationSetEventDestinations'],
  explains: ['event-destination'],
  look: scene =>
    ofEveryDestination(scene, ({ title }, { isEnabled }) =>
      isEnabled
        ? ok(`${title} is switched on`)
        : problem('events', `${title} is switched off`, {
            means: 'SES publishes nothing to it. What happens meanwhile is not published later.',
            mend: scene.setupCommand,
          }),
    ),
});
