/** Whether somebody is subscribed whom the wish does not name, so that nothing of it was looked at: flags forgotten, most often. */
import { eventDestinations } from '../../observe/configuration-set.ts';
import { place, topicArn } from '../../observe/place.ts';
import { type Subscription, subscriptions } from '../../observe/subscription.ts';
import { wants } from '../../setup/want.ts';
import { check, notLooked, type Outcome, ok, unknown } from '../check.ts';
import { ofEveryTopic } from '../each.ts';
import type { Scene } from '../scene.ts';

export const unnamedSubscriber = check({
  id: 'unnamed-subscriber',
  about: 'whether webhooks and queues are subscribed that neither flags nor the config file name',
  hop: 'subscription',
  symptoms: ['no-events', 'pending'],
  iam: ['sns:GetTopicAttributes', 'sns:ListSubscriptionsByTopic', 'ses:GetConfigurationSetEventDestinations'],
  look: subscribers,
});

/** Whoever else subscribes to a topic is no business of ours, unless the wish names nobody, or it waits for a confirmation that may be the one that is missed. */
async function subscribers(scene: Scene): Promise<Outcome[]> {
  const here = await scene.look.at(place);
  const wished = wants(scene.asked, here).filter(({ kind }) => kind === 'subscription');
  return ofEveryTopic(scene, async ({ id, title, name }) => {
    const named = wished.filter(({ parent }) => parent === id).map(({ fields }) => fields['endpoint']);
    const listing = await scene.look.at(subscriptions, topicArn(here, name));
    const found = listing === 'absent' ? [] : listing;
    const others = found.filter(({ endpoint, protocol }) => !named.includes(endpoint) && protocol in flagFor);
    const pending = others.filter(({ arn }) => arn === undefined);
    if (pending.length > 0) return unknown(`${listed(pending)} on ${title} did not confirm`, { means: notLooked, ...shows(scene, pending) });
    if (named.length === 0 && found.length === 0 && !(await goElsewhere(scene, name)))
      return unknown(`nobody is subscribed to ${title}`, {
        means:
          'Neither flags nor the config file name anybody, so that may be meant: what SES publishes there is gone. Give setup --webhook or --queue.',
      });
    if (named.length > 0 || others.length === 0) return ok(`who is subscribed to ${title} is named`);
    return unknown(`${title} delivers to ${listed(others)}`, { means: notLooked, ...shows(scene, others) });
  });
}

/** Whether a set that publishes to the topic has a stream, a bus or metrics besides. */
async function goElsewhere({ asked, look }: Scene, topic: string): Promise<boolean> {
  const sets = asked.sets.filter(each => each.topic === topic);
  const all = (await Promise.all(sets.map(({ name }) => look.at(eventDestinations, name)))).flatMap(each => (each === 'absent' ? [] : each));
  return all.some(({ isEnabled, target }) => isEnabled && target !== 'sns');
}

/** Those that setup can make. */
const flagFor: Readonly<Record<string, string>> = { https: '--webhook', http: '--webhook', sqs: '--queue' };

const listed = (all: readonly Subscription[]): string => all.map(({ endpoint }) => endpoint).join(' and ');

/** Of several sets flags could mean any; of several queues a flag names one. */
function shows({ asked, doctorCommand }: Scene, all: readonly Subscription[]): Pick<Outcome, 'shows'> {
  if (asked.sets.length > 1 || all.filter(({ protocol }) => protocol === 'sqs').length > 1) return {};
  const words = all.flatMap(({ protocol, endpoint }) => [
    flagFor[protocol] ?? '',
    protocol === 'sqs' ? (endpoint.split(':').at(-1) ?? '') : endpoint,
  ]);
  return { shows: doctorCommand(...words, ...(all.some(({ protocol }) => protocol === 'http') ? ['--allow-http'] : [])) };
}
