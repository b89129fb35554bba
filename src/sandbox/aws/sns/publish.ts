/** Publishes to a topic: by the account itself, or by a service that the topic's policy must let in. */
import type { MessageAttributeValue, PublishCommandInput, PublishResponse } from '@aws-sdk/client-sns';
import { isObject, parseJson } from '../../../events/json.ts';
import { type Call, fault, type Handlers } from '../../wire/handler.ts';
import type { World } from '../../world.ts';
import { decide, readPolicy } from '../policy.ts';
import { deliver } from './deliver.ts';
import type { Notice } from './message.ts';
import { defaultPolicy, invalid, subscriptionsOf, type Topic, topicOf, topics } from './topic.ts';

export interface Publication {
  topicArn: string;
  message: string;
  subject?: string;
  /** A service publishes in its own name; what it acts for is what the policy's conditions ask about. */
  from: { service: string; sourceArn: string; sourceAccount: string };
}

/**
 * As an AWS service publishes: the topic's policy is asked, and a key that only AWS may change keeps every service out.
 *
 * @returns the message's id
 * @throws a fault where the topic is not there, is FIFO, or does not let the service in
 */
export function publish(world: World, region: string, { topicArn, message, subject, from }: Publication): { messageId: string } {
  const topic = topics(world, region).get(topicArn);
  if (topic === undefined) throw fault('NotFoundException', 'Topic does not exist');
  // AWS: `aws:SourceOwner`, which the default policy asks for, is not among the keys: nobody has measured whether SES still sends it, so the stricter way.
  const context = { 'aws:sourcearn': from.sourceArn, 'aws:sourceaccount': from.sourceAccount };
  const policy = readPolicy(topic.attributes.get('Policy') ?? defaultPolicy(topic, world.account));
  const access = { principal: { service: from.service }, action: 'sns:Publish', resource: topic.arn, context };
  if (policy === undefined || decide(policy, access) !== 'allowed')
    throw fault('AuthorizationErrorException', `${from.service} is not authorized to perform: SNS:Publish on resource: ${topicArn}`);
  // AWS: the key behind alias/aws/sns cannot be edited, so no service can use it. <https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html>
  if (/(^|:)alias\/aws\/sns$/.test(topic.attributes.get('KmsMasterKeyId') ?? ''))
    throw fault('KMSAccessDeniedException', `${from.service} may not use the key of topic ${topicArn}`);
  if (topic.isFifo) throw invalid('The MessageGroupId parameter is required for FIFO topics');
  return { messageId: send(world, topic, { message, ...(subject === undefined ? {} : { subject }), attributes: {} }, {}) };
}

/** @param byProtocol other texts for other protocols (MessageStructure json) */
function send(world: World, topic: Topic, content: Omit<Notice, 'id' | 'at'>, byProtocol: Record<string, unknown>): string {
  const notice: Notice = { ...content, id: world.random.uuid(), at: new Date(world.clock.now()).toISOString() };
  for (const subscription of subscriptionsOf(world, topic)) {
    if (subscription.pendingSince !== undefined) continue;
    const own = byProtocol[subscription.protocol];
    deliver(world, topic, subscription, typeof own === 'string' ? { ...notice, message: own } : notice);
  }
  return notice.id;
}

const mostBytes = 262_144;

function checkAttributes(attributes: Record<string, MessageAttributeValue>): void {
  for (const [name, { DataType, StringValue, BinaryValue }] of Object.entries(attributes)) {
    if (!/^(String|Number|Binary)(\..+)?$/.test(DataType ?? ''))
      throw fault(
        'InvalidParameterValueException',
        `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
      );
    if (StringValue === undefined && BinaryValue === undefined)
      throw fault(
        'InvalidParameterValueException',
        `The message attribute '${name}' must contain non-empty message attribute value for message attribute type '${DataType}'.`,
      );
  }
}

export const publishHandlers: Handlers = {
  Publish(input: PublishCommandInput, call: Call): PublishResponse {
    const { world } = call;
    const { Message: message = '', Subject: subject, MessageAttributes: attributes = {} } = input;
    const target = input.TopicArn ?? input.TargetArn;
    if (target === undefined)
      throw input.PhoneNumber === undefined
        ? invalid('TopicArn or TargetArn Reason: no value for required parameter')
        : fault('NotImplemented', 'the sandbox sends no text messages');
    const topic = topicOf(target, call);
    if (message === '') throw invalid('Empty message');
    if (Buffer.byteLength(message) > mostBytes) throw invalid('Message too long');
    // AWS: a subject is printable ASCII without line breaks, under 100 characters. <https://docs.aws.amazon.com/sns/latest/api/API_Publish.html>
    if (subject !== undefined && !/^[\x21-\x7e][\x20-\x7e]{0,99}$/.test(subject)) throw invalid('Subject');
    checkAttributes(attributes);
    const policy = readPolicy(topic.attributes.get('Policy') ?? '');
    const access = {
      principal: { account: world.account },
      action: 'sns:Publish',
      resource: topic.arn,
      context: { 'aws:sourceowner': world.account },
    };
    if (policy !== undefined && decide(policy, access) === 'denied')
      throw fault(
        'AuthorizationErrorException',
        `User: arn:aws:iam::${world.account}:user/sandbox is not authorized to perform: SNS:Publish on resource: ${topic.arn} with an explicit deny in a resource-based policy`,
      );
    const texts = input.MessageStructure === 'json' ? byProtocol(message) : {};
    const text = typeof texts['default'] === 'string' ? texts['default'] : message;
    if (topic.isFifo && input.MessageGroupId === undefined) throw invalid('The MessageGroupId parameter is required for FIFO topics');
    const id = send(world, topic, { message: text, ...(subject === undefined ? {} : { subject }), attributes }, texts);
    if (!topic.isFifo) return { MessageId: id };
    topic.sequence += 1;
    return { MessageId: id, SequenceNumber: String(topic.sequence).padStart(20, '1') };
  },
};

function byProtocol(message: string): Record<string, unknown> {
  const texts = parseJson(message);
  if (!isObject(texts)) throw invalid('Message Structure - JSON message body failed to parse');
  if (typeof texts['default'] !== 'string') throw invalid('Message Structure - No default entry in JSON message body');
  return texts;
}
