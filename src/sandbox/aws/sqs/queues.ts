/** SQS's operations on queues, their attributes and tags. */
import type {
  CreateQueueCommandInput,
  CreateQueueResult,
  DeleteQueueCommandInput,
  GetQueueAttributesCommandInput,
  GetQueueAttributesResult,
  GetQueueUrlCommandInput,
  GetQueueUrlResult,
  ListQueuesCommandInput,
  ListQueuesResult,
  ListQueueTagsCommandInput,
  ListQueueTagsResult,
  PurgeQueueCommandInput,
  SetQueueAttributesCommandInput,
  TagQueueCommandInput,
  UntagQueueCommandInput,
} from '@aws-sdk/client-sqs';
import { isObject, parseJson } from '../../../events/json.ts';
import { type Call, fault, type Handlers } from '../../wire/handler.ts';
import { unserved, type World } from '../../world.ts';
import { readPolicy } from '../policy.ts';
import { attributeDefaults, kept, type Queue, queueByArn, queueOf, queues, readRedrive } from './queue.ts';

function within(least: number, most: number): (value: string) => boolean {
  return value => /^\d+$/.test(value) && Number(value) >= least && Number(value) <= most;
}

const rules: Readonly<Record<string, (value: string) => boolean>> = {
  DelaySeconds: within(0, 900),
  MaximumMessageSize: within(1024, 1_048_576),
  MessageRetentionPeriod: within(60, 1_209_600),
  ReceiveMessageWaitTimeSeconds: within(0, 20),
  VisibilityTimeout: within(0, 43_200),
  KmsDataKeyReusePeriodSeconds: within(60, 86_400),
  KmsMasterKeyId: () => true,
  SqsManagedSseEnabled: value => value === 'true' || value === 'false',
  Policy: value => value === '' || readPolicy(value) !== undefined,
  RedrivePolicy: value => value === '' || readRedrive(value) !== undefined,
  RedriveAllowPolicy: value => value === '' || isObject(parseJson(value)),
};

function checkAttributes(world: World, attributes: Record<string, string>): void {
  for (const [name, value] of Object.entries(attributes)) {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (rule === undefined) throw fault('InvalidAttributeName', `Unknown Attribute ${name}.`);
    if (!rule(value)) throw fault('InvalidAttributeValue', `Invalid value for the parameter ${name}.`);
    const target = name === 'RedrivePolicy' ? readRedrive(value)?.deadLetterTargetArn : undefined;
    if (target !== undefined && queueByArn(world, target) === undefined)
      throw fault('InvalidParameterValue', `Value ${value} for parameter RedrivePolicy is invalid. Reason: Dead letter target does not exist.`);
  }
}

/** AWS: an empty policy takes it away. */
function setAttributes(queue: Queue, attributes: Record<string, string>): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === '') queue.attributes.delete(name);
    else queue.attributes.set(name, value);
  }
}

/** Before the sandbox is served a queue has AWS's own address: SDK clients grumble at any other. */
function urlOf({ world, region }: Call, name: string): string {
  return `${world.url === unserved ? `https://sqs.${region}.amazonaws.com` : world.url}/${world.account}/${name}`;
}

function attributesOf(world: World, queue: Queue): Record<string, string> {
  const now = world.clock.now();
  const messages = kept(world, queue);
  const delayed = messages.filter(one => one.receiveCount === 0 && one.visibleAt > now).length;
  const hidden = messages.filter(one => one.receiveCount > 0 && one.visibleAt > now).length;
  return {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(messages.length - delayed - hidden),
    ApproximateNumberOfMessagesNotVisible: String(hidden),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    CreatedTimestamp: String(Math.floor(queue.createdAt / 1000)),
    LastModifiedTimestamp: String(Math.floor(queue.modifiedAt / 1000)),
    ...attributeDefaults,
    ...Object.fromEntries(queue.attributes),
  };
}

// AWS: a deleted name cannot be taken again for 60 seconds (the API's own words).
const recreateMs = 60_000;

