import { X509Certificate } from 'node:crypto';
import {
  ConfirmSubscriptionCommand,
  CreateTopicCommand,
  DeleteTopicCommand,
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListSubscriptionsCommand,
  ListTagsForResourceCommand,
  ListTopicsCommand,
  PublishCommand,
  RemovePermissionCommand,
  SetSubscriptionAttributesCommand,
  SetTopicAttributesCommand,
  SubscribeCommand,
  TagResourceCommand,
  UnsubscribeCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-sns';
import { CreateQueueCommand, GetQueueAttributesCommand, ReceiveMessageCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import { readEnvelope } from '../../../src/events/envelope.ts';
import { verifier } from '../../../src/events/signature.ts';
import { publish, signerOf, signingPage } from '../../../src/sandbox/aws/sns.ts';
import { httpFace } from '../../../src/sandbox/wire/faces.ts';
import type { World } from '../../../src/sandbox/world.ts';
import { type Account, account, type Post, queuePolicy, refusal, sesPolicy } from './account.ts';

const hook = 'https://hooks.example.test/ses';

async function topic({ sns }: Account, name = 'events', attributes: Record<string, string> = {}): Promise<string> {
  const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name: name, Attributes: attributes }));
  return TopicArn;
}

async function subscribed(it: Account, topicArn: string, attributes: Record<string, string> = {}): Promise<string> {
  await it.sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: 'https', Endpoint: hook, Attributes: attributes }));
  await it.world.settled();
  const token = JSON.parse(it.posts.at(-1)?.body ?? '').Token;
  const { SubscriptionArn = '' } = await it.sns.send(new ConfirmSubscriptionCommand({ TopicArn: topicArn, Token: token }));
  it.posts.length = 0;
  return SubscriptionArn;
}

async function queue(it: Account, name: string): Promise<{ url: string; arn: string }> {
  const { QueueUrl = '' } = await it.sqs.send(new CreateQueueCommand({ QueueName: name }));
  const { Attributes } = await it.sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
  return { url: QueueUrl, arn: Attributes?.QueueArn ?? '' };
}

async function bodies(it: Account, url: string): Promise<string[]> {
  const { Messages = [] } = await it.sqs.send(new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10 }));
  return Messages.map(one => one.Body ?? '');
}

/** What the receiver makes of a post, the sandbox's certificate trusted or not. */
async function verdict(world: World, post: Post | undefined, trusted = true): Promise<string> {
  const { certificate } = await signerOf(world);
  const envelope = readEnvelope(post?.body ?? '');
  if ('unreadable' in envelope) return envelope.unreadable;
  const verify = verifier({
    web: async request => (await signingPage(world, request)) ?? new Response(null, { status: 404 }),
    now: () => world.clock.now(),
    ...(trusted ? { sandboxCertificate: certificate } : {}),
  });
  return (await verify(envelope)).state;
}

