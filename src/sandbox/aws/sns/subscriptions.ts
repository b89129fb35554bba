/** SNS's operations on subscriptions: the handshake, who may leave, attributes, lists that hide what is pending. */
import type {
  ConfirmSubscriptionCommandInput,
  ConfirmSubscriptionResponse,
  GetSubscriptionAttributesCommandInput,
  GetSubscriptionAttributesResponse,
  ListSubscriptionsByTopicCommandInput,
  ListSubscriptionsByTopicResponse,
  ListSubscriptionsCommandInput,
  ListSubscriptionsResponse,
  SetSubscriptionAttributesCommandInput,
  SubscribeCommandInput,
  SubscribeResponse,
  UnsubscribeCommandInput,
} from '@aws-sdk/client-sns';
import { isObject, parseJson } from '../../../events/json.ts';
import { type Call, fault, type Handlers } from '../../wire/handler.ts';
import type { World } from '../../world.ts';
import { attempt, handshakePost, sendHandshake } from './deliver.ts';
import { unknownConditions } from './filter.ts';
import { invalid, page, type Subscription, subscriptionsOf, type Topic, topicOf, topics } from './topic.ts';

const pageSize = 100;

function checkEndpoint(topic: Topic, protocol: string, endpoint: string, { world, region }: Call): void {
  if (topic.isFifo && protocol !== 'sqs') throw invalid(`Invalid parameter: Endpoint Reason: FIFO SNS Topics can not deliver to ${protocol}`);
  if (protocol === 'http' || protocol === 'https') {
    // AWS: an https subscription with an http address is refused.
    if (!endpoint.startsWith(`${protocol}://`) || !URL.canParse(endpoint)) throw invalid('Endpoint must match the specified protocol');
  } else if (protocol === 'sqs') {
    if (!new RegExp(`^arn:aws:sqs:${region}:${world.account}:[A-Za-z0-9_-]+(\\.fifo)?$`).test(endpoint)) throw invalid('SQS endpoint ARN');
    if (endpoint.endsWith('.fifo') && !topic.isFifo)
      throw invalid('Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics');
  } else if (protocol === 'email' || protocol === 'email-json') {
    if (!/^[^@\s]+@[^@\s]+$/.test(endpoint)) throw invalid('Email address');
  } else if (['sms', 'application', 'lambda', 'firehose'].includes(protocol))
    throw fault('NotImplemented', `the sandbox does not deliver to ${protocol}`);
  else throw invalid(`Does not support this protocol string: ${protocol}`);
}

function checkAttribute(name: string, value: string, { world, region }: Call): void {
  const json = parseJson(value);
  switch (name) {
    case 'RawMessageDelivery':
      if (value !== 'true' && value !== 'false') throw invalid('Attributes Reason: RawMessageDelivery: Invalid value. Must be true or false.');
      return;
    case 'RedrivePolicy': {
      if (value === '') return;
      const target = isObject(json) ? json['deadLetterTargetArn'] : undefined;
      if (typeof target !== 'string') throw invalid('RedrivePolicy: failed to parse JSON.');
      // AWS: the dead-letter queue is in the same account and region, and a standard queue for a standard topic.
      if (!new RegExp(`^arn:aws:sqs:${region}:${world.account}:[A-Za-z0-9_-]+$`).test(target))
        throw invalid('RedrivePolicy: deadLetterTargetArn is an invalid arn');
      return;
    }
    case 'FilterPolicy': {
      if (value === '') return;
      if (!isObject(json)) throw invalid('FilterPolicy: failed to parse JSON.');
      const unknown = unknownConditions(json);
      if (unknown.length > 0) throw fault('NotImplemented', `the sandbox cannot weigh the filter on ${unknown.join(', ')}`);
      return;
    }
    case 'FilterPolicyScope':
      if (value !== 'MessageAttributes' && value !== 'MessageBody')
        throw invalid(`FilterPolicyScope: Invalid value [${value}]. Please use either MessageBody or MessageAttributes`);
      return;
    case 'DeliveryPolicy':
      if (value !== '' && !isObject(json)) throw invalid('DeliveryPolicy: failed to parse JSON.');
      return;
    default:
      throw invalid('AttributeName');
  }
}

