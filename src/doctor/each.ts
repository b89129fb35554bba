/** Asks the same of every set, destination, topic, subscription and queue of the wish; of what is not there only the check that looks for it speaks. */
import { type ConfigurationSet, configurationSet, type EventDestination, eventDestinations } from '../observe/configuration-set.ts';
import { place, topicArn } from '../observe/place.ts';
import { type Queue, queue } from '../observe/queue.ts';
import { type Subscription, type SubscriptionSettings, subscriptionSettings, subscriptions } from '../observe/subscription.ts';
import { type Topic, topic } from '../observe/topic.ts';
import { nameOf, type Want } from '../setup/resource.ts';
import { type AskedSet, wants } from '../setup/want.ts';
import { type Outcome, skipped } from './check.ts';
import type { Scene } from './scene.ts';

type Said = Outcome | Promise<Outcome>;
type Asks<Found> = (want: Want, found: Found) => Said;

/** Of every configuration set that is there. Its subject is the set's name. */
export function ofEverySet({ asked, look }: Scene, ask: (wish: AskedSet, found: ConfigurationSet) => Said): Promise<Outcome[]> {
  return Promise.all(
    asked.sets.map(async wish => {
      const found = await look.at(configurationSet, wish.name);
      if (found === 'absent') return skipped(`there is no configuration set ${wish.name}`, { subject: wish.name });
      return { subject: wish.name, ...(await ask(wish, found)) };
    }),
  );
}

/** Of every event destination wanted of a set that is there. Its subject is `set/name`. */
export function ofEveryDestinationWanted(scene: Scene, ask: Asks<EventDestination | undefined>): Promise<Outcome[]> {
  return ofEvery(scene, 'event-destination', async want => {
    const set = String(want.fields['set']);
    const all = await scene.look.at(eventDestinations, set);
    if (all === 'absent') return skipped(`there is no configuration set ${set}`);
    return ask(
      want,
      all.find(({ name }) => name === want.fields['name']),
    );
  });
}

/** Of every event destination wanted that is there. */
export function ofEveryDestination(scene: Scene, ask: Asks<EventDestination>): Promise<Outcome[]> {
  return ofEveryDestinationWanted(scene, (want, found) => (found === undefined ? skipped(`there is no ${want.title}`) : ask(want, found)));
}

/** Of every topic wanted that is there. Its subject is the topic's name. */
export function ofEveryTopic(scene: Scene, ask: Asks<Topic>): Promise<Outcome[]> {
  return ofEvery(scene, 'topic', async want => {
    const found = await scene.look.at(topic, topicArn(await scene.look.at(place), want.name));
    return found === 'absent' ? skipped(`there is no ${want.title}`) : ask(want, found);
  });
}

/** Of every webhook and queue that should be subscribed to a topic that is there. Its subject is the address or the queue's ARN. */
export async function ofEverySubscriptionWanted(scene: Scene, ask: Asks<Subscription | undefined>): Promise<Outcome[]> {
  return ofEvery(scene, 'subscription', async want => {
    const { parent = '', fields } = want;
    const endpoint = String(fields['endpoint']);
    const all = await scene.look.at(subscriptions, topicArn(await scene.look.at(place), nameOf(parent)));
    if (all === 'absent') return skipped(`there is no topic ${nameOf(parent)}`, { subject: endpoint });
    const same = all.filter(each => each.endpoint === endpoint && each.protocol === fields['protocol']);
    return { subject: endpoint, ...(await ask(want, same.find(({ arn }) => arn !== undefined) ?? same[0])) };
  });
}

/** Of every subscription wanted that is confirmed: how it delivers. */
export function ofEverySubscription(scene: Scene, ask: (want: Want, settings: SubscriptionSettings, arn: string) => Said): Promise<Outcome[]> {
  return ofEverySubscriptionWanted(scene, async (want, found) => {
    if (found === undefined) return skipped(`${want.title} is not subscribed`);
    if (found.arn === undefined) return skipped(`${want.title} has not confirmed, and until it does nothing of it shows`);
    const settings = await scene.look.at(subscriptionSettings, found.arn);
    return settings === 'absent' ? skipped(`${want.title} is not subscribed`) : ask(want, settings, found.arn);
  });
}

/** Of every queue wanted that is there. Its subject is the queue's name. */
export function ofEveryQueue(scene: Scene, ask: Asks<Queue>): Promise<Outcome[]> {
  return ofEvery(scene, 'queue', async want => {
    const found = await scene.look.at(queue, want.name);
    return found === 'absent' ? skipped(`there is no ${want.title}`) : ask(want, found);
  });
}

/** Of everything of a kind that should exist. Its subject is its name. */
export async function ofEvery({ asked, look }: Scene, kind: string, ask: (want: Want) => Said): Promise<Outcome[]> {
  const all = wants(asked, await look.at(place)).filter(want => want.kind === kind);
  return Promise.all(all.map(async want => ({ subject: want.name, ...(await ask(want)) })));
}
