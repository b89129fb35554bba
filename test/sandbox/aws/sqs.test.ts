import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  type Message,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  TagQueueCommand,
  UntagQueueCommand,
} from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import { type Account, account, queuePolicy, refusal } from './account.ts';

async function queue({ sqs }: Account, name = 'events', attributes: Record<string, string> = {}): Promise<string> {
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes: attributes }));
  return QueueUrl;
}

const send = ({ sqs }: Account, url: string, body: string) => sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: body }));

async function receive({ sqs }: Account, url: string, more: Partial<ReceiveMessageCommand['input']> = {}): Promise<Message[]> {
  return (await sqs.send(new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10, ...more }))).Messages ?? [];
}

async function attributes({ sqs }: Account, url: string): Promise<Record<string, string>> {
  return (await sqs.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }))).Attributes ?? {};
}

describe('queues', () => {
  test('creating twice is the same queue, with another attribute it is refused by its name', async () => {
    const it = account();
    const url = await queue(it, 'events', { VisibilityTimeout: '60' });
    expect(url).toBe('https://sqs.us-east-1.amazonaws.com/123456789012/events');
    expect(await queue(it, 'events', { VisibilityTimeout: '60' })).toBe(url);
    expect(await queue(it, 'events')).toBe(url);
    expect(await refusal(queue(it, 'events', { DelaySeconds: '5' }))).toBe(
      'QueueNameExists: A queue already exists with the same name and a different value for attribute DelaySeconds',
    );
  });

  test.each(['', 'a b', 'x'.repeat(81), 'a/b'])('a queue cannot be called "%s"', async name => {
    expect(await refusal(queue(account(), name))).toMatch(/^InvalidParameterValue: Can only include alphanumeric/);
  });

  test('a FIFO queue is refused, and says why', async () => {
    expect(await refusal(queue(account(), 'events.fifo', { FifoQueue: 'true' }))).toMatch(/^NotImplemented: the sandbox has no FIFO queues/);
  });

  test('its address changes with that of the sandbox, the queue does not', async () => {
    const it = account();
    const before = await queue(it);
    await send(it, before, 'hello');
    it.world.url = 'http://127.0.0.1:4579';
    const { QueueUrl = '' } = await it.sqs.send(new GetQueueUrlCommand({ QueueName: 'events' }));
    expect(QueueUrl).toBe('http://127.0.0.1:4579/123456789012/events');
    expect((await receive(it, before)).map(one => one.Body)).toEqual(['hello']);
  });

  test('a queue that is not there is refused by every road, in the words that old clients know too', async () => {
    const it = account();
    const url = 'https://sqs.us-east-1.amazonaws.com/123456789012/none';
    expect(await refusal(it.sqs.send(new GetQueueUrlCommand({ QueueName: 'none' })))).toBe('QueueDoesNotExist: The specified queue does not exist.');
    expect(await refusal(receive(it, url))).toBe('QueueDoesNotExist: The specified queue does not exist.');
    expect(await refusal(it.sqs.send(new DeleteQueueCommand({ QueueUrl: url })))).toBe('QueueDoesNotExist: The specified queue does not exist.');
    // Another account's queue of the same name is not ours.
    const own = await queue(it);
    expect(await refusal(receive(it, own.replace('123456789012', '000000000000')))).toMatch(/^QueueDoesNotExist/);
  });

  test.each([
    ['VisibilityTimeout', '43201', 'InvalidAttributeValue: Invalid value for the parameter VisibilityTimeout.'],
    ['DelaySeconds', '-1', 'InvalidAttributeValue: Invalid value for the parameter DelaySeconds.'],
    ['Policy', 'not json', 'InvalidAttributeValue: Invalid value for the parameter Policy.'],
    ['RedrivePolicy', '{"maxReceiveCount":3}', 'InvalidAttributeValue: Invalid value for the parameter RedrivePolicy.'],
    ['Colour', 'blue', 'InvalidAttributeName: Unknown Attribute Colour.'],
    ['toString', 'x', 'InvalidAttributeName: Unknown Attribute toString.'],
  ])('attribute %s cannot be %s', async (name, value, why) => {
    const it = account();
    const url = await queue(it);
    expect(await refusal(it.sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { [name]: value } })))).toBe(why);
  });

  test('attributes read back as set, chosen by name or all, and an empty policy takes it away', async () => {
    const it = account();
    const url = await queue(it);
    const { QueueArn = '' } = await attributes(it, url);
    expect(QueueArn).toBe('arn:aws:sqs:us-east-1:123456789012:events');
    const policy = queuePolicy(QueueArn, 'arn:aws:sns:us-east-1:123456789012:events');
    await it.sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { Policy: policy, VisibilityTimeout: '5' } }));
    const chosen = await it.sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['Policy', 'VisibilityTimeout', 'RedrivePolicy'] }),
    );
    expect(chosen.Attributes).toEqual({ Policy: policy, VisibilityTimeout: '5' });
    await it.sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { Policy: '' } }));
    expect(await attributes(it, url)).not.toHaveProperty('Policy');
  });

  test('lists by prefix and in pages; none is no list', async () => {
    const it = account();
    expect(await it.sqs.send(new ListQueuesCommand({}))).not.toHaveProperty('QueueUrls');
    for (const name of ['a1', 'b', 'a2']) await queue(it, name);
    const first = await it.sqs.send(new ListQueuesCommand({ QueueNamePrefix: 'a', MaxResults: 1 }));
    const second = await it.sqs.send(new ListQueuesCommand({ QueueNamePrefix: 'a', MaxResults: 1, NextToken: first.NextToken }));
    expect([...(first.QueueUrls ?? []), ...(second.QueueUrls ?? [])].map(url => url.split('/').at(-1))).toEqual(['a1', 'a2']);
    expect(second.NextToken).toBeUndefined();
  });

  test('tags can be set, read and taken away', async () => {
    const it = account();
    const url = await queue(it);
    expect(await it.sqs.send(new ListQueueTagsCommand({ QueueUrl: url }))).not.toHaveProperty('Tags');
    await it.sqs.send(new TagQueueCommand({ QueueUrl: url, Tags: { 'ses-track': 'default', other: '1' } }));
    await it.sqs.send(new UntagQueueCommand({ QueueUrl: url, TagKeys: ['other'] }));
    expect((await it.sqs.send(new ListQueueTagsCommand({ QueueUrl: url }))).Tags).toEqual({ 'ses-track': 'default' });
  });

  test('a deleted name can be taken again at once, or after a minute where the trap is on', async () => {
    const polite = account();
    await polite.sqs.send(new DeleteQueueCommand({ QueueUrl: await queue(polite) }));
    await queue(polite);
    const strict = account({ traps: ['sqs-recreate-wait'] });
    await strict.sqs.send(new DeleteQueueCommand({ QueueUrl: await queue(strict) }));
    await strict.world.clock.sleep(59_000);
    expect(await refusal(queue(strict))).toBe(
      'QueueDeletedRecently: You must wait 60 seconds after deleting a queue before you can create another with the same name.',
    );
    await strict.world.clock.sleep(1000);
    await queue(strict);
  });
});