function everySubscription({ world, region }: Call): { topic: Topic; subscription: Subscription }[] {
  return [...topics(world, region).values()].flatMap(topic => subscriptionsOf(world, topic).map(subscription => ({ topic, subscription })));
}

function subscriptionOf(arn: string | undefined, call: Call): { topic: Topic; subscription: Subscription } {
  const count = (arn ?? '').split(':').length;
  if (count < 6) throw invalid(`SubscriptionArn Reason: An ARN must have at least 6 elements, not ${count}`);
  const found = everySubscription(call).find(one => one.subscription.arn === arn);
  if (found === undefined) throw fault('NotFoundException', 'Subscription does not exist');
  return found;
}

function newToken(world: World): string {
  return Buffer.from(world.random.bytes(80)).toString('hex');
}

/** AWS: a list says this in place of the ARN of what has not confirmed, so nobody can unsubscribe it by the list. */
function listed(world: World, one: Subscription) {
  const arn = one.pendingSince === undefined ? one.arn : 'PendingConfirmation';
  return { SubscriptionArn: arn, Owner: world.account, Protocol: one.protocol, Endpoint: one.endpoint, TopicArn: one.topicArn };
}

function answer(subscription: Subscription, wantsArn: boolean | undefined): SubscribeResponse {
  return { SubscriptionArn: subscription.pendingSince === undefined || wantsArn ? subscription.arn : 'pending confirmation' };
}

