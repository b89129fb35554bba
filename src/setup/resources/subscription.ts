/** A webhook's subscription to the topic. It counts as there while it waits for the webhook to confirm. */

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
};

export const subscription = resource<SubscriptionFields>({
  kind: 'subscription',
  replaceOn: [],
  iam: ['sns:ListSubscriptionsByTopic', 'sns:GetSubscriptionAttributes', 'sns:Subscribe', 'sns:SetSubscriptionAttributes', 'sns:Unsubscribe'],
  usually: 'a second; the webhook then confirms by itself',

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
        // How it delivers cannot be read before it is confirmed.
        fields: { topic: arnOfTopic, protocol, endpoint, raw: fields.raw },
        outputs: {},
        pending: 'the webhook has not confirmed, and until it does SNS sends it nothing but the request to; AWS forgets it after two days',
      };
    const settings = await look.at(subscriptionSettings, found.arn);
    if (settings === 'absent') return undefined;
    return { fields: { topic: arnOfTopic, protocol, endpoint, raw: settings.isRaw }, outputs: { arn: found.arn } };
  },

  async create({ aws }, { fields }) {
    const [sns, { SubscribeCommand }] = await Promise.all([aws.sns(), import('@aws-sdk/client-sns')]);
    try {
      const made = await sns.send(
        new SubscribeCommand({ TopicArn: String(fields.topic), Protocol: fields.protocol, Endpoint: fields.endpoint, ReturnSubscriptionArn: true }),
      );
      return made.SubscriptionArn === undefined ? {} : { arn: made.SubscriptionArn };
    } catch (error) {
      if (!/unreachable endpoint/i.test(awsErrorText(error))) throw error;
      throw new Trouble(
        'aws.refused',
        `SNS cannot reach ${fields.endpoint}`,
        'Start the webhook where the internet can reach it, then run setup again.',
        {
          cause: error,
        },
      );
    }
  },

  async update({ aws }, { fields }, have) {
    const [sns, { SetSubscriptionAttributesCommand }] = await Promise.all([aws.sns(), import('@aws-sdk/client-sns')]);
    await sns.send(
      new SetSubscriptionAttributesCommand({
        SubscriptionArn: have.outputs['arn'],
        AttributeName: 'RawMessageDelivery',
        AttributeValue: String(fields.raw),
      }),
    );
  },

  async destroy({ aws }, _want, have) {
    const arn = have.outputs['arn'];
    // AWS: one that was never confirmed has no ARN and goes by itself after two days.
    if (arn === undefined) return;
    const [sns, { UnsubscribeCommand }] = await Promise.all([aws.sns(), import('@aws-sdk/client-sns')]);
    await sns.send(new UnsubscribeCommand({ SubscriptionArn: arn }));
  },
});
