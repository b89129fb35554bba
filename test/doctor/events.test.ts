/** What the doctor says where events are lost on the way: destinations, topics, subscriptions, queues, webhooks. */
import * as ses from '@aws-sdk/client-sesv2';
import * as sns from '@aws-sdk/client-sns';
import * as sqs from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import { isLong } from '../long.ts';
import type { Stage } from '../setup/stage.ts';
import { events, healthy, proves, topicArn, type World, webhookIs } from './stage.ts';
import {
  addDestination,
  destination,
  dropDestination,
  queueUrl,
  rewritePolicy,
  setQueue,
  setSubscription,
  setTopic,
  subscriptionArn,
} from './steps.ts';

const queued = '--queue inbox';
const all: ses.EventType[] = Object.values(ses.EventType);
const types = ['SEND', 'BOUNCE'] as const;
const elsewhere = async ({ sns: to }: Stage) => {
  const { TopicArn } = await to.send(new sns.CreateTopicCommand({ Name: 'elsewhere', Attributes: { Policy: open } }));
  return { TopicArn };
};
const open = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ses.amazonaws.com' }, Action: 'sns:Publish', Resource: '*' }],
});
const recordTypes = ['Send', 'Reject', 'Bounce', 'Complaint', 'Delivery', 'Open', 'Click', 'Rendering Failure', 'DeliveryDelay', 'Subscription'];
const firehose = { stream: 'arn:aws:firehose:us-east-1:123456789012:deliverystream/events', role: 'arn:aws:iam::123456789012:role/ses' };
const many = `configurationSets:
  - firehose: { stream: "${firehose.stream}", role: "${firehose.role}" }
    eventBridge: true
    cloudWatch: { dimensions: [{ name: campaign, source: message-tag, default: none }] }
`;

const destinations: World[] = [
  {
    name: 'pain 15: no events: the destination was deleted',
    flags: events,
    broken: stage => dropDestination(stage),
    finds: ['destination'],
    says: /there is no event destination ses-track of ses-track/,
    mends: 'ses-track',
  },
  {
    name: 'no events: the destination is switched off',
    flags: events,
    broken: stage => destination(stage, now => ({ ...now, Enabled: false })),
    finds: ['destination-enabled'],
    mends: 'ses-track',
  },
  {
    name: 'pain 15: no clicks: OPEN and CLICK are not selected',
    isShort: true,
    flags: events,
    broken: stage =>
      destination(stage, now => ({ ...now, MatchingEventTypes: (now.MatchingEventTypes ?? []).filter(each => !/OPEN|CLICK/.test(each)) })),
    finds: ['destination-events'],
    says: /does not list click, open.*\n.*it does not rewrite links either/,
    mends: 'ses-track',
  },
  {
    name: 'no bounces: nobody selected them',
    flags: events,
    broken: stage => destination(stage, now => ({ ...now, MatchingEventTypes: (now.MatchingEventTypes ?? []).filter(each => each !== 'BOUNCE') })),
    finds: ['destination-events'],
    says: /does not list bounce\b/,
    mends: 'ses-track',
  },
  {
    name: 'events go to the topic of another team',
    isShort: true,
    flags: events,
    async broken(stage) {
      const SnsDestination = await elsewhere(stage);
      await destination(stage, now => ({ ...now, SnsDestination }));
    },
    finds: ['destination-target'],
    says: /another topic than wished: arn:aws:sns:us-east-1:123456789012:elsewhere/,
    mends: 'ses-track',
  },
  {
    name: 'the destination was made anew, for EventBridge',
    flags: events,
    async broken(stage) {
      await dropDestination(stage);
      const EventBusArn = 'arn:aws:events:us-east-1:123456789012:event-bus/default';
      await addDestination(stage, 'ses-track', { MatchingEventTypes: [...types], EventBridgeDestination: { EventBusArn } });
    },
    finds: ['destination-kind', 'destination-events'],
    says: /publishes to eventbridge, not to sns/,
    mends: 'ses-track',
  },
  {
    name: 'every event counts twice: a second destination publishes to the same topic',
    flags: events,
    broken: stage => addDestination(stage, 'second', { MatchingEventTypes: [...types], SnsDestination: { TopicArn: topicArn } }),
    finds: ['destination-twice'],
    mends: 'aws',
  },
  {
    name: 'the lake stays empty: the Firehose destination writes to another stream',
    flags: '',
    config: many,
    async broken({ ses: to }) {
      const of = { ConfigurationSetName: 'ses-track', EventDestinationName: 'ses-track-firehose' };
      const stream = { DeliveryStreamArn: firehose.stream.replace('events', 'test'), IamRoleArn: firehose.role };
      const EventDestination = { Enabled: true, MatchingEventTypes: [...all], KinesisFirehoseDestination: stream };
      await to.send(new ses.UpdateConfigurationSetEventDestinationCommand({ ...of, EventDestination }));
    },
    finds: ['destination-target'],
    says: /another stream than wished/,
    mends: 'ses-track',
  },
  {
    name: 'metrics lost their dimension, and EventBridge its destination: two causes',
    flags: '',
    config: many,
    async broken(stage) {
      await dropDestination(stage, 'ses-track-eventbridge');
      const CloudWatchDestination = {
        DimensionConfigurations: [{ DimensionName: 'other', DimensionValueSource: 'MESSAGE_TAG' as const, DefaultDimensionValue: 'none' }],
      };
      const EventDestination = { Enabled: true, MatchingEventTypes: [...all], CloudWatchDestination };
      const of = { ConfigurationSetName: 'ses-track', EventDestinationName: 'ses-track-cloudwatch' };
      await stage.ses.send(new ses.UpdateConfigurationSetEventDestinationCommand({ ...of, EventDestination }));
    },
    finds: ['destination', 'destination-target'],
    mends: 'ses-track',
  },
];

