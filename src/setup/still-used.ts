/** Finds who else uses what a teardown would take away: configuration sets that publish to the topic or rewrite to the domain, topics that lead to the queue. */
import { configurationSet, configurationSetNames, eventDestinations } from '../observe/configuration-set.ts';
import type { Look } from '../observe/look.ts';
import { type Place, topicArn } from '../observe/place.ts';
import { subscriptionSettings, subscriptions } from '../observe/subscription.ts';
import { topic } from '../observe/topic.ts';
import type { Have } from './resource.ts';
import { letsOthersPublish, ourGrant, queueStatementId } from './resources/policy.ts';

/** Says that there is much to ask, when it takes longer than somebody would wait without a word. */
export type Telling = (note: string) => void;
const manySets = 5;

/** Sets other than the leaving ones that publish to the topic. Only those that its policy lets in are asked: no other can. */
export async function publishersLeft(
  look: Look,
  place: Place,
  name: string,
  { leaving, telling }: { leaving: ReadonlySet<string>; telling: Telling },
): Promise<string[]> {
  const arn = topicArn(place, name);
  const found = await look.at(topic, arn);
  const policy = found === 'absent' ? '' : (found.policy ?? '');
  const named = [...policy.matchAll(/:configuration-set\/([\w-]+)/g)].map(match => match[1] ?? '');
  const any = letsOthersPublish(policy) ? await look.at(configurationSetNames) : [];
  const others = [...new Set([...named, ...any])].filter(set => !leaving.has(set));
  tell(others, `publishes to topic ${name}`, telling);
  const publishing = await Promise.all(
    others.map(async set => {
      const destinations = await look.at(eventDestinations, set);
      return destinations !== 'absent' && destinations.some(each => each.topicArn === arn);
    }),
  );
  return others.filter((_, index) => publishing[index]);
}

/** Topics that lead to the queue, as a subscriber or for dead letters: of those that stay and those that its policy lets in, no other can. */
export async function feedersLeft(
  look: Look,
  place: Place,
  { outputs }: Have,
  { leaving, staying }: { leaving: ReadonlySet<string>; staying: readonly string[] },
): Promise<string[]> {
  const prefix = topicArn(place, '');
  const letIn = (ourGrant(outputs['policy'], queueStatementId)?.publishers ?? []).filter(arn => arn.startsWith(prefix));
  const topics = [...new Set([...staying, ...letIn.map(arn => arn.slice(prefix.length))])].filter(name => !leaving.has(name));
  const leads = await Promise.all(topics.map(async name => leadsTo(look, topicArn(place, name), outputs['arn'])));
  return topics.filter((_, index) => leads[index]);
}

async function leadsTo(look: Look, topic: string, queue: string | undefined): Promise<boolean> {
  const subscribed = await look.at(subscriptions, topic);
  if (subscribed === 'absent') return false;
  const leads = await Promise.all(
    subscribed.map(async ({ arn, protocol, endpoint }) => {
      if (endpoint === queue) return true;
      // What is pending does not show its dead-letter queue yet.
      if (arn === undefined) return protocol.startsWith('http');
      const settings = await look.at(subscriptionSettings, arn);
      return settings !== 'absent' && settings.deadLetter === queue;
    }),
  );
  return leads.includes(true);
}

/** Sets other than the leaving ones whose mails carry the domain. Every set of the account and region is asked: none may lose its links. */
export async function usersLeft(
  look: Look,
  domain: string,
  { leaving, telling }: { leaving: ReadonlySet<string>; telling: Telling },
): Promise<string[]> {
  const others = (await look.at(configurationSetNames)).filter(set => !leaving.has(set));
  tell(others, `uses ${domain}`, telling);
  const found = await Promise.all(others.map(set => look.at(configurationSet, set)));
  return others.filter((_, index) => {
    const set = found[index];
    return set !== undefined && set !== 'absent' && set.trackingDomain?.toLowerCase() === domain.toLowerCase();
  });
}

function tell(sets: readonly string[], what: string, telling: Telling): void {
  if (sets.length > manySets) telling(`Asking each of ${sets.length} other configuration sets whether it ${what}, about a second each.`);
}
