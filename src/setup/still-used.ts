/** Finds who else uses what a teardown would take away: configuration sets that publish to the topic or rewrite to the domain. */
import { configurationSet, configurationSetNames, eventDestinations } from '../observe/configuration-set.ts';
import type { Look } from '../observe/look.ts';
import { type Place, topicArn } from '../observe/place.ts';
import { topic } from '../observe/topic.ts';

/** Sets other than the leaving ones that publish to the topic. Only those that its policy lets in are asked: no other can. */
export async function publishersLeft(look: Look, place: Place, name: string, leaving: ReadonlySet<string>): Promise<string[]> {
  const arn = topicArn(place, name);
  const found = await look.at(topic, arn);
  const named = found === 'absent' ? [] : [...(found.policy ?? '').matchAll(/:configuration-set\/([\w-]+)/g)].map(match => match[1] ?? '');
  const others = [...new Set(named)].filter(set => !leaving.has(set));
  const publishing = await Promise.all(
    others.map(async set => {
      const destinations = await look.at(eventDestinations, set);
      return destinations !== 'absent' && destinations.some(each => each.topicArn === arn);
    }),
  );
  return others.filter((_, index) => publishing[index]);
}

/** Sets other than the leaving ones whose mails carry the domain. Every set of the account and region is asked: none may lose its links. */
export async function usersLeft(look: Look, domain: string, leaving: ReadonlySet<string>): Promise<string[]> {
  const others = (await look.at(configurationSetNames)).filter(set => !leaving.has(set));
  const found = await Promise.all(others.map(set => look.at(configurationSet, set)));
  return others.filter((_, index) => {
    const set = found[index];
    return set !== undefined && set !== 'absent' && set.trackingDomain?.toLowerCase() === domain.toLowerCase();
  });
}
