/** Whether every event destination lists the events that are wished. */
import { check, ok, problem } from '../check.ts';
import { ofEveryDestination } from '../each.ts';

export const destinationEvents = check({
  id: 'destination-events',
  about: 'whether every event destination lists the events that are wished',
  hop: 'destination',
  symptoms: ['no-events', 'links-not-rewritten'],
  iam: ['ses:GetConfigurationSetEventDestinations'],
  explains: ['event-destination'],
  look: scene =>
    ofEveryDestination(scene, ({ title, fields }, found) => {
      const wish = Array.isArray(fields['events']) ? fields['events'].map(String) : [];
      const missing = wish.filter(type => !found.events.includes(type));
      if (missing.length === 0) return ok(`${title} lists ${wish.length} of ${wish.length} event types`);
      const untracked = missing.filter(type => type === 'open' || type === 'click');
      return problem('events', `${title} does not list ${missing.join(', ')}`, {
        // AWS: listing OPEN or CLICK is what turns tracking on, not the tracking options.
        means: `SES publishes none of these${untracked.length === 0 ? '' : `, and unless another destination lists ${untracked.join(' and ')} it does not ${untracked.includes('click') ? 'rewrite links' : 'put in the pixel'} either`}.`,
        mend: scene.setupCommand,
      });
    }),
});
