/** Finds what a deployment made beside what is asked for now, by following what its sets and topics lead to. */
import { configurationSet, eventDestinations } from '../observe/configuration-set.ts';
import type { Look } from '../observe/look.ts';
import { type Place, queueArn, topicArn } from '../observe/place.ts';
import { subscriptionSettings, subscriptions } from '../observe/subscription.ts';
import { topicTags } from '../observe/topic.ts';
import { ownerTag } from './owner.ts';
import { deadLetterName } from './queues.ts';
import type { Want } from './resource.ts';
import { wanted } from './wanted.ts';

/** The wants, and with them every destination of its sets, their topics, and the topics' subscriptions and queues. What is not there is not looked into. */
export async function withMade(wants: readonly Want[], look: Look, deployment: string, place: Place): Promise<Want[]> {
  const all = new Map(wants.map(want => [want.id, want]));
  const add = (want: Want) => all.set(want.id, all.get(want.id) ?? want);
  const named = (kind: string) => [...all.values()].filter(want => want.kind === kind).map(({ name }) => name);

  await each(named('configuration-set'), async set => {
    const found = await look.at(configurationSet, set);
    if (found === 'absent' || found.tags[ownerTag] !== deployment) return;
    const destinations = await look.at(eventDestinations, set);
    for (const { name, topicArn: arn } of destinations === 'absent' ? [] : destinations) {
      add(wanted('event-destination', `${set}/${name}`, `event destination ${name} of ${set}`, { set, name }, `configuration-set/${set}`));
      const topicName = nameIn(arn, topicArn(place, ''));
      if (topicName !== undefined) add(wanted('topic', topicName, `topic ${topicName}`, {}));
    }
  });

  await each(named('topic'), async name => {
    const arn = topicArn(place, name);
    const [tags, subscribed] = await Promise.all([look.at(topicTags, arn), look.at(subscriptions, arn)]);
    if (tags === 'absent' || subscribed === 'absent' || tags[ownerTag] !== deployment) return;
    await each(subscribed, async ({ arn: own, protocol, endpoint }) => {
      // A webhook that never confirmed does not show its dead-letter queue: the one of the usual name is looked for.
      if (own === undefined && protocol.startsWith('http'))
        add(wanted('queue', deadLetterName(deployment), `queue ${deadLetterName(deployment)}`, {}));
      const settings = own === undefined ? 'absent' : await look.at(subscriptionSettings, own);
      const title = protocol.startsWith('http') ? `webhook ${endpoint}` : `${protocol} ${endpoint} on topic ${name}`;
      add(wanted('subscription', `${name}/${endpoint}`, title, { protocol, endpoint }, `topic/${name}`));
      for (const queue of [protocol === 'sqs' ? endpoint : undefined, settings === 'absent' ? undefined : settings.deadLetter]) {
        const queueName = nameIn(queue, queueArn(place, ''));
        if (queueName !== undefined) add(wanted('queue', queueName, `queue ${queueName}`, {}));
      }
    });
  });
  return [...all.values()];
}

/** The last part of an ARN that begins so: one of another account or region is not ours to look at. */
function nameIn(arn: string | undefined, prefix: string): string | undefined {
  return arn?.startsWith(prefix) === true ? arn.slice(prefix.length) : undefined;
}

async function each<T>(items: readonly T[], visit: (item: T) => Promise<void>): Promise<void> {
  await Promise.all(items.map(visit));
}
