/** What the account holds of SNS: topics, their subscriptions, and the rules of their attributes. */

import { isObject, parseJson } from '../../../events/json.ts';
import { readTopicArn } from '../../../events/signature.ts';
import { type Call, fault } from '../../wire/handler.ts';
import { shelf, type World } from '../../world.ts';
import { actionsOf, readPolicy } from '../policy.ts';

export interface Subscription {
  arn: string;
  topicArn: string;
  protocol: string;
  endpoint: string;
  /** Set while it waits for its confirmation. */
  pendingSince?: number;
  /** Of the last confirmation asked for; kept, since confirming twice is no error. */
  token: string;
  /** Whether only the owner may unsubscribe. */
  isGuarded: boolean;
  attributes: Map<string, string>;
}

export interface Topic {
  arn: string;
  name: string;
  region: string;
  isFifo: boolean;
  /** As set; defaults are filled in when they are read. */
  attributes: Map<string, string>;
  tags: Map<string, string>;
  subscriptions: Subscription[];
  /** Those that left, by the token that brings them back. */
  left: Map<string, Subscription>;
  deletedCount: number;
  /** Of the last message, for FIFO topics. */
  sequence: number;
}

/** The topics of a region, by ARN. */
export const topics = shelf(() => new Map<string, Topic>());

// AWS: an unconfirmed subscription vanishes after 48 hours. <https://aws.amazon.com/about-aws/whats-new/2023/05/amazon-sns-automatic-deletion-unconfirmed-subscriptions/>
const pendingMs = 48 * 3_600_000;

/** SNS's usual refusal: InvalidParameter, `Invalid parameter: …`. */
export function invalid(what: string) {
  return fault('InvalidParameterException', `Invalid parameter: ${what}`);
}

/** The subscriptions of a topic, without those whose confirmation never came. */
export function subscriptionsOf(world: World, topic: Topic): Subscription[] {
  const now = world.clock.now();
  topic.subscriptions = topic.subscriptions.filter(one => one.pendingSince === undefined || now - one.pendingSince < pendingMs);
  return topic.subscriptions;
}

/** The topic of an ARN in the caller's region; refusals as SNS words them. */
export function topicOf(arn: string | undefined, { world, region }: Call): Topic {
  const parts = readTopicArn(arn ?? '');
  if (arn === undefined || parts === undefined)
    throw invalid(`TopicArn Reason: An ARN must have at least 6 elements, not ${(arn ?? '').split(':').length}`);
  if (parts.region !== region) throw invalid('TopicArn');
  if (parts.account !== world.account) throw fault('AuthorizationErrorException', 'User is not authorized to perform this action on another account');
  const found = topics(world, region).get(arn);
  if (found === undefined) throw fault('NotFoundException', 'Topic does not exist');
  return found;
}

/** The policy of a topic that nobody gave one: everything for the owner. */
export function defaultPolicy(topic: Topic, account: string): string {
  const actions = [
    'GetTopicAttributes',
    'SetTopicAttributes',
    'AddPermission',
    'RemovePermission',
    'DeleteTopic',
    'Subscribe',
    'ListSubscriptionsByTopic',
    'Publish',
  ];
  return JSON.stringify({
    Version: '2008-10-17',
    Id: '__default_policy_ID',
    Statement: [
      {
        Sid: '__default_statement_ID',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: actions.map(one => `SNS:${one}`),
        Resource: topic.arn,
        Condition: { StringEquals: { 'AWS:SourceOwner': account } },
      },
    ],
  });
}

const feedback = /^(HTTP|Firehose|Lambda|Application|SQS)(SuccessFeedbackRoleArn|SuccessFeedbackSampleRate|FailureFeedbackRoleArn)$/;
const isFlag = (value: string) => value === 'true' || value === 'false';
const isJsonObject = (value: string) => isObject(parseJson(value));

const rules: Readonly<Record<string, (value: string) => boolean>> = {
  DisplayName: value => value.length <= 100,
  KmsMasterKeyId: () => true,
  SignatureVersion: value => value === '1' || value === '2',
  TracingConfig: value => value === 'Active' || value === 'PassThrough',
  DeliveryPolicy: value => value === '' || isJsonObject(value),
  DataProtectionPolicy: isJsonObject,
  ContentBasedDeduplication: isFlag,
  FifoTopic: isFlag,
  FifoThroughputScope: value => value === 'Topic' || value === 'MessageGroup',
  ArchivePolicy: isJsonObject,
};

/** Refuses a topic attribute that SNS would refuse. */
export function checkTopicAttribute(name: string, value: string): void {
  if (name === 'Policy') {
    const policy = readPolicy(value);
    if (policy === undefined) throw invalid('Policy Error: null');
    // AWS: only the actions of SNS itself may stand in a topic's policy.
    if (actionsOf(policy).some(one => one !== '*' && !/^sns:/i.test(one))) throw invalid('Policy statement action out of service scope!');
    return;
  }
  if (feedback.test(name)) return;
  const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
  if (rule === undefined) throw invalid('AttributeName');
  if (!rule(value)) throw invalid(`Attributes Reason: Invalid value for ${name}`);
}

const retries = {
  minDelayTarget: 20,
  maxDelayTarget: 20,
  numRetries: 3,
  numMaxDelayRetries: 0,
  numNoDelayRetries: 0,
  numMinDelayRetries: 0,
  backoffFunction: 'linear',
};

/** What GetTopicAttributes shows. */
export function topicAttributes(world: World, topic: Topic): Record<string, string> {
  const subscriptions = subscriptionsOf(world, topic);
  const pending = subscriptions.filter(one => one.pendingSince !== undefined).length;
  const policy = {
    http: {
      defaultHealthyRetryPolicy: retries,
      disableSubscriptionOverrides: false,
      defaultRequestPolicy: { headerContentType: 'text/plain; charset=UTF-8' },
    },
  };
  return {
    TopicArn: topic.arn,
    Owner: world.account,
    DisplayName: '',
    Policy: defaultPolicy(topic, world.account),
    EffectiveDeliveryPolicy: topic.attributes.get('DeliveryPolicy') || JSON.stringify(policy),
    SubscriptionsConfirmed: String(subscriptions.length - pending),
    SubscriptionsPending: String(pending),
    SubscriptionsDeleted: String(topic.deletedCount),
    ...Object.fromEntries(topic.attributes),
  };
}

/** One page of a list and the token of the next; the token says where the next begins. */
export function page<T>(all: readonly T[], token: string | undefined, size: number): { items: T[]; next: { NextToken?: string } } {
  const from = token === undefined ? 0 : Number(token);
  if (!Number.isInteger(from) || from < 0) throw invalid('NextToken');
  return { items: all.slice(from, from + size), next: from + size < all.length ? { NextToken: String(from + size) } : {} };
}
