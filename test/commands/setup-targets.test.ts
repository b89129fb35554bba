/** Where `ses-track setup` lets events go beside a webhook: queues, dead letters, Firehose, EventBridge, CloudWatch. */
import * as ses from '@aws-sdk/client-sesv2';
import * as sns from '@aws-sdk/client-sns';
import * as sqs from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { openStage, type Stage } from '../setup/stage.ts';

const webhook = 'https://hooks.example.com/ses';
const topic = 'arn:aws:sns:us-east-1:123456789012:ses-track-events';
const queueArn = (name: string) => `arn:aws:sqs:us-east-1:123456789012:${name}`;

const urlOf = async (stage: Stage, QueueName: string) => (await stage.sqs.send(new sqs.GetQueueUrlCommand({ QueueName }))).QueueUrl ?? '';

async function received(stage: Stage, name: string): Promise<string[]> {
  const QueueUrl = await urlOf(stage, name);
  const { Messages = [] } = await stage.sqs.send(new sqs.ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  return Messages.map(({ Body = '' }) => JSON.parse(Body).Message);
}

const publish = (stage: Stage, Message: string) => stage.sns.send(new sns.PublishCommand({ TopicArn: topic, Message }));

test('--queue makes a queue that the topic alone may send to, and what is published arrives there in its envelope', async () => {
  const stage = await openStage();
  const { code, out } = await stage.run('setup --queue events --yes');
  expect([code, out]).toEqual([0, expect.stringContaining('Done: 5 of 5 changed')]);
  await publish(stage, 'hello');
  await stage.sandbox.settled();
  expect(await received(stage, 'events')).toEqual(['Successfully validated SNS topic for Amazon SES event publishing.', 'hello']);
  const { queues } = (await stage.world()) as { queues: { Policy: string; Tags: unknown }[] };
  expect(queues[0]?.Tags).toEqual({ 'ses-track': 'default' });
  expect(JSON.parse(queues[0]?.Policy ?? '').Statement).toMatchObject([
    { Principal: { Service: 'sns.amazonaws.com' }, Action: 'sqs:SendMessage', Condition: { StringEquals: { 'aws:SourceArn': topic } } },
  ]);
  expect((await stage.run('setup --queue events --check')).code).toBe(0);
});

test('a queue whose policy was thrown away is mended, and what others wrote there stays', async () => {
  const stage = await openStage();
  await stage.run('setup --queue events --yes');
  const theirs = { Sid: 'theirs', Effect: 'Allow', Principal: { AWS: '123456789012' }, Action: 'sqs:ReceiveMessage', Resource: queueArn('events') };
  await stage.sqs.send(
    new sqs.SetQueueAttributesCommand({
      QueueUrl: await urlOf(stage, 'events'),
      Attributes: { Policy: JSON.stringify({ Version: '2012-10-17', Statement: [theirs] }) },
    }),
  );
  const check = await stage.run('setup --queue events --check');
  expect([check.code, check.out]).toEqual([1, expect.stringContaining(`policy.publishers  nothing → ${topic}`)]);
  const mended = await stage.run('setup --queue events --yes');
  expect([mended.code, mended.err]).toEqual([0, expect.stringContaining("the queue's policy to take effect, a minute")]);
  const { queues } = (await stage.world()) as { queues: { Policy: string }[] };
  expect(JSON.parse(queues[0]?.Policy ?? '').Statement.map(({ Sid }: { Sid: string }) => Sid)).toEqual(['theirs', 'SesTrackSend']);
});

test('a queue that somebody else made is not touched without --adopt, and after it loses no event to a policy that is still young', async () => {
  const stage = await openStage({ traps: ['sqs-policy-lag'] });
  await stage.sqs.send(new sqs.CreateQueueCommand({ QueueName: 'events' }));
  const refused = await stage.run('setup --queue events --yes');
  expect([refused.code, refused.err]).toEqual([5, expect.stringContaining('queue events was not made by ses-track')]);
  expect((await stage.run('setup --queue events --yes --adopt')).code).toBe(0);
  await publish(stage, 'hello');
  await stage.sandbox.settled();
  expect(await received(stage, 'events')).toContain('hello');
});

test('a name that was deleted a moment ago is waited for', async () => {
  const stage = await openStage({ traps: ['sqs-recreate-wait'] });
  await stage.sqs.send(new sqs.CreateQueueCommand({ QueueName: 'events' }));
  await stage.sqs.send(new sqs.DeleteQueueCommand({ QueueUrl: await urlOf(stage, 'events') }));
  const { code, err } = await stage.run('setup --queue events --yes');
  expect([code, err]).toEqual([0, expect.stringContaining('SQS to free the name')]);
});

const config = (more = '') => `configurationSets: [{ sns: { webhooks: ["${webhook}"]${more} } }]\n`;
const dead = config();
const without = config(', deadLetter: false');

test('a dead-letter queue keeps what a webhook never took', async () => {
  const stage = await openStage();
  stage.files.set('ses-track.yaml', dead);
  expect((await stage.run('setup --yes')).code).toBe(0);
  expect((await stage.run('setup --check')).code).toBe(0);
  const { topics, queues } = (await stage.world()) as { topics: { subscribed: unknown[] }[]; queues: unknown[] };
  expect(topics[0]?.subscribed).toMatchObject([{ redrive: JSON.stringify({ deadLetterTargetArn: queueArn('ses-track-dead-letters') }) }]);
  expect(queues).toMatchObject([{ QueueArn: queueArn('ses-track-dead-letters'), MessageRetentionPeriod: '1209600' }]);
});

test('a webhook that is there gets its dead-letter queue later', async () => {
  const stage = await openStage();
  stage.files.set('ses-track.yaml', without);
  expect((await stage.run('setup --yes')).code).toBe(0);
  expect(await stage.world()).toMatchObject({ queues: [] });
  stage.files.set('ses-track.yaml', dead);
  const check = await stage.run('setup --check');
  expect(check.out).toContain(`deadLetter  nothing → (arn of queue/ses-track-dead-letters, known once it is made)`);
  expect((await stage.run('setup --yes')).code).toBe(0);
  expect((await stage.run('setup --check')).code).toBe(0);
});

test('a webhook that is pending when its dead-letter queue comes gets it once it has confirmed', async () => {
  const stage = await openStage({ confirms: false });
  stage.files.set('ses-track.yaml', without);
  await stage.run('setup --yes');
  stage.files.set('ses-track.yaml', dead);
  const waited = await stage.run('setup --yes --wait-webhook');
  expect([waited.code, waited.out]).toEqual([1, expect.stringContaining('the webhook has not confirmed')]);
  // Its settings cannot be read before it has confirmed, so they are no drift.
  expect((await stage.run('setup --check')).code).toBe(0);
});

const others = `
configurationSets:
  - events: [send, bounce]
    firehose: { stream: "arn:aws:firehose:us-east-1:123456789012:deliverystream/events", role: "arn:aws:iam::123456789012:role/ses" }
    eventBridge: true
    cloudWatch: { dimensions: [{ name: campaign, source: message-tag, default: none }, { name: "ses:from-domain", source: message-tag, default: none }] }
`;

test('Firehose, EventBridge and CloudWatch are destinations of their own beside the topic', async () => {
  const stage = await openStage();
  stage.files.set('ses-track.yaml', others);
  expect((await stage.run('setup --yes')).code).toBe(0);
  expect((await stage.run('setup --check')).code).toBe(0);
  const { EventDestinations = [] } = await stage.ses.send(new ses.GetConfigurationSetEventDestinationsCommand({ ConfigurationSetName: 'ses-track' }));
  expect(EventDestinations.sort((a, b) => (String(a.Name) < String(b.Name) ? -1 : 1))).toMatchObject([
    { Name: 'ses-track', Enabled: true, MatchingEventTypes: ['BOUNCE', 'SEND'], SnsDestination: { TopicArn: topic } },
    {
      Name: 'ses-track-cloudwatch',
      CloudWatchDestination: {
        DimensionConfigurations: [
          { DimensionName: 'campaign', DimensionValueSource: 'MESSAGE_TAG', DefaultDimensionValue: 'none' },
          { DimensionName: 'ses:from-domain' },
        ],
      },
    },
    { Name: 'ses-track-eventbridge', EventBridgeDestination: { EventBusArn: 'arn:aws:events:us-east-1:123456789012:event-bus/default' } },
    {
      Name: 'ses-track-firehose',
      KinesisFirehoseDestination: {
        DeliveryStreamArn: 'arn:aws:firehose:us-east-1:123456789012:deliverystream/events',
        IamRoleArn: 'arn:aws:iam::123456789012:role/ses',
      },
    },
  ]);
});

test('each field of theirs that drifts is found and mended', async () => {
  const stage = await openStage();
  stage.files.set('ses-track.yaml', others);
  await stage.run('setup --yes');
  const update = (EventDestinationName: string, target: ses.EventDestinationDefinition) =>
    stage.ses.send(
      new ses.UpdateConfigurationSetEventDestinationCommand({
        ConfigurationSetName: 'ses-track',
        EventDestinationName,
        EventDestination: { Enabled: true, MatchingEventTypes: ['SEND', 'BOUNCE'], ...target },
      }),
    );
  await update('ses-track-firehose', {
    KinesisFirehoseDestination: {
      DeliveryStreamArn: 'arn:aws:firehose:us-east-1:123456789012:deliverystream/other',
      IamRoleArn: 'arn:aws:iam::123456789012:role/other',
    },
  });
  await update('ses-track-cloudwatch', {
    CloudWatchDestination: {
      DimensionConfigurations: [{ DimensionName: 'campaign', DimensionValueSource: 'LINK_TAG', DefaultDimensionValue: 'none' }],
    },
  });
  const check = await stage.run('setup --check');
  expect(check.out).toContain('deliverystream/other → arn:aws:firehose:us-east-1:123456789012:deliverystream/events');
  expect(check.out).toContain('role/other → arn:aws:iam::123456789012:role/ses');
  expect(check.out).toContain('"source":"link-tag"');
  expect((await stage.run('setup --yes')).code).toBe(0);
  expect((await stage.run('setup --check')).code).toBe(0);
});

test('a role that IAM does not show yet is waited for', async () => {
  const stage = await openStage({ traps: ['ses-role-lag'] });
  stage.files.set('ses-track.yaml', others);
  const { code, err } = await stage.run('setup --yes');
  expect([code, err]).toEqual([0, expect.stringContaining('IAM to let SES take the role')]);
});

test('a key given to the topic is given to its queues, and what it must allow is said', async () => {
  const stage = await openStage();
  const key = 'arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555';
  stage.files.set('ses-track.yaml', `configurationSets: [{ sns: { queue: events, kmsKey: "${key}" } }]\n`);
  expect((await stage.run('setup --dry-run')).out).toContain('must let sns.amazonaws.com use kms:GenerateDataKey*');
  expect((await stage.run('setup --yes')).code).toBe(0);
  expect((await stage.world()) as { queues: unknown[] }).toMatchObject({ queues: [{ KmsMasterKeyId: key }] });
});
