/** An SNS topic with its access policy: made in one call, so that there is never a topic that SES cannot publish to. */
import { lookAt } from '../../observe/look.ts';
import { place, topicArn } from '../../observe/place.ts';
import { topic as readTopic, topicTags } from '../../observe/topic.ts';
import { ownerTag } from '../owner.ts';
import type { Fields } from '../ref.ts';
import { resource } from '../resource.ts';
import { type Grant, ourGrant, withGrant, withPublishersOf } from './policy.ts';

export type TopicFields = Fields & {
  tags: Record<string, string>;
  /** AWS: version 1 signs with SHA-1. */
  signatureVersion: string;
  policy: Grant;
  kmsKey?: string;
};

export const topic = resource<TopicFields>({
  kind: 'topic',
  replaceOn: [],
  iam: ['sns:CreateTopic', 'sns:GetTopicAttributes', 'sns:SetTopicAttributes', 'sns:ListTagsForResource', 'sns:TagResource', 'sns:DeleteTopic'],
  usually: 'a second',

  async read(look, want) {
    const arn = topicArn(await look.at(place), want.name);
    const [found, tags] = await Promise.all([look.at(readTopic, arn), look.at(topicTags, arn)]);
    if (found === 'absent' || tags === 'absent') return undefined;
    return {
      fields: {
        tags,
        signatureVersion: found.signatureVersion,
        policy: ourGrant(found.policy),
        ...(found.kmsKey ? { kmsKey: found.kmsKey } : {}),
      },
      outputs: { arn: found.arn, policy: found.policy ?? '' },
      owner: tags[ownerTag] ?? null,
    };
  },

  keeping: (fields, have) => ({ ...fields, policy: withPublishersOf(fields.policy, ourGrant(have.outputs['policy'])) }),

  async create({ aws, place }, { name, fields }) {
    const [sns, { CreateTopicCommand }] = await Promise.all([aws.sns(), import('@aws-sdk/client-sns')]);
    const arn = topicArn(place, name);
    // AWS: idempotent by name as long as attributes and tags are the same, so an answer that was lost does no harm.
    await sns.send(
      new CreateTopicCommand({
        Name: name,
        Attributes: {
          SignatureVersion: fields.signatureVersion,
          Policy: withGrant(undefined, arn, place.account, fields.policy),
          ...(fields.kmsKey === undefined ? {} : { KmsMasterKeyId: fields.kmsKey }),
        },
        Tags: Object.entries(fields.tags).map(([Key, Value]) => ({ Key, Value })),
      }),
    );
    return { arn };
  },

  async update(hands, { name, fields }, _have, changed) {
    const { aws, place } = hands;
    const [sns, { SetTopicAttributesCommand, TagResourceCommand }] = await Promise.all([aws.sns(), import('@aws-sdk/client-sns')]);
    const arn = topicArn(place, name);
    const set = (AttributeName: string, AttributeValue: string) =>
      sns.send(new SetTopicAttributesCommand({ TopicArn: arn, AttributeName, AttributeValue }));
    if (changed.has('tags'))
      await sns.send(new TagResourceCommand({ ResourceArn: arn, Tags: Object.entries(fields.tags).map(([Key, Value]) => ({ Key, Value })) }));
    if (changed.has('signatureVersion')) await set('SignatureVersion', fields.signatureVersion);
    if (changed.has('kmsKey') && fields.kmsKey !== undefined) await set('KmsMasterKeyId', fields.kmsKey);
    if (!changed.has('policy')) return;
    // A plan may have waited long for its yes: what others put into the policy meanwhile stays.
    const found = await readTopic(lookAt(hands), arn);
    const policy = found === 'absent' ? undefined : found.policy;
    await set('Policy', withGrant(policy, arn, place.account, withPublishersOf(fields.policy, ourGrant(policy))));
  },

  async destroy({ aws, place }, { name }) {
    const [sns, { DeleteTopicCommand }] = await Promise.all([aws.sns(), import('@aws-sdk/client-sns')]);
    await sns.send(new DeleteTopicCommand({ TopicArn: topicArn(place, name) }));
  },
});
