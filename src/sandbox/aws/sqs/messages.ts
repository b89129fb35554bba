/** SQS's operations on messages: send, receive, delete, change what is visible; one by one and in batches. */
import type {
  BatchResultErrorEntry,
  ChangeMessageVisibilityBatchCommandInput,
  ChangeMessageVisibilityBatchResult,
  ChangeMessageVisibilityCommandInput,
  DeleteMessageBatchCommandInput,
  DeleteMessageBatchResult,
  DeleteMessageCommandInput,
  Message as Received,
  ReceiveMessageCommandInput,
  ReceiveMessageResult,
  SendMessageBatchCommandInput,
  SendMessageBatchResult,
  SendMessageCommandInput,
  SendMessageResult,
} from '@aws-sdk/client-sqs';
import { type Call, Fault, fault, type Handlers } from '../../wire/handler.ts';
import { attributesMd5, kept, type Message, md5, put, type Queue, queueOf, setting, take } from './queue.ts';

type Sent = Pick<SendMessageCommandInput, 'MessageBody' | 'MessageAttributes' | 'DelaySeconds'>;

// AWS: the characters of XML 1.0; anything else is refused. <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html>
const badCharacter = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u;

function send(
  queue: Queue,
  { MessageBody, MessageAttributes = {}, DelaySeconds }: Sent,
  { world }: Call,
): Required<Pick<SendMessageResult, 'MessageId' | 'MD5OfMessageBody'>> & SendMessageResult {
  const body = MessageBody ?? '';
  if (body === '') throw fault('MissingParameter', 'The request must contain the parameter MessageBody.');
  if (badCharacter.test(body))
    throw fault(
      'InvalidMessageContents',
      'Invalid binary character was found in the message body, the set of allowed characters is #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF.',
    );
  const most = setting(queue, 'MaximumMessageSize');
  if (Buffer.byteLength(body) > most)
    throw fault('InvalidParameterValue', `One or more parameters are invalid. Reason: Message must be shorter than ${most} bytes.`);
  const letter = { body, attributes: MessageAttributes, senderId: 'AIDASANDBOXSANDBOX000' };
  const message = put(world, queue, DelaySeconds === undefined ? letter : { ...letter, delaySeconds: DelaySeconds });
  const digest = attributesMd5(MessageAttributes);
  return { MessageId: message.id, MD5OfMessageBody: md5(body), ...(digest === undefined ? {} : { MD5OfMessageAttributes: digest }) };
}

function messageOf(queue: Queue, receipt: string | undefined, { world }: Call): Message | undefined {
  if (!/^[A-Za-z0-9+/]{64}$/.test(receipt ?? ''))
    throw fault('ReceiptHandleIsInvalid', `The input receipt handle "${receipt}" is not a valid receipt handle.`);
  return kept(world, queue).find(one => one.receipt === receipt);
}

function remove(queue: Queue, receipt: string | undefined, call: Call): void {
  // AWS: deleting twice, or with the handle of an earlier receive, succeeds.
  const message = messageOf(queue, receipt, call);
  queue.messages = queue.messages.filter(one => one !== message);
}

function changeVisibility(queue: Queue, receipt: string | undefined, seconds: number | undefined, call: Call): void {
  const timeout = seconds ?? 0;
  if (timeout < 0 || timeout > 43_200)
    throw fault(
      'InvalidParameterValue',
      `Value ${timeout} for parameter VisibilityTimeout is invalid. Reason: Must be between 0 and 43200, if provided.`,
    );
  const message = messageOf(queue, receipt, call);
  const now = call.world.clock.now();
  if (message === undefined || message.visibleAt <= now)
    throw fault(
      'MessageNotInflight',
      `Value ${receipt} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.`,
    );
  message.visibleAt = now + timeout * 1000;
}

function received(message: Message, wanted: readonly string[], attributes: readonly string[]): Received {
  const system: Record<string, string> = {
    SenderId: message.senderId,
    SentTimestamp: String(message.sentAt),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt ?? message.sentAt),
  };
  const chosen = Object.entries(system).filter(([name]) => wanted.includes(name) || wanted.includes('All'));
  const isWanted = (name: string) =>
    attributes.some(one => one === 'All' || one === '.*' || one === name || (one.endsWith('.*') && name.startsWith(one.slice(0, -1))));
  const custom = Object.fromEntries(Object.entries(message.attributes).filter(([name]) => isWanted(name)));
  const digest = attributesMd5(custom);
  return {
    MessageId: message.id,
    ReceiptHandle: message.receipt,
    MD5OfBody: md5(message.body),
    Body: message.body,
    ...(chosen.length === 0 ? {} : { Attributes: Object.fromEntries(chosen) }),
    ...(digest === undefined ? {} : { MessageAttributes: custom, MD5OfMessageAttributes: digest }),
  };
}

