/** The subscription of a webhook or a queue to the topic. A webhook's counts as there while it waits for the webhook to confirm. */

import { awsErrorText } from '../../aws/trouble.ts';
import { Trouble } from '../../errors.ts';
import { place, topicArn } from '../../observe/place.ts';
import { subscriptionSettings, subscriptions } from '../../observe/subscription.ts';
import type { Fields, Json } from '../ref.ts';
import { nameOf, resource } from '../resource.ts';

export type SubscriptionFields = Fields & {
  /** The topic's ARN. */
  topic: Json;
  protocol: string;
  endpoint: string;
  /** AWS: a raw delivery carries no signature, so a webhook could not tell who sent it. */
  raw: boolean;
  /** ARN of the queue that keeps what a webhook never took. */
  deadLetter?: Json;
};

export const subscription = resource<SubscriptionFields>({
  kind: 'subscription',
  replaceOn: [],
  iam: ['sns:ListSubscriptionsByTopic', 'sns:GetSubscriptionAttributes', 'sns:Subscribe', 'sns:SetSubscriptionAttributes', 'sns:Unsubscribe'],
  usually: 'a second; a webhook then confirms by itself',

  async read(look, { parent = '', fields }) {
    const arnOfTopic = topicArn(await look.at(place), nameOf(parent));
    const all = await look.at(subscriptions, arnOfTopic);
    if (all === 'absent') return undefined;
    const same = all.filter(each => each.protocol === fields.protocol && each.endpoint === fields.endpoint);
    const found = same.find(each => each.arn !== undefined) ?? same[0];
    if (found === undefined) return undefined;
    const { protocol, endpoint } = fields;
    if (found.arn === undefined)
      return {
        // How it delivers cannot be read before it is confirmed: taken to be as wanted.
        fields: { ...fields, topic: arnOfTopic, protocol, endpoint },
        outputs: {},
        pending: 'the webhook has not confirmed, and until it does SNS sends it nothing but the request to; AWS forgets it after two days',
      };
    const settings = await look.at(subscriptionSettings, found.arn);
    if (settings === 'absent') return undefined;
    const { isRaw, deadLetter } = settings;
    return {
      fields: { topic: arnOfTopic, protocol, endpoint, raw: isRaw, ...(deadLetter === undefined ? {} : { deadLetter }) },
      outputs: { arn: found.arn },
    };
  },

  async create({ aws }, { fields }) {
    const [sns, { SubscribeCommand }] = await Promise.all([aws.sns(), import('@aws-sdk/client-sns')]);
    const subscribe = async (Attributes: Record<string, string>) => {
      const { topic: TopicArn, protocol: Protocol, endpoint: Endpoint } = fields;
      const made = await sns.send(new SubscribeCommand({ TopicArn: String(TopicArn), Protocol, Endpoint, Attributes, ReturnSubscriptionArn: true }));
      return made.SubscriptionArn === undefined ? {} : { arn: made.SubscriptionArn };
    };
    try {
      return await subscribe(fields.deadLetter === undefined ? {} : { RedrivePolicy: redrive(fields.deadLetter) });
    } catch (error) {
      // It waits since before a dead-letter queue was wanted: it is asked again as it is, and the next setup gives it the queue.
      if (fields.deadLetter !== undefined && /already exists with different attributes/i.test(awsErrorText(error))) return subscribe({});
      if (!/unreachable endpoint/i.test(awsErrorText(error))) throw error;
      throw new Trouble(
        'aws.refused',
        `SNS cannot reach ${fields.endpoint}`,
        'Start the webhook where the internet can reach it, then run setup again.',
        { cause: error },
      );
    }
  },

  async update({ aws }, { fields }, have, changed) {
    const [sns, { SetSubscriptionAttributesCommand }] = await Promise.all([aws.sns(), import('@aws-sdk/client-sns')]);
    const set = (AttributeName: string, AttributeValue: string) =>
      sns.send(new SetSubscriptionAttributesCommand({ SubscriptionArn: have.outputs['arn'], AttributeName, AttributeValue }));
    if (changed.has('raw')) await set('RawMessageDelivery', String(fields.raw));
    if (changed.has('deadLetter') && fields.deadLetter !== undefined) await set('RedrivePolicy', redrive(fields.deadLetter));
  },

  async destroy({ aws }, _want, have) {
    const arn = have.outputs['arn'];
    // AWS: one that was never confirmed has no ARN and goes by itself after two days.
    if (arn === undefined) return;
    const [sns, { UnsubscribeCommand }] = await Promise.all([aws.sns(), import('@aws-sdk/client-sns')]);
    await sns.send(new UnsubscribeCommand({ SubscriptionArn: arn }));
  },
});

const redrive = (queue: Json): string => JSON.stringify({ deadLetterTargetArn: queue });
