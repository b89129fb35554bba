/** Whether two destinations publish the same events to one topic, so that everything counts twice. */
import { eventDestinations } from '../../observe/configuration-set.ts';
import { place, topicArn } from '../../observe/place.ts';
import { wants } from '../../setup/want.ts';
import { check, ok, problem } from '../check.ts';
import { ofEverySet } from '../each.ts';

export const destinationTwice = check({
  id: 'destination-twice',
  about: 'whether an event reaches the topic once',
  hop: 'destination',
  symptoms: [],
  iam: ['ses:GetConfigurationSet', 'ses:GetConfigurationSetEventDestinations'],
  async look(scene) {
    const here = await scene.look.at(place);
    const ours = new Set(wants(scene.asked, here).flatMap(({ kind, name }) => (kind === 'event-destination' ? [name] : [])));
    return ofEverySet(scene, async ({ name, topic, destination }) => {
      const found = await scene.look.at(eventDestinations, name);
      const same = (found === 'absent' ? [] : found).filter(each => each.isEnabled && each.topicArn === topicArn(here, topic));
      const own = same.find(each => each.name === destination);
      const other = same.find(each => !ours.has(`${name}/${each.name}`));
      const shared = (other?.events ?? []).filter(type => own?.events.includes(type) === true);
      if (other === undefined || shared.length === 0) return ok(`each event of ${name} reaches topic ${topic} once`);
      return problem('advice', `event destination ${other.name} of ${name} publishes to topic ${topic}, too`, {
        means: `Every ${shared.join(', ')} event comes twice, as two messages that no id tells are one.`,
        mend: scene.awsCommand([
          ...['sesv2', 'delete-configuration-set-event-destination', '--configuration-set-name', name],
          ...['--event-destination-name', other.name],
        ]),
      });
    });
  },
});