interface Entry {
  Id: string | undefined;
}

/** Does each entry by itself; a refused one is told among the failed. */
function batch<E extends Entry, R>(entries: readonly E[] | undefined, one: (entry: E) => R): { Successful: R[]; Failed?: BatchResultErrorEntry[] } {
  const all = entries ?? [];
  if (all.length === 0) throw fault('EmptyBatchRequest', 'There should be at least one entry in the request.');
  if (all.length > 10) throw fault('TooManyEntriesInBatchRequest', `Maximum number of entries per request are 10. You have sent ${all.length}.`);
  const ids = all.map(entry => entry.Id);
  const repeated = ids.find((id, at) => ids.indexOf(id) !== at);
  if (repeated !== undefined) throw fault('BatchEntryIdsNotDistinct', `Id ${repeated} repeated.`);
  const bad = ids.find(id => !/^[A-Za-z0-9_-]{1,80}$/.test(id ?? ''));
  if (bad !== undefined)
    throw fault(
      'InvalidBatchEntryId',
      'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
    );
  const done: R[] = [];
  const failed: BatchResultErrorEntry[] = [];
  for (const entry of all) {
    try {
      done.push(one(entry));
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      failed.push({ Id: entry.Id, Code: error.name, Message: error.message, SenderFault: true });
    }
  }
  return { Successful: done, ...(failed.length === 0 ? {} : { Failed: failed }) };
}

export const messageHandlers: Handlers = {
  SendMessage: (input: SendMessageCommandInput, call: Call): SendMessageResult => send(queueOf(input.QueueUrl, call), input, call),

  SendMessageBatch({ QueueUrl, Entries }: SendMessageBatchCommandInput, call: Call): Omit<SendMessageBatchResult, 'Failed'> {
    const queue = queueOf(QueueUrl, call);
    return batch(Entries, entry => ({ Id: entry.Id, ...send(queue, entry, call) }));
  },

  async ReceiveMessage(input: ReceiveMessageCommandInput, call: Call): Promise<ReceiveMessageResult> {
    const queue = queueOf(input.QueueUrl, call);
    const { world } = call;
    const most = input.MaxNumberOfMessages ?? 1;
    if (most < 1 || most > 10)
      throw fault(
        'InvalidParameterValue',
        `Value ${most} for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.`,
      );
    const wait = input.WaitTimeSeconds ?? setting(queue, 'ReceiveMessageWaitTimeSeconds');
    if (wait < 0 || wait > 20)
      throw fault('InvalidParameterValue', `Value ${wait} for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= 20, if provided.`);
    const hidden = input.VisibilityTimeout ?? setting(queue, 'VisibilityTimeout');
    await world.until(() => kept(world, queue).some(one => one.visibleAt <= world.clock.now()), wait * 1000);
    const wanted: readonly string[] = [...(input.AttributeNames ?? []), ...(input.MessageSystemAttributeNames ?? [])];
    const messages = take(world, queue, most, hidden).map(one => received(one, wanted, input.MessageAttributeNames ?? []));
    // AWS: nothing to receive is no list, not an empty one.
    return messages.length === 0 ? {} : { Messages: messages };
  },

  DeleteMessage: ({ QueueUrl, ReceiptHandle }: DeleteMessageCommandInput, call: Call): void => remove(queueOf(QueueUrl, call), ReceiptHandle, call),

  DeleteMessageBatch({ QueueUrl, Entries }: DeleteMessageBatchCommandInput, call: Call): Omit<DeleteMessageBatchResult, 'Failed'> {
    const queue = queueOf(QueueUrl, call);
    return batch(Entries, entry => {
      remove(queue, entry.ReceiptHandle, call);
      return { Id: entry.Id };
    });
  },

  ChangeMessageVisibility: ({ QueueUrl, ReceiptHandle, VisibilityTimeout }: ChangeMessageVisibilityCommandInput, call: Call): void =>
    changeVisibility(queueOf(QueueUrl, call), ReceiptHandle, VisibilityTimeout, call),

  ChangeMessageVisibilityBatch(
    { QueueUrl, Entries }: ChangeMessageVisibilityBatchCommandInput,
    call: Call,
  ): Omit<ChangeMessageVisibilityBatchResult, 'Failed'> {
    const queue = queueOf(QueueUrl, call);
    return batch(Entries, entry => {
      changeVisibility(queue, entry.ReceiptHandle, entry.VisibilityTimeout, call);
      return { Id: entry.Id };
    });
  },
};