describe('messages', () => {
  test('what is received hides for its visibility timeout and then comes back, counted', async () => {
    const it = account();
    const url = await queue(it);
    await send(it, url, 'hello');
    const [first] = await receive(it, url, { MessageSystemAttributeNames: ['All'] });
    expect(first).toMatchObject({ Body: 'hello', MD5OfBody: '5d41402abc4b2a76b9719d911017c592', Attributes: { ApproximateReceiveCount: '1' } });
    expect(await receive(it, url)).toEqual([]);
    expect(await attributes(it, url)).toMatchObject({ ApproximateNumberOfMessages: '0', ApproximateNumberOfMessagesNotVisible: '1' });
    await it.world.clock.sleep(30_000);
    const [second] = await receive(it, url, { MessageSystemAttributeNames: ['ApproximateReceiveCount'] });
    expect(second).toMatchObject({ MessageId: first?.MessageId, Attributes: { ApproximateReceiveCount: '2' } });
    expect(second?.ReceiptHandle).not.toBe(first?.ReceiptHandle);
  });

  test('a deleted message does not come back, deleting it twice succeeds, a made-up handle is refused', async () => {
    const it = account();
    const url = await queue(it);
    await send(it, url, 'hello');
    const [message] = await receive(it, url);
    const remove = () => it.sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: message?.ReceiptHandle }));
    await remove();
    await remove();
    await it.world.clock.sleep(60_000);
    expect(await receive(it, url)).toEqual([]);
    expect(await refusal(it.sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: 'made up' })))).toBe(
      'ReceiptHandleIsInvalid: The input receipt handle "made up" is not a valid receipt handle.',
    );
  });

  test('the handle of an earlier receive no longer deletes what someone else holds', async () => {
    const it = account();
    const url = await queue(it);
    await send(it, url, 'hello');
    const [first] = await receive(it, url, { VisibilityTimeout: 1 });
    await it.world.clock.sleep(1000);
    await receive(it, url, { VisibilityTimeout: 1 });
    await it.sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: first?.ReceiptHandle }));
    await it.world.clock.sleep(1000);
    expect(await receive(it, url)).toHaveLength(1);
  });

  test('visibility can be changed while a message is in flight, to nothing even, and not after', async () => {
    const it = account();
    const url = await queue(it);
    await send(it, url, 'hello');
    const [message] = await receive(it, url);
    const change = (seconds: number) =>
      it.sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl: url, ReceiptHandle: message?.ReceiptHandle, VisibilityTimeout: seconds }));
    await change(0);
    expect(await refusal(change(10))).toMatch(/^MessageNotInflight/);
    expect(await receive(it, url)).toHaveLength(1);
  });

  test('a long poll returns as soon as something comes, and empty after its time', async () => {
    const it = account();
    const url = await queue(it);
    const start = it.world.clock.now();
    it.world.later(5000, async () => {
      await send(it, url, 'late');
    });
    expect((await receive(it, url, { WaitTimeSeconds: 20 })).map(one => one.Body)).toEqual(['late']);
    expect(it.world.clock.now() - start).toBeGreaterThanOrEqual(5000);
    expect(it.world.clock.now() - start).toBeLessThan(5100);
    const again = it.world.clock.now();
    expect(await receive(it, url, { WaitTimeSeconds: 20 })).toEqual([]);
    expect(it.world.clock.now() - again).toBe(20_000);
  });

  test('a delayed message is not seen before its time', async () => {
    const it = account();
    const url = await queue(it);
    await it.sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'later', DelaySeconds: 10 }));
    expect(await receive(it, url)).toEqual([]);
    expect(await attributes(it, url)).toMatchObject({ ApproximateNumberOfMessagesDelayed: '1' });
    await it.world.clock.sleep(10_000);
    expect(await receive(it, url)).toHaveLength(1);
  });

  test('what is received too often goes to the dead-letter queue with its id', async () => {
    const it = account();
    const dead = await queue(it, 'dead');
    const { QueueArn = '' } = await attributes(it, dead);
    const redrive = JSON.stringify({ deadLetterTargetArn: QueueArn, maxReceiveCount: 2 });
    const url = await queue(it, 'events', { RedrivePolicy: redrive, VisibilityTimeout: '0' });
    const { MessageId } = await send(it, url, 'poison');
    expect(await receive(it, url)).toHaveLength(1);
    expect(await receive(it, url)).toHaveLength(1);
    expect(await receive(it, url)).toEqual([]);
    expect((await receive(it, dead)).map(one => [one.MessageId, one.Body])).toEqual([[MessageId, 'poison']]);
    const nowhere = JSON.stringify({ deadLetterTargetArn: `${QueueArn}-2`, maxReceiveCount: 2 });
    expect(await refusal(queue(it, 'other', { RedrivePolicy: nowhere }))).toMatch(/Dead letter target does not exist/);
  });

  test('a message is kept for the retention period and not longer', async () => {
    const it = account();
    const url = await queue(it, 'events', { MessageRetentionPeriod: '60' });
    await send(it, url, 'hello');
    await it.world.clock.sleep(59_000);
    expect(await attributes(it, url)).toMatchObject({ ApproximateNumberOfMessages: '1' });
    await it.world.clock.sleep(1000);
    expect(await attributes(it, url)).toMatchObject({ ApproximateNumberOfMessages: '0' });
  });

  test('attributes of a message come with it when asked for, with the digest that AWS computes', async () => {
    const it = account();
    const url = await queue(it);
    const custom = { kind: { DataType: 'String', StringValue: 'click' }, raw: { DataType: 'Binary', BinaryValue: new Uint8Array([1, 2]) } };
    const sent = await it.sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'x', MessageAttributes: custom }));
    // Computed in Python from AWS's description of the algorithm.
    expect(sent.MD5OfMessageAttributes).toBe('ee8847d9b6a2df385d64103d5a390f22');
    const [message] = await receive(it, url, { MessageAttributeNames: ['All'], VisibilityTimeout: 0 });
    expect(message?.MessageAttributes?.['kind']).toEqual(custom.kind);
    expect(await receive(it, url)).not.toHaveProperty('0.MessageAttributes');
  });

  test('batches do each entry by itself', async () => {
    const it = account();
    const url = await queue(it);
    const sent = await it.sqs.send(
      new SendMessageBatchCommand({
        QueueUrl: url,
        Entries: [
          { Id: 'a', MessageBody: 'one' },
          { Id: 'b', MessageBody: '' },
        ],
      }),
    );
    expect(sent.Successful?.map(one => one.Id)).toEqual(['a']);
    expect(sent.Failed).toMatchObject([{ Id: 'b', Code: 'MissingParameter', SenderFault: true }]);
    const [message] = await receive(it, url);
    const entries = [
      { Id: 'a', ReceiptHandle: message?.ReceiptHandle },
      { Id: 'b', ReceiptHandle: 'made up' },
    ];
    const removed = await it.sqs.send(new DeleteMessageBatchCommand({ QueueUrl: url, Entries: entries }));
    expect([removed.Successful, removed.Failed?.map(one => one.Code)]).toEqual([[{ Id: 'a' }], ['ReceiptHandleIsInvalid']]);
    const twice = [
      { Id: 'a', MessageBody: 'x' },
      { Id: 'a', MessageBody: 'y' },
    ];
    expect(await refusal(it.sqs.send(new SendMessageBatchCommand({ QueueUrl: url, Entries: twice })))).toBe(
      'BatchEntryIdsNotDistinct: Id a repeated.',
    );
    expect(await refusal(it.sqs.send(new SendMessageBatchCommand({ QueueUrl: url, Entries: [] })))).toMatch(/^EmptyBatchRequest/);
  });

  test.each([
    ['an empty body', '', 'MissingParameter'],
    ['a control character', 'a\u0001b', 'InvalidMessageContents'],
    ['more than a mebibyte', 'x'.repeat(1_048_577), 'InvalidParameterValue'],
  ])('%s is refused', async (_, body, name) => {
    const it = account();
    const url = await queue(it);
    expect(await refusal(send(it, url, body))).toMatch(new RegExp(`^${name}`));
  });

  test('purging empties the queue, once a minute', async () => {
    const it = account();
    const url = await queue(it);
    await send(it, url, 'hello');
    await it.sqs.send(new PurgeQueueCommand({ QueueUrl: url }));
    expect(await receive(it, url)).toEqual([]);
    expect(await refusal(it.sqs.send(new PurgeQueueCommand({ QueueUrl: url })))).toMatch(/^PurgeQueueInProgress/);
  });
});