export const subscriptionHandlers: Handlers = {
  async Subscribe(
    { TopicArn, Protocol, Endpoint, Attributes, ReturnSubscriptionArn }: SubscribeCommandInput,
    call: Call,
  ): Promise<SubscribeResponse> {
    const { world } = call;
    const topic = topicOf(TopicArn, call);
    const protocol = Protocol ?? '';
    const endpoint = Endpoint ?? '';
    if (endpoint === '') throw invalid('Endpoint Reason: no value for required parameter');
    checkEndpoint(topic, protocol, endpoint, call);
    const attributes = new Map(Object.entries(Attributes ?? {}));
    for (const [name, value] of attributes) checkAttribute(name, value, call);
    const found = subscriptionsOf(world, topic).find(one => one.protocol === protocol && one.endpoint === endpoint);
    if (found !== undefined) {
      if ([...attributes].some(([name, value]) => found.attributes.get(name) !== value))
        throw invalid('Attributes Reason: Subscription already exists with different attributes');
      // AWS: subscribing again asks again, for as long as nobody has confirmed.
      if (found.pendingSince !== undefined) {
        found.pendingSince = world.clock.now();
        sendHandshake(world, topic, found, 'SubscriptionConfirmation');
      }
      return answer(found, ReturnSubscriptionArn);
    }
    const subscription: Subscription = {
      arn: `${topic.arn}:${world.random.uuid()}`,
      topicArn: topic.arn,
      protocol,
      endpoint,
      token: newToken(world),
      isGuarded: false,
      attributes,
      // AWS: a queue of the topic's own account needs no handshake.
      ...(protocol === 'sqs' ? {} : { pendingSince: world.clock.now() }),
    };
    if (world.traps.has('sns-unreachable') && protocol.startsWith('http')) {
      const outcome = await attempt(world, topic, subscription, await handshakePost(world, topic, subscription, 'SubscriptionConfirmation'));
      if (outcome !== 'delivered') throw invalid('Unreachable Endpoint');
    } else if (subscription.pendingSince !== undefined) sendHandshake(world, topic, subscription, 'SubscriptionConfirmation');
    topic.subscriptions.push(subscription);
    return answer(subscription, ReturnSubscriptionArn);
  },

  ConfirmSubscription({ TopicArn, Token, AuthenticateOnUnsubscribe }: ConfirmSubscriptionCommandInput, call: Call): ConfirmSubscriptionResponse {
    const { world, signed } = call;
    const topic = topicOf(TopicArn, call);
    const isGuarded = AuthenticateOnUnsubscribe === 'true';
    // AWS: asking for the guard needs credentials; the plain link cannot.
    if (isGuarded && !signed) throw fault('AuthorizationErrorException', 'AuthenticateOnUnsubscribe requires an authenticated request');
    const token = Token ?? '';
    const returning = topic.left.get(token);
    if (returning !== undefined) {
      topic.left.delete(token);
      topic.deletedCount -= 1;
      topic.subscriptions.push(returning);
    }
    const subscription = subscriptionsOf(world, topic).find(one => one.token === token);
    if (subscription === undefined || token === '') throw invalid('Token');
    if (subscription.pendingSince !== undefined) subscription.isGuarded = isGuarded;
    delete subscription.pendingSince;
    return { SubscriptionArn: subscription.arn };
  },

  Unsubscribe({ SubscriptionArn }: UnsubscribeCommandInput, call: Call): void {
    const { world, signed } = call;
    const count = (SubscriptionArn ?? '').split(':').length;
    if (count < 6) throw invalid(`SubscriptionArn Reason: An ARN must have at least 6 elements, not ${count}`);
    const found = everySubscription(call).find(one => one.subscription.arn === SubscriptionArn);
    // AWS: unsubscribing what is not there succeeds.
    if (found === undefined) return;
    const { topic, subscription } = found;
    if (subscription.isGuarded && !signed)
      throw fault('AuthorizationErrorException', 'This subscription requires an authenticated request to unsubscribe');
    // AWS: what has not confirmed cannot be deleted, it goes by itself. <https://docs.aws.amazon.com/sns/latest/dg/sns-delete-subscription-topic.html>
    if (subscription.pendingSince !== undefined)
      throw invalid('SubscriptionArn Reason: the subscription is pending confirmation and cannot be deleted');
    topic.subscriptions = topic.subscriptions.filter(one => one !== subscription);
    topic.deletedCount += 1;
    subscription.token = newToken(world);
    topic.left.set(subscription.token, subscription);
    sendHandshake(world, topic, subscription, 'UnsubscribeConfirmation');
  },

  ListSubscriptions({ NextToken }: ListSubscriptionsCommandInput, call: Call): ListSubscriptionsResponse {
    const { items, next } = page(everySubscription(call), NextToken, pageSize);
    return { Subscriptions: items.map(one => listed(call.world, one.subscription)), ...next };
  },

  ListSubscriptionsByTopic({ TopicArn, NextToken }: ListSubscriptionsByTopicCommandInput, call: Call): ListSubscriptionsByTopicResponse {
    const { items, next } = page(subscriptionsOf(call.world, topicOf(TopicArn, call)), NextToken, pageSize);
    return { Subscriptions: items.map(one => listed(call.world, one)), ...next };
  },

  GetSubscriptionAttributes({ SubscriptionArn }: GetSubscriptionAttributesCommandInput, call: Call): GetSubscriptionAttributesResponse {
    const { subscription } = subscriptionOf(SubscriptionArn, call);
    const filter = subscription.attributes.has('FilterPolicy') ? { FilterPolicyScope: 'MessageAttributes' } : {};
    return {
      Attributes: {
        SubscriptionArn: subscription.arn,
        TopicArn: subscription.topicArn,
        Owner: call.world.account,
        Protocol: subscription.protocol,
        Endpoint: subscription.endpoint,
        PendingConfirmation: String(subscription.pendingSince !== undefined),
        ConfirmationWasAuthenticated: String(subscription.protocol === 'sqs' || subscription.isGuarded),
        SubscriptionPrincipal: `arn:aws:iam::${call.world.account}:user/sandbox`,
        RawMessageDelivery: 'false',
        ...filter,
        ...Object.fromEntries(subscription.attributes),
      },
    };
  },

  SetSubscriptionAttributes({ SubscriptionArn, AttributeName, AttributeValue }: SetSubscriptionAttributesCommandInput, call: Call): void {
    const { subscription } = subscriptionOf(SubscriptionArn, call);
    const name = AttributeName ?? '';
    const value = AttributeValue ?? '';
    checkAttribute(name, value, call);
    // AWS: an empty policy takes it away.
    if (value === '') subscription.attributes.delete(name);
    else subscription.attributes.set(name, value);
  },
};
