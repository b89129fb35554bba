/** Every trap is in the list, in the code and in the documents; those before an operation are shown here. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as sesSdk from '@aws-sdk/client-sesv2';
import * as snsSdk from '@aws-sdk/client-sns';
import * as sqsSdk from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { sesv2 } from '../../src/sandbox/aws/sesv2.ts';
import { sns } from '../../src/sandbox/aws/sns.ts';
import { sqs } from '../../src/sandbox/aws/sqs.ts';
import { throttle } from '../../src/sandbox/throttle.ts';
import { always, readTraps, type TrapName, traps } from '../../src/sandbox/traps.ts';
import { requestHandler } from '../../src/sandbox/wire/faces.ts';
import { newWire } from '../../src/sandbox/wire/wire.ts';
import { topicPolicy } from './account.ts';
import { refusal } from './aws/cloud.ts';
import { testWorld } from './worlds.ts';

const root = join(import.meta.dirname, '../..');
const names = Object.keys(traps).sort();

test('every switch of the list is asked for somewhere in the sandbox', () => {
  const source = globSync('src/sandbox/**/*.ts', { cwd: root }).map(file => readFileSync(join(root, file), 'utf8'));
  const asked = source.flatMap(text => [...text.matchAll(/traps\.has\('([^']+)'\)/g)].map(match => match[1] ?? ''));
  expect([...new Set(asked)].sort()).toEqual(names);
});

test('each of the 28 numbered traps has a switch or is what the sandbox always does', () => {
  const numbers = [...Object.values(traps).flatMap(trap => ('number' in trap ? [trap.number] : [])), ...Object.keys(always).map(Number)];
  expect([...new Set(numbers)].sort((a, b) => a - b)).toEqual(Array.from({ length: 28 }, (_, at) => at + 1));
});

test('the documents have a line for each, in the same words', () => {
  const page = readFileSync(join(root, 'docs/sandbox.md'), 'utf8');
  const missing = Object.entries(traps).filter(([name, { says }]) => !page.includes(`| \`${name}\` | ${says} |`));
  expect(missing.map(([name]) => name)).toEqual([]);
});

test('a name that is none is refused, and the choice is shown', () => {
  expect(readTraps(['acm-slow', 'ses-throttle'])).toEqual(['acm-slow', 'ses-throttle']);
  expect(() => readTraps(['acm-slow', 'acm-slwo'])).toThrow('no trap is called acm-slwo');
});

function open(...switches: TrapName[]) {
  const delivered: string[] = [];
  const world = testWorld({ traps: switches, web: async request => new Response(String(delivered.push(await request.text()))) });
  const settings = {
    region: 'us-east-1',
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
    requestHandler: requestHandler(newWire(world, { handlers: { sesv2, sns, sqs }, before: throttle })) as never,
    maxAttempts: 1,
  };
  return { world, ses: new sesSdk.SESv2Client(settings), sns: new snsSdk.SNSClient(settings), sqs: new sqsSdk.SQSClient(settings) };
}

const destination = (EventDestination: sesSdk.EventDestinationDefinition) =>
  new sesSdk.CreateConfigurationSetEventDestinationCommand({
    ConfigurationSetName: 'main',
    EventDestinationName: 'd',
    EventDestination: { MatchingEventTypes: ['SEND'], Enabled: true, ...EventDestination },
  });

test('sns-policy-lag: SES cannot publish for three seconds after the policy was set', async () => {
  const { world, ses, sns: client } = open('sns-policy-lag');
  await ses.send(new sesSdk.CreateConfigurationSetCommand({ ConfigurationSetName: 'main' }));
  const { TopicArn = '' } = await client.send(new snsSdk.CreateTopicCommand({ Name: 'events' }));
  await client.send(new snsSdk.SetTopicAttributesCommand({ TopicArn, AttributeName: 'Policy', AttributeValue: topicPolicy(TopicArn) }));
  const make = () => refusal(ses.send(destination({ MatchingEventTypes: ['SEND'], SnsDestination: { TopicArn } })));
  expect(await make()).toBe(`BadRequestException: Could not publish message to SNS topic <${TopicArn}>.`);
  await world.clock.sleep(3000);
  expect(await make()).toBe('nothing was refused');
});

test('ses-role-lag: SES cannot assume a role for ten seconds after it first hears of it', async () => {
  const { world, ses } = open('ses-role-lag');
  await ses.send(new sesSdk.CreateConfigurationSetCommand({ ConfigurationSetName: 'main' }));
  const role = 'arn:aws:iam::123456789012:role/firehose';
  const stream = { IamRoleArn: role, DeliveryStreamArn: 'arn:aws:firehose:us-east-1:123456789012:deliverystream/s' };
  const make = () => refusal(ses.send(destination({ MatchingEventTypes: ['SEND'], KinesisFirehoseDestination: stream })));
  expect(await make()).toBe(`BadRequestException: Could not assume IAM role <${role}>.`);
  await world.clock.sleep(10_000);
  expect(await make()).toBe('nothing was refused');
});

test('sns-throttle: thirty lists a second, then "Rate exceeded"', async () => {
  const { world, sns: client } = open('sns-throttle');
  const lists = () => Promise.all(Array.from({ length: 40 }, () => refusal(client.send(new snsSdk.ListTopicsCommand({})))));
  const passed = (said: string[]) => said.filter(one => one === 'nothing was refused').length;
  const first = await lists();
  expect([passed(first), first.at(-1)]).toEqual([30, expect.stringContaining('Rate exceeded')]);
  await world.clock.sleep(1000);
  expect(passed(await lists())).toBe(30);
});

test('sqs-policy-lag: a queue lets its topic in a minute after its policy was set', async () => {
  for (const switches of [[], ['sqs-policy-lag']] as const) {
    const { world, sns: client, sqs: queues } = open(...switches);
    const { TopicArn = '' } = await client.send(new snsSdk.CreateTopicCommand({ Name: 'events' }));
    const { QueueUrl = '' } = await queues.send(new sqsSdk.CreateQueueCommand({ QueueName: 'events' }));
    const arn = 'arn:aws:sqs:us-east-1:123456789012:events';
    const allow = { Effect: 'Allow', Principal: { Service: 'sns.amazonaws.com' }, Action: 'sqs:SendMessage', Resource: arn };
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [allow] });
    await queues.send(new sqsSdk.SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
    await client.send(new snsSdk.SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: arn, Attributes: { RawMessageDelivery: 'true' } }));
    const told = async (Message: string) => {
      await client.send(new snsSdk.PublishCommand({ TopicArn, Message }));
      await world.settled();
      const { Messages = [] } = await queues.send(new sqsSdk.ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
      return Messages.map(one => one.Body);
    };
    expect(await told('early')).toEqual(switches.length === 0 ? ['early'] : []);
    await world.clock.sleep(60_000);
    expect(await told('late')).toContain('late');
  }
});
