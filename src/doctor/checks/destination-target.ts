/** Whether every event destination publishes to the wished topic, stream, bus or metrics. */
import type { EventDestination } from '../../observe/configuration-set.ts';
import { place, topicArn } from '../../observe/place.ts';
import { isEqual } from '../../setup/diff.ts';
import { type Fields, isRef, type Json } from '../../setup/ref.ts';
import { nameOf } from '../../setup/resource.ts';
import { check, ok, problem, skipped } from '../check.ts';
import { ofEveryDestination } from '../each.ts';

export const destinationTarget = check({
  id: 'destination-target',
  about: 'whether every event destination publishes where it should',
  hop: 'destination',
  symptoms: ['no-events'],
  iam: ['ses:GetConfigurationSetEventDestinations'],
  explains: ['event-destination'],
  async look(scene) {
    const here = await scene.look.at(place);
    return ofEveryDestination(scene, ({ title, fields }, found) => {
      if (found.target !== fields['target']) return skipped(`${title} is of another kind`);
      const { topic } = fields;
      const wish: Fields = { ...fields, ...(isRef(topic) ? { topic: topicArn(here, nameOf(topic.$ref)) } : {}) };
      const wrong = targetOf(found).find(([key, kept]) => !isEqual(wish[key], kept));
      if (wrong === undefined) return ok(`${title} publishes where it should`);
      const [key, kept] = wrong;
      return problem('events', `${title} has another ${key} than wished: ${said(kept)}, not ${said(wish[key])}`, {
        means: 'Its events go where nobody looks for them.',
        mend: scene.setupCommand,
      });
    });
  },
});

/** What says where it publishes, in the names of setup's fields. */
function targetOf({ target, topicArn: topic, stream, role, bus, dimensions }: EventDestination): [string, Json][] {
  const fields: Record<EventDestination['target'], Fields> = {
    sns: { topic: topic ?? null },
    firehose: { stream: stream ?? null, role: role ?? null },
    eventbridge: { bus: bus ?? null },
    cloudwatch: { dimensions: dimensions ?? [] },
    ...{ pinpoint: {}, unknown: {} },
  };
  return Object.entries(fields[target]);
}

const said = (value: Json | undefined): string => (typeof value === 'string' ? value : JSON.stringify(value ?? null));