describe('topics', () => {
  test('creating twice is the same topic, with other attributes or tags it is refused', async () => {
    const it = account();
    const tags = [{ Key: 'ses-track', Value: 'default' }];
    const first = await it.sns.send(new CreateTopicCommand({ Name: 'events', Attributes: { SignatureVersion: '2' }, Tags: tags }));
    expect(first.TopicArn).toBe('arn:aws:sns:us-east-1:123456789012:events');
    expect((await it.sns.send(new CreateTopicCommand({ Name: 'events' }))).TopicArn).toBe(first.TopicArn);
    expect(await refusal(it.sns.send(new CreateTopicCommand({ Name: 'events', Attributes: { SignatureVersion: '1' } })))).toBe(
      'InvalidParameterException: Invalid parameter: Attributes Reason: Topic already exists with different attributes',
    );
    expect(await refusal(it.sns.send(new CreateTopicCommand({ Name: 'events', Tags: [{ Key: 'other', Value: '1' }] })))).toBe(
      'InvalidParameterException: Invalid parameter: Tags Reason: Topic already exists with different tags',
    );
  });

  test.each(['', 'a b', 'x'.repeat(257), 'plain.fifo', 'ünïcode'])('a topic cannot be called "%s"', async name => {
    const it = account();
    expect(await refusal(it.sns.send(new CreateTopicCommand({ Name: name })))).toMatch(/^InvalidParameterException: Invalid parameter: Topic Name/);
  });

  test('attributes read back as set, with the default policy where nobody gave one', async () => {
    const it = account();
    const arn = await topic(it);
    const read = async () => (await it.sns.send(new GetTopicAttributesCommand({ TopicArn: arn }))).Attributes ?? {};
    expect(await read()).toMatchObject({ TopicArn: arn, Owner: '123456789012', SubscriptionsPending: '0' });
    expect((await read())['SignatureVersion']).toBeUndefined();
    expect(JSON.parse((await read())['Policy'] ?? '').Id).toBe('__default_policy_ID');
    const policy = sesPolicy(arn, {});
    await it.sns.send(new SetTopicAttributesCommand({ TopicArn: arn, AttributeName: 'Policy', AttributeValue: policy }));
    await it.sns.send(new SetTopicAttributesCommand({ TopicArn: arn, AttributeName: 'SignatureVersion', AttributeValue: '2' }));
    expect(await read()).toMatchObject({ Policy: policy, SignatureVersion: '2' });
  });

  test('a statement is taken out of the policy by its label, and one that is not there is a 404', async () => {
    const it = account();
    const other = { Sid: 'Other', Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sns:Publish', Resource: '*' };
    const policy = { Version: '2012-10-17', Statement: [other, { ...other, Sid: 'Mine' }] };
    const arn = await topic(it, 'events', { Policy: JSON.stringify(policy) });
    await it.sns.send(new RemovePermissionCommand({ TopicArn: arn, Label: 'Mine' }));
    const { Attributes } = await it.sns.send(new GetTopicAttributesCommand({ TopicArn: arn }));
    expect(JSON.parse(Attributes?.['Policy'] ?? '')).toEqual({ ...policy, Statement: [other] });
    expect(await refusal(it.sns.send(new RemovePermissionCommand({ TopicArn: arn, Label: 'Mine' })))).toMatch(/NotFound/);
  });

  test.each([
    ['Policy', 'not json', 'Policy Error: null'],
    ['Policy', '{"Statement":[]}', 'Policy Error: null'],
    [
      'Policy',
      '{"Statement":{"Effect":"Allow","Principal":"*","Action":"sqs:SendMessage","Resource":"*"}}',
      'Policy statement action out of service scope!',
    ],
    ['SignatureVersion', '3', 'Attributes Reason: Invalid value for SignatureVersion'],
    ['NoSuchThing', '1', 'AttributeName'],
    ['constructor', '1', 'AttributeName'],
  ])('attribute %s cannot be set to %s', async (name, value, why) => {
    const it = account();
    const arn = await topic(it);
    expect(await refusal(it.sns.send(new SetTopicAttributesCommand({ TopicArn: arn, AttributeName: name, AttributeValue: value })))).toBe(
      `InvalidParameterException: Invalid parameter: ${why}`,
    );
  });

  test('tags can be added, read and taken away', async () => {
    const it = account();
    const arn = await topic(it);
    await it.sns.send(
      new TagResourceCommand({
        ResourceArn: arn,
        Tags: [
          { Key: 'a', Value: '1' },
          { Key: 'b', Value: '2' },
        ],
      }),
    );
    await it.sns.send(new UntagResourceCommand({ ResourceArn: arn, TagKeys: ['a'] }));
    expect((await it.sns.send(new ListTagsForResourceCommand({ ResourceArn: arn }))).Tags).toEqual([{ Key: 'b', Value: '2' }]);
    expect(await refusal(it.sns.send(new ListTagsForResourceCommand({ ResourceArn: `${arn}x` })))).toMatch(/^ResourceNotFoundException/);
  });

  test('a long list comes in pages', async () => {
    const it = account();
    for (let n = 0; n < 101; n += 1) await topic(it, `t${n}`);
    const first = await it.sns.send(new ListTopicsCommand({}));
    const second = await it.sns.send(new ListTopicsCommand({ NextToken: first.NextToken }));
    expect([first.Topics?.length, second.Topics?.length, second.NextToken]).toEqual([100, 1, undefined]);
  });

  test('a deleted topic is gone, and deleting it again succeeds', async () => {
    const it = account();
    const arn = await topic(it);
    await it.sns.send(new DeleteTopicCommand({ TopicArn: arn }));
    await it.sns.send(new DeleteTopicCommand({ TopicArn: arn }));
    expect(await refusal(it.sns.send(new GetTopicAttributesCommand({ TopicArn: arn })))).toBe('NotFoundException: Topic does not exist');
  });

  test("a topic of another region is not this region's", async () => {
    const it = account();
    expect(await refusal(it.sns.send(new GetTopicAttributesCommand({ TopicArn: 'arn:aws:sns:eu-west-1:123456789012:events' })))).toBe(
      'InvalidParameterException: Invalid parameter: TopicArn',
    );
  });
});

describe('the handshake', () => {
  test("an https endpoint gets SNS's own request, signed, and nothing is delivered before it confirms", async () => {
    const it = account();
    const arn = await topic(it);
    const { SubscriptionArn } = await it.sns.send(new SubscribeCommand({ TopicArn: arn, Protocol: 'https', Endpoint: hook }));
    expect(SubscriptionArn).toBe('pending confirmation');
    await it.sns.send(new PublishCommand({ TopicArn: arn, Message: 'too early' }));
    await it.world.settled();
    expect(it.posts).toHaveLength(1);
    const [post] = it.posts;
    expect(post?.headers).toMatchObject({
      'content-type': 'text/plain; charset=UTF-8',
      'user-agent': 'Amazon Simple Notification Service Agent',
      'x-amz-sns-message-type': 'SubscriptionConfirmation',
      'x-amz-sns-topic-arn': arn,
    });
    expect(post?.headers).not.toHaveProperty('x-amz-sns-subscription-arn');
    expect(post?.headers['x-amz-sns-message-id']).toBe(JSON.parse(post?.body ?? '').MessageId);
    expect(await verdict(it.world, post)).toBe('genuine');
    expect(await verdict(it.world, post, false)).toBe('refused');
  });

  test('a pending subscription hides its ARN, cannot be unsubscribed, and shows as pending', async () => {
    const it = account();
    const arn = await topic(it);
    const { SubscriptionArn: real } = await it.sns.send(
      new SubscribeCommand({ TopicArn: arn, Protocol: 'https', Endpoint: hook, ReturnSubscriptionArn: true }),
    );
    expect(real).toContain(`${arn}:`);
    const { Subscriptions } = await it.sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: arn }));
    expect(Subscriptions).toEqual([
      { SubscriptionArn: 'PendingConfirmation', Owner: '123456789012', Protocol: 'https', Endpoint: hook, TopicArn: arn },
    ]);
    expect(await refusal(it.sns.send(new UnsubscribeCommand({ SubscriptionArn: 'PendingConfirmation' })))).toBe(
      'InvalidParameterException: Invalid parameter: SubscriptionArn Reason: An ARN must have at least 6 elements, not 1',
    );
    expect(await refusal(it.sns.send(new UnsubscribeCommand({ SubscriptionArn: real })))).toMatch(/pending confirmation/);
    const { Attributes } = await it.sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn: real }));
    expect(Attributes?.['PendingConfirmation']).toBe('true');
  });

  test('a made-up token confirms nothing; the right one does, twice as well as once', async () => {
    const it = account();
    const arn = await topic(it);
    await it.sns.send(new SubscribeCommand({ TopicArn: arn, Protocol: 'https', Endpoint: hook }));
    await it.world.settled();
    expect(await refusal(it.sns.send(new ConfirmSubscriptionCommand({ TopicArn: arn, Token: 'made-up' })))).toBe(
      'InvalidParameterException: Invalid parameter: Token',
    );
    const { Token } = JSON.parse(it.posts[0]?.body ?? '');
    const first = await it.sns.send(new ConfirmSubscriptionCommand({ TopicArn: arn, Token }));
    const second = await it.sns.send(new ConfirmSubscriptionCommand({ TopicArn: arn, Token }));
    expect(second.SubscriptionArn).toBe(first.SubscriptionArn);
    const { Subscriptions } = await it.sns.send(new ListSubscriptionsCommand({}));
    expect(Subscriptions?.map(one => one.SubscriptionArn)).toEqual([first.SubscriptionArn]);
  });

  test('the links in the messages work without credentials: subscribe, unsubscribe, and back again', async () => {
    const it = account();
    const face = httpFace(it.wire);
    const open = (url: string) => face(new Request(url));
    const arn = await topic(it);
    await it.sns.send(new SubscribeCommand({ TopicArn: arn, Protocol: 'https', Endpoint: hook }));
    await it.world.settled();
    expect((await open(JSON.parse(it.posts[0]?.body ?? '').SubscribeURL)).status).toBe(200);
    await it.sns.send(new PublishCommand({ TopicArn: arn, Message: 'hello' }));
    await it.world.settled();
    expect((await open(JSON.parse(it.posts[1]?.body ?? '').UnsubscribeURL)).status).toBe(200);
    await it.world.settled();
    expect(it.posts[2]?.headers['x-amz-sns-message-type']).toBe('UnsubscribeConfirmation');
    expect(await verdict(it.world, it.posts[2])).toBe('genuine');
    expect((await it.sns.send(new ListSubscriptionsCommand({}))).Subscriptions).toEqual([]);
    expect((await open(JSON.parse(it.posts[2]?.body ?? '').SubscribeURL)).status).toBe(200);
    expect((await it.sns.send(new ListSubscriptionsCommand({}))).Subscriptions).toHaveLength(1);
  });

  test('confirmed with AuthenticateOnUnsubscribe, the link in the message no longer unsubscribes', async () => {
    const it = account();
    const arn = await topic(it);
    await it.sns.send(new SubscribeCommand({ TopicArn: arn, Protocol: 'https', Endpoint: hook }));
    await it.world.settled();
    const { Token } = JSON.parse(it.posts[0]?.body ?? '');
    const { SubscriptionArn } = await it.sns.send(new ConfirmSubscriptionCommand({ TopicArn: arn, Token, AuthenticateOnUnsubscribe: 'true' }));
    const answer = await httpFace(it.wire)(new Request(`http://sandbox.invalid/?Action=Unsubscribe&SubscriptionArn=${SubscriptionArn}`));
    expect([answer.status, await answer.text()]).toEqual([403, expect.stringContaining('AuthorizationError')]);
    await it.sns.send(new UnsubscribeCommand({ SubscriptionArn }));
    expect((await it.sns.send(new ListSubscriptionsCommand({}))).Subscriptions).toEqual([]);
  });

  test('what nobody confirms is gone after 48 hours', async () => {
    const it = account();
    const arn = await topic(it);
    await it.sns.send(new SubscribeCommand({ TopicArn: arn, Protocol: 'https', Endpoint: hook }));
    await it.world.clock.sleep(47 * 3_600_000);
    expect((await it.sns.send(new ListSubscriptionsCommand({}))).Subscriptions).toHaveLength(1);
    await it.world.clock.sleep(3_600_000);
    expect((await it.sns.send(new ListSubscriptionsCommand({}))).Subscriptions).toEqual([]);
  });

  test('an endpoint out of reach stays pending, and is refused only where the trap is on', async () => {
    const nobody = () => {
      throw new Error('ECONNREFUSED');
    };
    const patient = account({}, nobody);
    await patient.sns.send(new SubscribeCommand({ TopicArn: await topic(patient), Protocol: 'https', Endpoint: hook }));
    await patient.world.settled();
    expect(patient.posts.map(post => post.atMs)).toEqual([0, 20_000, 40_000, 60_000]);
    const strict = account({ traps: ['sns-unreachable'] }, nobody);
    const arn = await topic(strict);
    expect(await refusal(strict.sns.send(new SubscribeCommand({ TopicArn: arn, Protocol: 'https', Endpoint: hook })))).toBe(
      'InvalidParameterException: Invalid parameter: Unreachable Endpoint',
    );
    expect((await strict.sns.send(new ListSubscriptionsCommand({}))).Subscriptions).toEqual([]);
  });

  test.each([
    ['https', 'http://hooks.example.test/', 'Endpoint must match the specified protocol'],
    ['http', 'https://hooks.example.test/', 'Endpoint must match the specified protocol'],
    ['https', 'https://', 'Endpoint must match the specified protocol'],
    ['sqs', 'https://sqs.example.test/queue', 'SQS endpoint ARN'],
    [
      'sqs',
      'arn:aws:sqs:us-east-1:123456789012:q.fifo',
      'Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics',
    ],
    ['pigeon', 'roof', 'Does not support this protocol string: pigeon'],
  ])('%s cannot subscribe %s', async (protocol, endpoint, why) => {
    const it = account();
    const arn = await topic(it);
    expect(await refusal(it.sns.send(new SubscribeCommand({ TopicArn: arn, Protocol: protocol, Endpoint: endpoint })))).toBe(
      `InvalidParameterException: Invalid parameter: ${why}`,
    );
  });

  test('a FIFO topic delivers to no webhook', async () => {
    const it = account();
    const arn = await topic(it, 'events.fifo', { FifoTopic: 'true' });
    expect(await refusal(it.sns.send(new SubscribeCommand({ TopicArn: arn, Protocol: 'https', Endpoint: hook })))).toMatch(
      /FIFO SNS Topics can not deliver to https/,
    );
  });

  test('subscribing again with other attributes is refused, with the same it is the same subscription', async () => {
    const it = account();
    const arn = await topic(it);
    const confirmed = await subscribed(it, arn);
    const again = await it.sns.send(new SubscribeCommand({ TopicArn: arn, Protocol: 'https', Endpoint: hook }));
    expect(again.SubscriptionArn).toBe(confirmed);
    const other = new SubscribeCommand({ TopicArn: arn, Protocol: 'https', Endpoint: hook, Attributes: { RawMessageDelivery: 'true' } });
    expect(await refusal(it.sns.send(other))).toBe(
      'InvalidParameterException: Invalid parameter: Attributes Reason: Subscription already exists with different attributes',
    );
  });
});

