/** Whether two destinations publish the same events to one topic, so that everything counts twice. */
import { type EventDestination, eventDestinations } from '../../observe/configuration-set.ts';
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
      const others = same.filter(each => !ours.has(`${name}/${each.name}`));
      const alike = ({ events }: EventDestination) => events.filter(type => own?.events.includes(type) === true);
      const other = others.find(each => alike(each).length > 0);
      if (other === undefined) return ok(`each event of ${name} reaches topic ${topic} once`);
      const shared = alike(other);
      const rest = other.events.filter(type => !shared.includes(type));
      return problem('advice', `event destination ${other.name} of ${name} publishes to topic ${topic}, too`, {
        means: `Every ${shared.join(', ')} event comes twice, as two messages that no id tells are one.${rest.length === 0 ? '' : ` It alone lists ${rest.join(', ')}, so do not simply delete it.`}`,
        ...(rest.length === 0
          ? {
              mend: scene.awsCommand([
                ...['sesv2', 'delete-configuration-set-event-destination', '--configuration-set-name', name],
                ...['--event-destination-name', other.name],
              ]),
            }
          : { shows: scene.awsCommand(['sesv2', 'get-configuration-set-event-destinations', '--configuration-set-name', name]) }),
      });
    });
  },
});
