/** Brings messages to subscribers: over HTTP with SNS's headers, retries and time limit, into queues, and what fails into the dead-letter queue. */
import { reason } from '../../../errors.ts';
import type { World } from '../../world.ts';
import { maySend, put, queueByArn } from '../sqs/queue.ts';
import { passes } from './filter.ts';
import { handshake, type Notice, notification } from './message.ts';
import { contentType, retryWaits } from './retry.ts';
import type { Subscription, Topic } from './topic.ts';

type Outcome = 'delivered' | { failed: string; again: boolean };
type MessageType = 'SubscriptionConfirmation' | 'Notification' | 'UnsubscribeConfirmation';

// AWS: an endpoint has 15 seconds to answer. <https://docs.aws.amazon.com/sns/latest/dg/SendMessageToHttp.prepare.html>
const answerMs = 15_000;
const agent = 'Amazon Simple Notification Service Agent';

interface Post {
  type: MessageType;
  id: string;
  body: string;
  isRaw: boolean;
}

/** One attempt at an HTTP endpoint. Never rejects: what goes wrong is an outcome. */
export async function attempt(world: World, topic: Topic, subscription: Subscription, { type, id, body, isRaw }: Post): Promise<Outcome> {
  const url = new URL(subscription.endpoint);
  const { username, password } = url;
  url.username = '';
  url.password = '';
  const headers: Record<string, string> = {
    'content-type': contentType(subscription.attributes.get('DeliveryPolicy')),
    'user-agent': agent,
    'x-amz-sns-message-type': type,
    'x-amz-sns-message-id': id,
    'x-amz-sns-topic-arn': topic.arn,
    ...(type === 'SubscriptionConfirmation' ? {} : { 'x-amz-sns-subscription-arn': subscription.arn }),
    ...(isRaw ? { 'x-amz-sns-rawdelivery': 'true' } : {}),
  };
  const post = (more: Record<string, string>) =>
    world.within(answerMs, signal =>
      world.web(new Request(url, { method: 'POST', headers: { ...headers, ...more }, body, redirect: 'manual', signal })),
    );
  try {
    let response = await post({});
    // AWS: name and password of the endpoint's address are sent only when it asks for them.
    if (response?.status === 401 && username !== '' && response.headers.has('www-authenticate')) {
      const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
      response = await post({ authorization: `Basic ${Buffer.from(pair).toString('base64')}` });
    }
    if (response === undefined) return { failed: 'no answer within 15 seconds', again: true };
    if (response.ok) return 'delivered';
    // AWS: what the client's side refuses (4xx) is not tried again, 429 is. <https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html>
    return { failed: `the endpoint answered ${response.status}`, again: response.status >= 500 || response.status === 429 };
  } catch (error) {
    return { failed: reason(error), again: true };
  }
}

/** Tries, and tries again as the delivery policy says; `lost` is told when it has given up. */
function keepTrying(
  world: World,
  topic: Topic,
  subscription: Subscription,
  post: () => Promise<Post>,
  lost: (post: Post, why: string) => void,
): void {
  const waits = retryWaits(subscription.attributes.get('DeliveryPolicy'), topic.attributes.get('DeliveryPolicy'));
  let ready: Promise<Post> | undefined;
  const go = async (tried: number): Promise<void> => {
    // AWS: a retry is the same message, byte for byte, so receivers can know it by its id.
    ready ??= post();
    const sent = await ready;
    const outcome = await attempt(world, topic, subscription, sent);
    if (outcome === 'delivered') return;
    const wait = waits[tried];
    if (outcome.again && wait !== undefined) world.later(wait, () => go(tried + 1));
    else lost(sent, outcome.failed);
  };
  world.later(0, () => go(0));
}

/** What AWS calls the confirmation handshake; nothing happens where the endpoint is no HTTP address. */
export function sendHandshake(
  world: World,
  topic: Topic,
  subscription: Subscription,
  type: 'SubscriptionConfirmation' | 'UnsubscribeConfirmation',
): void {
  if (!subscription.protocol.startsWith('http')) return;
  keepTrying(
    world,
    topic,
    subscription,
    () => handshakePost(world, topic, subscription, type),
    () => {},
  );
}

/** The handshake, signed and ready to be posted. */
export async function handshakePost(
  world: World,
  topic: Topic,
  subscription: Subscription,
  type: 'SubscriptionConfirmation' | 'UnsubscribeConfirmation',
): Promise<Post> {
  const id = world.random.uuid();
  return { type, id, body: await handshake(world, topic, subscription, type, id), isRaw: false };
}

/** Brings a notice to one subscriber that has confirmed. */
export function deliver(world: World, topic: Topic, subscription: Subscription, notice: Notice): void {
  if (!passes(subscription.attributes.get('FilterPolicy'), subscription.attributes.get('FilterPolicyScope'), notice)) return;
  const isRaw = subscription.attributes.get('RawMessageDelivery') === 'true';
  const post = async (): Promise<Post> => ({
    type: 'Notification',
    id: notice.id,
    body: isRaw ? notice.message : await notification(world, topic, subscription, notice),
    isRaw,
  });
  if (subscription.protocol !== 'sqs') {
    keepTrying(world, topic, subscription, post, (sent, why) => bury(world, topic, subscription, sent.body, why));
    return;
  }
  world.later(0, async () => {
    const { body } = await post();
    if (!enqueue(world, topic, subscription.endpoint, body, isRaw ? notice.attributes : {}))
      bury(world, topic, subscription, body, 'the queue is not there or its policy does not let the topic send to it');
  });
}

/** Puts it into a queue if the queue's policy lets this topic. */
function enqueue(world: World, topic: Topic, queueArn: string, body: string, attributes: Notice['attributes']): boolean {
  const queue = queueByArn(world, queueArn);
  const context = { 'aws:sourcearn': topic.arn, 'aws:sourceaccount': world.account };
  if (queue === undefined || !maySend(world, queue, { principal: { service: 'sns.amazonaws.com' }, context })) return false;
  const texts = Object.entries(attributes).map(([name, value]) => [name, { ...value, DataType: value.DataType ?? 'String' }] as const);
  put(world, queue, { body, attributes: Object.fromEntries(texts), senderId: 'AIDASNSSNSSNSSNSSNSSN' });
  return true;
}

/** To the subscription's dead-letter queue. Without one, or where its policy does not let the topic, the message is gone: so it is with AWS. */
function bury(world: World, topic: Topic, subscription: Subscription, body: string, why: string): void {
  const policy = subscription.attributes.get('RedrivePolicy');
  const target: unknown = policy === undefined ? undefined : JSON.parse(policy).deadLetterTargetArn;
  if (typeof target !== 'string') return;
  const text = (StringValue: string) => ({ DataType: 'String', StringValue });
  enqueue(world, topic, target, body, { RequestID: text(world.random.uuid()), ErrorCode: text('DeliveryFailure'), ErrorMessage: text(why) });
}
