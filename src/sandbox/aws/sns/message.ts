/** The bodies that SNS sends: signed envelopes, laid out as SNS lays them out. */
import type { MessageAttributeValue } from '@aws-sdk/client-sns';
import type { World } from '../../world.ts';
import { signerOf } from './signer.ts';
import type { Subscription, Topic } from './topic.ts';

export interface Notice {
  id: string;
  /** ISO 8601 with milliseconds: when it was published. */
  at: string;
  message: string;
  subject?: string;
  attributes: Record<string, MessageAttributeValue>;
}

// AWS: keys in byte order, `key\nvalue\n`, Subject only where there is one. <https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html>
const signedKeys = ['Message', 'MessageId', 'SubscribeURL', 'Subject', 'Timestamp', 'Token', 'TopicArn', 'Type'];

async function signed(world: World, topic: Topic, fields: Record<string, string>): Promise<Record<string, string>> {
  const signer = await signerOf(world);
  // AWS: version 1 (SHA1) until the topic's attribute says 2.
  const version = topic.attributes.get('SignatureVersion') === '2' ? '2' : '1';
  const text = signedKeys.flatMap(key => (fields[key] === undefined ? [] : [`${key}\n${fields[key]}\n`])).join('');
  return { ...fields, SignatureVersion: version, Signature: signer.sign(text, version), SigningCertURL: world.url + signer.path };
}

/** AWS's own layout: two spaces, and spaces around the colon. */
function laidOut(fields: Record<string, unknown>): string {
  const lines = Object.entries(fields).map(([key, value]) => `  ${JSON.stringify(key)} : ${JSON.stringify(value)}`);
  return `{\n${lines.join(',\n')}\n}`;
}

function shownAttributes(attributes: Notice['attributes']): object {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
      name,
      { Type: DataType, Value: BinaryValue === undefined ? StringValue : Buffer.from(BinaryValue).toString('base64') },
    ]),
  );
}

/** The body of a notification to one subscriber. */
export async function notification(world: World, topic: Topic, subscription: Subscription, notice: Notice): Promise<string> {
  const fields = await signed(world, topic, {
    Type: 'Notification',
    MessageId: notice.id,
    TopicArn: topic.arn,
    ...(notice.subject === undefined ? {} : { Subject: notice.subject }),
    Message: notice.message,
    Timestamp: notice.at,
  });
  const unsubscribe = `${world.url}/?Action=Unsubscribe&SubscriptionArn=${subscription.arn}`;
  const attributes = Object.keys(notice.attributes).length === 0 ? {} : { MessageAttributes: shownAttributes(notice.attributes) };
  return laidOut({ ...fields, UnsubscribeURL: unsubscribe, ...attributes });
}

/** The body that asks for a subscription to be confirmed, or tells that one has ended; both carry a token. */
export async function handshake(
  world: World,
  topic: Topic,
  subscription: Subscription,
  type: 'SubscriptionConfirmation' | 'UnsubscribeConfirmation',
  id: string,
): Promise<string> {
  const message =
    type === 'SubscriptionConfirmation'
      ? `You have chosen to subscribe to the topic ${topic.arn}.\nTo confirm the subscription, visit the SubscribeURL included in this message.`
      : `You have chosen to deactivate subscription ${subscription.arn}.\nTo cancel this operation and restore the subscription, visit the SubscribeURL included in this message.`;
  return laidOut(
    await signed(world, topic, {
      Type: type,
      MessageId: id,
      Token: subscription.token,
      TopicArn: topic.arn,
      Message: message,
      SubscribeURL: `${world.url}/?Action=ConfirmSubscription&TopicArn=${topic.arn}&Token=${subscription.token}`,
      Timestamp: new Date(world.clock.now()).toISOString(),
    }),
  );
}