export const queueHandlers: Handlers = {
  CreateQueue({ QueueName, Attributes, tags }: CreateQueueCommandInput, call: Call): CreateQueueResult {
    const { world, region } = call;
    const name = QueueName ?? '';
    const attributes = Attributes ?? {};
    if (name.endsWith('.fifo') || attributes['FifoQueue'] === 'true')
      throw fault(
        'NotImplemented',
        'the sandbox has no FIFO queues: SES publishes to standard topics only, and those deliver to standard queues only',
      );
    if (!/^[A-Za-z0-9_-]{1,80}$/.test(name))
      throw fault('InvalidParameterValue', 'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length');
    checkAttributes(world, attributes);
    const { byName, deletedAt } = queues(world, region);
    const found = byName.get(name);
    if (found !== undefined) {
      const shown = attributesOf(world, found);
      const other = Object.entries(attributes).find(([key, value]) => (shown[key] ?? '') !== value);
      if (other !== undefined)
        throw fault('QueueNameExists', `A queue already exists with the same name and a different value for attribute ${other[0]}`);
      return { QueueUrl: urlOf(call, name) };
    }
    const now = world.clock.now();
    const deleted = deletedAt.get(name);
    if (world.traps.has('sqs-recreate-wait') && deleted !== undefined && now - deleted < recreateMs)
      throw fault('QueueDeletedRecently', 'You must wait 60 seconds after deleting a queue before you can create another with the same name.');
    const queue: Queue = {
      name,
      arn: `arn:aws:sqs:${region}:${world.account}:${name}`,
      region,
      createdAt: now,
      modifiedAt: now,
      attributes: new Map(),
      tags: new Map(Object.entries(tags ?? {})),
      messages: [],
    };
    setAttributes(queue, attributes);
    byName.set(name, queue);
    return { QueueUrl: urlOf(call, name) };
  },

  GetQueueUrl({ QueueName, QueueOwnerAWSAccountId }: GetQueueUrlCommandInput, call: Call): GetQueueUrlResult {
    const queue = queueOf(`${QueueOwnerAWSAccountId ?? call.world.account}/${QueueName}`, call);
    return { QueueUrl: urlOf(call, queue.name) };
  },

  GetQueueAttributes({ QueueUrl, AttributeNames }: GetQueueAttributesCommandInput, call: Call): GetQueueAttributesResult {
    const all = attributesOf(call.world, queueOf(QueueUrl, call));
    const names: readonly string[] = AttributeNames ?? [];
    if (names.includes('All')) return { Attributes: all };
    const unknown = names.find(name => !(name in all) && !Object.hasOwn(rules, name));
    if (unknown !== undefined) throw fault('InvalidAttributeName', `Unknown Attribute ${unknown}.`);
    const chosen = Object.entries(all).filter(([name]) => names.includes(name));
    return chosen.length === 0 ? {} : { Attributes: Object.fromEntries(chosen) };
  },

  SetQueueAttributes({ QueueUrl, Attributes }: SetQueueAttributesCommandInput, call: Call): void {
    const queue = queueOf(QueueUrl, call);
    checkAttributes(call.world, Attributes ?? {});
    setAttributes(queue, Attributes ?? {});
    queue.modifiedAt = call.world.clock.now();
  },

  ListQueues({ QueueNamePrefix, MaxResults, NextToken }: ListQueuesCommandInput, call: Call): ListQueuesResult {
    const names = [...queues(call.world, call.region).byName.keys()].filter(name => name.startsWith(QueueNamePrefix ?? '')).sort();
    const from = Number(NextToken ?? 0);
    const size = MaxResults ?? 1000;
    const urls = names.slice(from, from + size).map(name => urlOf(call, name));
    // AWS: a token comes only to those who asked for pages; an account without queues gets no list at all.
    const next = MaxResults !== undefined && from + size < names.length ? { NextToken: String(from + size) } : {};
    return urls.length === 0 ? {} : { QueueUrls: urls, ...next };
  },

  DeleteQueue({ QueueUrl }: DeleteQueueCommandInput, call: Call): void {
    const { byName, deletedAt } = queues(call.world, call.region);
    const queue = queueOf(QueueUrl, call);
    byName.delete(queue.name);
    deletedAt.set(queue.name, call.world.clock.now());
  },

  PurgeQueue({ QueueUrl }: PurgeQueueCommandInput, call: Call): void {
    const queue = queueOf(QueueUrl, call);
    const now = call.world.clock.now();
    if (queue.purgedAt !== undefined && now - queue.purgedAt < recreateMs)
      throw fault('PurgeQueueInProgress', `Only one PurgeQueue operation on ${queue.name} is allowed every 60 seconds.`);
    queue.purgedAt = now;
    queue.messages = [];
  },

  TagQueue({ QueueUrl, Tags }: TagQueueCommandInput, call: Call): void {
    const queue = queueOf(QueueUrl, call);
    for (const [key, value] of Object.entries(Tags ?? {})) queue.tags.set(key, value);
  },

  UntagQueue({ QueueUrl, TagKeys }: UntagQueueCommandInput, call: Call): void {
    const queue = queueOf(QueueUrl, call);
    for (const key of TagKeys ?? []) queue.tags.delete(key);
  },

  ListQueueTags({ QueueUrl }: ListQueueTagsCommandInput, call: Call): ListQueueTagsResult {
    const { tags } = queueOf(QueueUrl, call);
    return tags.size === 0 ? {} : { Tags: Object.fromEntries(tags) };
  },
};
