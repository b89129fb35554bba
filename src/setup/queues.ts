/** Which queues a wish needs, who may send to them, and the subscriptions that lead there. Pure. */
import { type Place, queueArn, topicArn } from '../observe/place.ts';
import { ownedBy } from './owner.ts';
import { ref } from './ref.ts';
import type { Want } from './resource.ts';
import { sendGrant } from './resources/policy.ts';
import type { Asked, AskedSet } from './want.ts';
import { wanted } from './wanted.ts';

/** AWS: the longest that SQS keeps a message. What a webhook never took should outlast a holiday. */
const deadLetterSeconds = 14 * 24 * 3600;

/** The dead-letter queue of a deployment. */
export function deadLetterName(deployment: string): string {
  return deployment === 'default' ? 'ses-track-dead-letters' : `ses-track-dead-letters-${deployment}`;
}

/** Every queue, each once, with all the topics that use it. */
export function queueWants({ deployment, sets }: Asked, place: Place): Want[] {
  const uses = sets.flatMap(set => [
    ...(set.queue === undefined ? [] : [{ name: set.queue, set, isDead: false }]),
    ...(set.deadLetter === undefined ? [] : [{ name: set.deadLetter, set, isDead: true }]),
  ]);
  return [...Map.groupBy(uses, ({ name }) => name)].map(([name, users]) => {
    const topics = [...new Set(users.map(({ set }) => topicArn(place, set.topic)))];
    const kmsKey = users.find(({ set }) => set.kmsKey !== undefined)?.set.kmsKey;
    const isDead = users.every(each => each.isDead);
    return wanted('queue', name, `${isDead ? 'dead-letter queue' : 'queue'} ${name}`, {
      tags: ownedBy(deployment),
      policy: sendGrant(queueArn(place, name), topics),
      ...(isDead ? { retentionSeconds: deadLetterSeconds } : {}),
      ...(kmsKey === undefined ? {} : { kmsKey }),
    });
  });
}

/** A topic's subscriptions: the webhooks and the queues of all sets that use it. */
export function subscriptionWants(topic: string, users: readonly AskedSet[], place: Place): Want[] {
  const arn = ref(`topic/${topic}`, 'arn');
  const parent = `topic/${topic}`;
  const webhooks = [...new Set(users.flatMap(each => each.webhooks))].map(endpoint => {
    const dead = users.find(each => each.webhooks.includes(endpoint) && each.deadLetter !== undefined)?.deadLetter;
    const fields = { topic: arn, protocol: endpoint.startsWith('https:') ? 'https' : 'http', endpoint, raw: false };
    return wanted(
      'subscription',
      `${topic}/${endpoint}`,
      `webhook ${endpoint}`,
      { ...fields, ...(dead === undefined ? {} : { deadLetter: ref(`queue/${dead}`, 'arn') }) },
      parent,
    );
  });
  const queues = [...new Set(users.flatMap(each => each.queue ?? []))].map(name => {
    // The name's ARN is known without asking, so that the subscription is looked for while the queue is.
    const endpoint = queueArn(place, name);
    const fields = { topic: arn, protocol: 'sqs', endpoint, raw: false };
    return wanted('subscription', `${topic}/${endpoint}`, `queue ${name} on topic ${topic}`, fields, parent, [`queue/${name}`]);
  });
  return [...webhooks, ...queues];
}

/** What keys must allow for queues to get anything, as sentences: a key that does not loses events in silence. */
export function keyNotes(wants: readonly Want[]): string[] {
  return wants
    .filter(({ kind, fields }) => kind === 'queue' && fields['kmsKey'] !== undefined)
    .map(
      ({ title, fields }) =>
        `the policy of ${String(fields['kmsKey'])} must let sns.amazonaws.com use kms:GenerateDataKey* and kms:Decrypt, else ${title} stays empty; setup cannot see whether it does`,
    );
}