describe('delivery', () => {
  test.each(['1', '2'])('a notification with a subject is genuine under signature version %s, and not when a byte changes', async version => {
    const it = account();
    const arn = await topic(it, 'events', { SignatureVersion: version });
    const subscription = await subscribed(it, arn);
    const { MessageId } = await it.sns.send(
      new PublishCommand({ TopicArn: arn, Message: '{"a":"ü\\n"}', Subject: 'Amazon SES Email Event Notification' }),
    );
    await it.world.settled();
    const [post] = it.posts;
    expect(post?.headers).toMatchObject({
      'x-amz-sns-message-type': 'Notification',
      'x-amz-sns-message-id': MessageId,
      'x-amz-sns-subscription-arn': subscription,
    });
    expect(JSON.parse(post?.body ?? '')).toMatchObject({
      Type: 'Notification',
      MessageId,
      Subject: 'Amazon SES Email Event Notification',
      SignatureVersion: version,
    });
    expect(await verdict(it.world, post)).toBe('genuine');
    const forged = { ...post, body: post?.body.replace('Event', 'Evant') ?? '' } as Post;
    expect(await verdict(it.world, forged)).toBe('refused');
  });

  test('the certificate is served where messages say, names SNS, and is valid now', async () => {
    const it = account();
    const signer = await signerOf(it.world);
    const page = await signingPage(it.world, new Request(it.world.url + signer.path));
    const certificate = new X509Certificate((await page?.text()) ?? '');
    expect(certificate.subject).toBe('CN=sns.amazonaws.com');
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(Date.parse(certificate.validFrom)).toBeLessThan(it.world.clock.now());
    expect(Date.parse(certificate.validTo)).toBeGreaterThan(it.world.clock.now());
    expect(await signingPage(it.world, new Request(`${it.world.url}/SimpleNotificationService-0.pem`))).toBeUndefined();
  });

  test.each([
    ['a 4xx is not asked again', 403, 1],
    ['a 429 is', 429, 4],
    ['a 5xx is', 500, 4],
  ])('%s', async (_, status, times) => {
    let isHandshake = true;
    const it = account({}, () => {
      const response = new Response(null, { status: isHandshake ? 200 : status });
      isHandshake = false;
      return response;
    });
    const arn = await topic(it);
    await subscribed(it, arn);
    await it.sns.send(new PublishCommand({ TopicArn: arn, Message: 'hello' }));
    await it.world.settled();
    expect(it.posts.map(post => post.atMs)).toEqual([0, 20_000, 40_000, 60_000].slice(0, times));
    expect(new Set(it.posts.map(post => post.body)).size).toBe(1);
  });

  test('a confirmation that finds nobody comes again, byte for byte', async () => {
    const it = account({}, () => new Response(null, { status: 503 }));
    await it.sns.send(new SubscribeCommand({ TopicArn: await topic(it), Protocol: 'https', Endpoint: hook }));
    await it.world.settled();
    expect(it.posts).toHaveLength(4);
    expect(new Set(it.posts.map(post => post.body)).size).toBe(1);
  });

  test('an answer after 15 seconds is too late, and the message comes again', async () => {
    let slow = 0;
    const it: Account = account({}, async post => {
      if (post.headers['x-amz-sns-message-type'] === 'Notification') {
        slow += 1;
        if (slow === 1) await it.world.clock.sleep(15_001);
      }
      return new Response();
    });
    const arn = await topic(it);
    await subscribed(it, arn);
    await it.sns.send(new PublishCommand({ TopicArn: arn, Message: 'hello' }));
    await it.world.settled();
    expect(it.posts.map(post => post.atMs)).toEqual([0, 35_001]);
  });

  test("a subscription's own delivery policy decides how often and how it is announced", async () => {
    const policy = {
      healthyRetryPolicy: { numRetries: 2, minDelayTarget: 1, maxDelayTarget: 5 },
      requestPolicy: { headerContentType: 'application/json' },
    };
    let isHandshake = true;
    const it = account({}, () => {
      const response = new Response(null, { status: isHandshake ? 200 : 500 });
      isHandshake = false;
      return response;
    });
    const arn = await topic(it);
    await subscribed(it, arn, { DeliveryPolicy: JSON.stringify(policy) });
    await it.sns.send(new PublishCommand({ TopicArn: arn, Message: 'hello' }));
    await it.world.settled();
    expect(it.posts.map(post => post.atMs)).toEqual([0, 3000, 8000]);
    expect(it.posts[0]?.headers['content-type']).toBe('application/json');
  });

  test('what cannot be delivered goes to the dead-letter queue that lets the topic in', async () => {
    let isHandshake = true;
    const it = account({}, () => {
      const response = new Response(null, { status: isHandshake ? 200 : 404 });
      isHandshake = false;
      return response;
    });
    const arn = await topic(it);
    const dead = await queue(it, 'dead');
    const subscription = await subscribed(it, arn, { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: dead.arn }) });
    await it.sns.send(new PublishCommand({ TopicArn: arn, Message: 'lost: the queue has no policy yet' }));
    await it.world.settled();
    expect(await bodies(it, dead.url)).toEqual([]);
    await it.sqs.send(new SetQueueAttributesCommand({ QueueUrl: dead.url, Attributes: { Policy: queuePolicy(dead.arn, arn) } }));
    await it.sns.send(new PublishCommand({ TopicArn: arn, Message: 'kept' }));
    await it.world.settled();
    expect((await bodies(it, dead.url)).map(body => JSON.parse(body).Message)).toEqual(['kept']);
    await it.sns.send(new SetSubscriptionAttributesCommand({ SubscriptionArn: subscription, AttributeName: 'RedrivePolicy', AttributeValue: '' }));
    await it.sns.send(new PublishCommand({ TopicArn: arn, Message: 'gone' }));
    await it.world.settled();
    expect(await bodies(it, dead.url)).toEqual([]);
  });

  test('a queue gets the signed envelope, or the bare message where it asked for it, and only where its policy lets the topic', async () => {
    const it = account();
    const arn = await topic(it);
    const events = await queue(it, 'events');
    const { SubscriptionArn } = await it.sns.send(new SubscribeCommand({ TopicArn: arn, Protocol: 'sqs', Endpoint: events.arn }));
    expect(SubscriptionArn).toContain(arn);
    await it.sns.send(new PublishCommand({ TopicArn: arn, Message: 'refused' }));
    await it.world.settled();
    await it.sqs.send(new SetQueueAttributesCommand({ QueueUrl: events.url, Attributes: { Policy: queuePolicy(events.arn, arn) } }));
    await it.sns.send(new PublishCommand({ TopicArn: arn, Message: 'enveloped' }));
    await it.world.settled();
    const [body = ''] = await bodies(it, events.url);
    expect(JSON.parse(body).Message).toBe('enveloped');
    expect(await verdict(it.world, { url: '', headers: {}, body, atMs: 0 })).toBe('genuine');
    await it.sns.send(new SetSubscriptionAttributesCommand({ SubscriptionArn, AttributeName: 'RawMessageDelivery', AttributeValue: 'true' }));
    await it.sns.send(new PublishCommand({ TopicArn: arn, Message: 'bare' }));
    await it.world.settled();
    expect(await bodies(it, events.url)).toEqual(['bare']);
  });

  test('name and password in the address are sent only when the endpoint asks', async () => {
    const it = account({}, post =>
      post.headers['authorization'] === undefined
        ? new Response(null, { status: 401, headers: { 'www-authenticate': 'Basic realm="x"' } })
        : new Response(),
    );
    const arn = await topic(it);
    await it.sns.send(new SubscribeCommand({ TopicArn: arn, Protocol: 'https', Endpoint: 'https://me:p%40ss@hooks.example.test/ses' }));
    await it.world.settled();
    expect(it.posts.map(post => post.headers['authorization'])).toEqual([undefined, `Basic ${Buffer.from('me:p@ss').toString('base64')}`]);
    expect(it.posts[0]?.url).toBe('https://hooks.example.test/ses');
  });

  test('a filter on the body lets through what it names', async () => {
    const it = account();
    const arn = await topic(it);
    await subscribed(it, arn, { FilterPolicyScope: 'MessageBody', FilterPolicy: '{"eventType":["Click",{"prefix":"Bou"}]}' });
    for (const eventType of ['Send', 'Click', 'Bounce'])
      await it.sns.send(new PublishCommand({ TopicArn: arn, Message: JSON.stringify({ eventType }) }));
    await it.world.settled();
    expect(it.posts.map(post => JSON.parse(JSON.parse(post.body).Message).eventType)).toEqual(['Click', 'Bounce']);
  });

  test.each([
    ['an empty message', { Message: '' }, 'Empty message'],
    ['a message over 256 KiB', { Message: 'x'.repeat(262_145) }, 'Message too long'],
    ['a subject with a line break', { Message: 'x', Subject: 'a\nb' }, 'Subject'],
    [
      'JSON by protocol without a default',
      { Message: '{"https":"x"}', MessageStructure: 'json' },
      'Message Structure - No default entry in JSON message body',
    ],
  ])('%s is refused', async (_, input, why) => {
    const it = account();
    const arn = await topic(it);
    expect(await refusal(it.sns.send(new PublishCommand({ TopicArn: arn, ...input })))).toBe(`InvalidParameterException: Invalid parameter: ${why}`);
  });
});