const topics: World[] = [
  {
    name: 'no events: the topic was deleted',
    isShort: true,
    flags: events,
    broken: ({ sns: to }) => to.send(new sns.DeleteTopicCommand({ TopicArn: topicArn })),
    finds: ['topic'],
    mends: 'ses-track',
  },
  {
    name: 'somebody made the topic anew, as FIFO',
    flags: events,
    async broken({ sns: to }) {
      await to.send(new sns.DeleteTopicCommand({ TopicArn: topicArn }));
      await to.send(new sns.CreateTopicCommand({ Name: 'ses-track-events.fifo', Attributes: { FifoTopic: 'true' } }));
    },
    finds: ['topic-fifo'],
    says: /only the FIFO topic ses-track-events\.fifo/,
    mends: 'ses-track',
  },
  {
    name: 'pain 25: a policy from a blog: it lets another account in',
    isShort: true,
    flags: events,
    broken: stage => rewritePolicy(stage, one => [{ ...one, Condition: { StringEquals: { 'AWS:SourceAccount': '210987654321' } } }]),
    finds: ['topic-policy'],
    says: /SesTrackPublish lets ses\.amazonaws\.com only where AWS:SourceAccount is 210987654321/,
    mends: 'ses-track',
  },
  {
    name: 'the policy names another configuration set',
    flags: events,
    broken: stage =>
      rewritePolicy(stage, one => [
        { ...one, Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:ses:us-east-1:123456789012:configuration-set/other' } } },
      ]),
    finds: ['topic-policy'],
    says: /only where aws:SourceArn is arn:aws:ses:us-east-1:123456789012:configuration-set\/other/,
    mends: 'ses-track',
  },
  {
    name: 'the policy was replaced by one for Lambda',
    flags: events,
    broken: stage => rewritePolicy(stage, one => [{ ...one, Sid: 'Lambda', Principal: { Service: 'lambda.amazonaws.com' } }]),
    finds: ['topic-policy'],
    says: /no statement of its policy lets ses\.amazonaws\.com/,
    mends: 'ses-track',
  },
  {
    name: 'a security team forbids it to everyone',
    flags: events,
    broken: stage =>
      rewritePolicy(stage, one => [one, { Sid: 'NoPublish', Effect: 'Deny', Principal: '*', Action: 'sns:Publish', Resource: topicArn }]),
    finds: ['topic-policy'],
    says: /the statement NoPublish forbids it.*\n.*know why before you take it out/,
    mends: 'aws',
  },
  {
    name: "the topic is encrypted with AWS's own key, which SES cannot use",
    flags: events,
    broken: stage => setTopic(stage, 'KmsMasterKeyId', 'alias/aws/sns'),
    finds: ['topic-key'],
    mends: 'aws',
  },
  {
    name: 'signatures are SHA-1 again',
    flags: events,
    broken: stage => setTopic(stage, 'SignatureVersion', '1'),
    finds: ['topic-signature'],
    says: /^! topic ses-track-events signs with version 1/,
    mends: 'ses-track',
  },
];

/** The webhook is away when setup subscribes it. */
async function pending(stage: Stage): Promise<void> {
  await stage.sns.send(new sns.UnsubscribeCommand({ SubscriptionArn: await subscriptionArn(stage) }));
  stage.confirms(false);
  await stage.run(`setup ${events} --yes`);
}

const subscriptions: World[] = [
  {
    name: 'no events: somebody clicked the unsubscribe link',
    flags: events,
    broken: async stage => stage.sns.send(new sns.UnsubscribeCommand({ SubscriptionArn: await subscriptionArn(stage) })),
    finds: ['subscription'],
    mends: 'ses-track',
  },
  {
    name: 'pain 8: pending confirmation, and nobody says why: the webhook answers, and does not confirm',
    isShort: true,
    flags: events,
    broken: pending,
    finds: ['confirmation'],
    says: /has not confirmed its subscription.*\n.*SNS posts JSON as text\/plain/,
    mends: 'ses-track',
    meanwhile: async stage => stage.confirms(true),
  },
  {
    name: 'pain 23: empty dashboards: raw delivery',
    flags: events,
    broken: stage => setSubscription(stage, 'RawMessageDelivery', 'true'),
    finds: ['raw-delivery'],
    mends: 'ses-track',
  },
  {
    name: 'a filter policy on attributes that no event has',
    flags: events,
    broken: stage => setSubscription(stage, 'FilterPolicy', '{"eventType":["Bounce"]}'),
    finds: ['filter-policy'],
    says: /on the attributes of messages: \{"eventType":\["Bounce"\]\}/,
    mends: 'aws',
  },
  {
    name: 'a filter policy on the body lets bounces through alone',
    isShort: true,
    flags: events,
    async broken(stage) {
      await setSubscription(stage, 'FilterPolicyScope', 'MessageBody');
      await setSubscription(stage, 'FilterPolicy', '{"eventType":["Bounce"]}');
    },
    finds: ['filter-policy'],
    says: /on the body of messages/,
    mends: 'aws',
  },
  {
    name: 'what the webhook does not take is lost: no dead-letter queue on the subscription',
    flags: events,
    broken: stage => setSubscription(stage, 'RedrivePolicy', ''),
    finds: ['dead-letter-queue'],
    mends: 'ses-track',
  },
  {
    name: 'the dead-letter queue was deleted',
    isShort: true,
    flags: events,
    broken: async stage => stage.sqs.send(new sqs.DeleteQueueCommand({ QueueUrl: await queueUrl(stage, 'ses-track-dead-letters') })),
    finds: ['queue'],
    says: /there is no dead-letter queue ses-track-dead-letters/,
    mends: 'ses-track',
  },
  {
    name: 'the queue stays empty: its policy lets nobody in',
    flags: queued,
    broken: stage => setQueue(stage, 'inbox', { Policy: '' }),
    finds: ['queue-policy'],
    says: /it has no policy, so that only the account itself may/,
    mends: 'ses-track',
  },
  {
    name: 'the queue stays empty: its policy names another topic',
    isShort: true,
    flags: queued,
    broken: stage =>
      setQueue(stage, 'inbox', {
        Policy: JSON.stringify({
          Statement: [
            {
              ...{ Sid: 'SesTrackSend', Effect: 'Allow', Principal: { Service: 'sns.amazonaws.com' }, Action: 'sqs:SendMessage' },
              ...{ Resource: 'arn:aws:sqs:us-east-1:123456789012:inbox', Condition: { ArnEquals: { 'aws:SourceArn': `${topicArn}-old` } } },
            },
          ],
        }),
      }),
    finds: ['queue-policy'],
    says: /only where aws:SourceArn is arn:aws:sns:us-east-1:123456789012:ses-track-events-old/,
    mends: 'ses-track',
  },
  {
    name: "the queue is encrypted with AWS's own key, which SNS cannot use",
    flags: queued,
    broken: stage => setQueue(stage, 'inbox', { KmsMasterKeyId: 'alias/aws/sqs' }),
    finds: ['queue-key'],
    mends: 'aws',
  },
  {
    name: 'the queue is no longer subscribed',
    flags: queued,
    async broken(stage) {
      const SubscriptionArn = await subscriptionArn(stage, 'arn:aws:sqs:us-east-1:123456789012:inbox');
      await stage.sns.send(new sns.UnsubscribeCommand({ SubscriptionArn }));
    },
    finds: ['subscription'],
    says: /queue inbox on topic ses-track-events is not subscribed/,
    mends: 'ses-track',
  },
];

const webhooks: World[] = [
  {
    name: 'the webhook was moved and its name is gone',
    isShort: true,
    flags: events,
    broken: async stage => webhookIs(stage, 'no-name'),
    finds: ['webhook-reachable'],
    says: /has no address in DNS/,
    mends: 'nothing',
  },
  {
    name: 'pain 8: pending for ever, and here is why: nothing listens at the webhook',
    flags: events,
    async broken(stage) {
      await pending(stage);
      webhookIs(stage, 'refused');
    },
    finds: ['webhook-reachable'],
    says: /cannot be reached: nothing listens/,
    mends: 'nothing',
  },
  {
    name: 'the webhook shows a self-signed certificate',
    flags: events,
    broken: async stage => webhookIs(stage, 'self-signed'),
    finds: ['webhook-certificate'],
    mends: 'nothing',
  },
  {
    name: 'the certificate of the webhook is about to end',
    flags: events,
    broken: async stage => webhookIs(stage, 'ending'),
    finds: ['webhook-certificate'],
    says: /ends in 3 days/,
    mends: 'nothing',
  },
  {
    name: 'the webhook answered 4xx for a while: messages lie in the dead-letter queue',
    isShort: true,
    flags: events,
    broken: async stage =>
      stage.sqs.send(new sqs.SendMessageCommand({ QueueUrl: await queueUrl(stage, 'ses-track-dead-letters'), MessageBody: '{}' })),
    finds: ['dead-letters'],
    says: /holds about 1 message that a webhook never took.*\n.*\n\s+look: aws sqs receive-message --queue-url/,
    mends: 'nothing',
  },
  {
    name: 'pain 8: the receiver turns every message away: its list has the topic of another region',
    flags: events,
    config: `listen: { topics: ["${topicArn}"] }\n`,
    broken: async stage => stage.files.set('ses-track.yaml', `listen: { topics: ["${topicArn.replace('us-east-1', 'eu-west-1')}"] }\n`),
    finds: ['listen-topics'],
    mends: 'nothing',
  },
];

describe.concurrent.each([
  ['event destinations', destinations],
  ['topics', topics],
  ['subscriptions and queues', subscriptions],
  ['webhooks', webhooks],
])('%s', (_, worlds) => {
  const run = worlds.filter(({ isShort = false }) => isLong || isShort);
  test.each(run.map(world => [world.name, world] as const))('%s', async (_, world) => proves(world, isLong), isLong ? 300_000 : undefined);
});

test('a filter policy on the body is well where it lists every event type as records write it, and SNS looks at capitals and spaces', async () => {
  const stage = await healthy({ flags: events });
  await setSubscription(stage, 'FilterPolicyScope', 'MessageBody');
  const states = [];
  for (const listed of [recordTypes, recordTypes.map(type => type.replace(' ', '')), recordTypes.map(type => type.toLowerCase())]) {
    await setSubscription(stage, 'FilterPolicy', JSON.stringify({ eventType: listed }));
    const { findings } = JSON.parse((await stage.run(`doctor ${events} --json`)).out) as { findings: { check: string; state: string }[] };
    states.push(findings.find(({ check }) => check === 'filter-policy')?.state);
  }
  expect(states).toEqual(['ok', 'problem', 'problem']);
});
