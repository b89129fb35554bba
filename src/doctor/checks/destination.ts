/** Whether every event destination exists. */
import { check, ok, problem } from '../check.ts';
import { ofEveryDestinationWanted } from '../each.ts';

export const destination = check({
  id: 'destination',
  about: 'whether every event destination exists',
  hop: 'destination',
  symptoms: ['no-events', 'links-not-rewritten'],
  iam: ['ses:GetConfigurationSetEventDestinations'],
  explains: ['event-destination'],
  look: scene =>
    ofEveryDestinationWanted(scene, ({ title, fields }, found) => {
      if (found !== undefined) return ok(`there is ${title}`);
      return problem('events', `there is no ${title}`, {
        means:
          fields['target'] === 'sns'
            ? 'SES publishes nothing of this mail to the topic, and does not rewrite it unless another destination lists opens or clicks.'
            : `SES publishes nothing of this mail to ${String(fields['target'])}.`,
        mend: scene.setupCommand,
      });
    }),
});