describe('a service publishes', () => {
  const from = {
    service: 'ses.amazonaws.com',
    sourceArn: 'arn:aws:ses:us-east-1:123456789012:configuration-set/ses-track',
    sourceAccount: '123456789012',
  };
  const attempt = (it: Account, topicArn: string) => {
    try {
      return publish(it.world, 'us-east-1', { topicArn, message: 'hello', from }).messageId.length > 0 ? 'published' : '';
    } catch (error) {
      return error instanceof Error ? error.name : '';
    }
  };

  test.each([
    ['is let in by account and ARN', { StringEquals: { 'AWS:SourceAccount': '123456789012', 'aws:sourcearn': from.sourceArn } }, 'published'],
    ['is let in by an ARN pattern', { ArnLike: { 'aws:SourceArn': 'arn:aws:ses:*:123456789012:configuration-set/*' } }, 'published'],
    ['is let in by a string pattern', { StringLike: { 'AWS:SourceArn': '*configuration-set/ses-tr?ck' } }, 'published'],
    ['is kept out by another account', { StringEquals: { 'AWS:SourceAccount': '000000000000' } }, 'AuthorizationErrorException'],
    ['is kept out by another set', { StringEquals: { 'AWS:SourceArn': `${from.sourceArn}-2` } }, 'AuthorizationErrorException'],
    ['is kept out by a key it does not have', { StringEquals: { 'aws:SourceVpc': 'vpc-1' } }, 'AuthorizationErrorException'],
    ['is kept out by a condition nobody can weigh', { DateGreaterThan: { 'aws:CurrentTime': '2020-01-01' } }, 'AuthorizationErrorException'],
  ])('and %s', async (_, conditions: Record<string, Record<string, string>>, outcome) => {
    const it = account();
    const arn = await topic(it);
    await it.sns.send(new SetTopicAttributesCommand({ TopicArn: arn, AttributeName: 'Policy', AttributeValue: sesPolicy(arn, conditions) }));
    expect(attempt(it, arn)).toBe(outcome);
  });

  test('and a Deny outweighs what lets it in', async () => {
    const it = account();
    const arn = await topic(it);
    const policy = JSON.parse(sesPolicy(arn, {}));
    policy.Statement.push({ ...policy.Statement[0], Effect: 'Deny' });
    await it.sns.send(new SetTopicAttributesCommand({ TopicArn: arn, AttributeName: 'Policy', AttributeValue: JSON.stringify(policy) }));
    expect(attempt(it, arn)).toBe('AuthorizationErrorException');
  });

  test('not to a topic that nobody opened to it, not to one whose key only AWS may change, not to a FIFO topic', async () => {
    const it = account();
    const arn = await topic(it);
    expect(attempt(it, arn)).toBe('AuthorizationErrorException');
    await it.sns.send(new SetTopicAttributesCommand({ TopicArn: arn, AttributeName: 'Policy', AttributeValue: sesPolicy(arn, {}) }));
    await it.sns.send(new SetTopicAttributesCommand({ TopicArn: arn, AttributeName: 'KmsMasterKeyId', AttributeValue: 'alias/aws/sns' }));
    expect(attempt(it, arn)).toBe('KMSAccessDeniedException');
    await it.sns.send(new SetTopicAttributesCommand({ TopicArn: arn, AttributeName: 'KmsMasterKeyId', AttributeValue: '' }));
    expect(attempt(it, arn)).toBe('published');
    expect(attempt(it, `${arn}-2`)).toBe('NotFoundException');
  });
});
