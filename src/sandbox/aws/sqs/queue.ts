/** What the account holds of SQS: queues and their messages, visibility by the world's clock, dead letters, who may send. */
import { createHash } from 'node:crypto';
import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import { isObject, parseJson } from '../../../events/json.ts';
import { type Call, fault } from '../../wire/handler.ts';
import { shelf, type World } from '../../world.ts';
import { type Access, decide, readPolicy } from '../policy.ts';

export interface Message {
  id: string;
  body: string;
  attributes: Record<string, MessageAttributeValue>;
  senderId: string;
  sentAt: number;
  /** Milliseconds since 1970; before that nobody sees it. */
  visibleAt: number;
  firstReceivedAt?: number;
  receiveCount: number;
  /** Of the last time it was received. */
  receipt?: string;
}

export interface Queue {
  name: string;
  arn: string;
  region: string;
  createdAt: number;
  modifiedAt: number;
  /** As set; defaults are filled in when they are read. */
  attributes: Map<string, string>;
  tags: Map<string, string>;
  messages: Message[];
  purgedAt?: number;
}

export interface Queues {
  byName: Map<string, Queue>;
  /** When a name was last deleted. */
  deletedAt: Map<string, number>;
}

export const queues = shelf<Queues>(() => ({ byName: new Map(), deletedAt: new Map() }));

/** What CreateQueue gives a queue that asks for nothing else. */
export const attributeDefaults: Readonly<Record<string, string>> = {
  DelaySeconds: '0',
  // AWS: 1 MiB since August 2025. <https://aws.amazon.com/about-aws/whats-new/2025/08/amazon-sqs-max-payload-size-1mib/>
  MaximumMessageSize: '1048576',
  MessageRetentionPeriod: '345600',
  ReceiveMessageWaitTimeSeconds: '0',
  VisibilityTimeout: '30',
  SqsManagedSseEnabled: 'true',
};

export function setting(queue: Queue, name: string): number {
  return Number(queue.attributes.get(name) ?? attributeDefaults[name]);
}

/** The queue of a URL: its last part is its name, whatever address the sandbox has now. */
export function queueOf(url: string | undefined, { world, region }: Call): Queue {
  const [account, name] = (url ?? '').split('/').slice(-2);
  const found = account === world.account ? queues(world, region).byName.get(name ?? '') : undefined;
  if (found === undefined) throw fault('QueueDoesNotExist', 'The specified queue does not exist.');
  return found;
}

export function queueByArn(world: World, arn: string): Queue | undefined {
  const [, , service, region, account, name] = arn.split(':');
  if (service !== 'sqs' || region === undefined || account !== world.account) return undefined;
  return queues(world, region).byName.get(name ?? '');
}

export function md5(text: string | Uint8Array): string {
  return createHash('md5').update(text).digest('hex');
}

/** AWS's digest of message attributes: names, types and values with their lengths. <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html> */
export function attributesMd5(attributes: Record<string, MessageAttributeValue>): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const counted = (bytes: Uint8Array) => {
    const size = Buffer.alloc(4);
    size.writeUInt32BE(bytes.length);
    return Buffer.concat([size, bytes]);
  };
  const parts = names.flatMap(name => {
    const { DataType = '', StringValue, BinaryValue } = attributes[name] ?? { DataType: '' };
    const value = BinaryValue === undefined ? [Buffer.from([1]), counted(Buffer.from(StringValue ?? ''))] : [Buffer.from([2]), counted(BinaryValue)];
    return [counted(Buffer.from(name)), counted(Buffer.from(DataType)), ...value];
  });
  return md5(Buffer.concat(parts));
}

/** Messages that are still kept, oldest first. */
export function kept(world: World, queue: Queue): Message[] {
  const oldest = world.clock.now() - setting(queue, 'MessageRetentionPeriod') * 1000;
  queue.messages = queue.messages.filter(one => one.sentAt > oldest);
  return queue.messages;
}

export interface Letter {
  body: string;
  attributes?: Record<string, MessageAttributeValue>;
  delaySeconds?: number;
  senderId: string;
}

/** Puts a message into a queue; whether the sender may is asked elsewhere. */
export function put(world: World, queue: Queue, { body, attributes = {}, delaySeconds, senderId }: Letter): Message {
  const now = world.clock.now();
  const visibleAt = now + (delaySeconds ?? setting(queue, 'DelaySeconds')) * 1000;
  const message: Message = { id: world.random.uuid(), body, attributes, senderId, sentAt: now, visibleAt, receiveCount: 0 };
  queue.messages.push(message);
  return message;
}

/** AWS: attribute changes take up to 60 seconds. <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html> */
const policyLagMs = 60_000;

/** Whether the queue's own policy lets a service send to it. Without a policy only the owner may. */
export function maySend(world: World, queue: Queue, access: Omit<Access, 'action' | 'resource'>): boolean {
  if (world.traps.has('sqs-policy-lag') && world.clock.now() < queue.modifiedAt + world.pace(policyLagMs)) return false;
  const policy = readPolicy(queue.attributes.get('Policy') ?? '');
  return policy !== undefined && decide(policy, { ...access, action: 'sqs:SendMessage', resource: queue.arn }) === 'allowed';
}

export interface Redrive {
  deadLetterTargetArn: string;
  maxReceiveCount: number;
}

export function readRedrive(text: string): Redrive | undefined {
  const value = parseJson(text);
  if (!isObject(value)) return undefined;
  const arn = value['deadLetterTargetArn'];
  // AWS: the console writes the count as a string, both are taken.
  const count = Number(value['maxReceiveCount']);
  return typeof arn === 'string' && Number.isInteger(count) && count >= 1 && count <= 1000
    ? { deadLetterTargetArn: arn, maxReceiveCount: count }
    : undefined;
}

/** Up to `most` visible messages, now in flight for that long; those received too often go to the dead-letter queue instead. */
export function take(world: World, queue: Queue, most: number, visibilitySeconds: number): Message[] {
  const now = world.clock.now();
  const redrive = readRedrive(queue.attributes.get('RedrivePolicy') ?? '');
  const deadLetters = redrive === undefined ? undefined : queueByArn(world, redrive.deadLetterTargetArn);
  const taken: Message[] = [];
  for (const message of [...kept(world, queue)]) {
    if (taken.length === most) break;
    if (message.visibleAt > now) continue;
    if (redrive !== undefined && deadLetters !== undefined && message.receiveCount >= redrive.maxReceiveCount) {
      queue.messages = queue.messages.filter(one => one !== message);
      // AWS: a dead letter keeps its id and the time it was first sent.
      deadLetters.messages.push({ ...message, visibleAt: now });
      continue;
    }
    message.receiveCount += 1;
    message.firstReceivedAt ??= now;
    message.visibleAt = now + visibilitySeconds * 1000;
    message.receipt = Buffer.from(world.random.bytes(48)).toString('base64');
    taken.push(message);
  }
  return taken;
}
