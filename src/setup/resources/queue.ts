/** An SQS queue that SNS may send to: for events, or for what a webhook never took. Made with its policy in one call. */
import { awsErrorName } from '../../aws/trouble.ts';
import { lookAt } from '../../observe/look.ts';
import { queueArn } from '../../observe/place.ts';
import { queueTags, queue as readQueue } from '../../observe/queue.ts';
import { ownerTag } from '../owner.ts';
import type { Fields } from '../ref.ts';
import { type Hands, resource } from '../resource.ts';
import { type Grant, ourGrant, queueStatementId, withPublishersOf, withSendGrant } from './policy.ts';

export type QueueFields = Fields & {
  tags: Record<string, string>;
  policy: Grant;
  retentionSeconds?: number;
  kmsKey?: string;
};

/** AWS: a name that was deleted cannot be taken again for 60 seconds, and a change of attributes takes up to 60. <SQS API, CreateQueue, SetQueueAttributes> */
const minuteMs = 60_000;

export const queue = resource<QueueFields>({
  kind: 'queue',
  replaceOn: [],
  iam: [
    ...['sqs:GetQueueUrl', 'sqs:GetQueueAttributes', 'sqs:ListQueueTags'],
    ...['sqs:CreateQueue', 'sqs:SetQueueAttributes', 'sqs:TagQueue', 'sqs:DeleteQueue'],
  ],
  usually: 'a second; a minute where a policy changes or the name was just deleted',

  async read(look, { name }) {
    const [found, tags] = await Promise.all([look.at(readQueue, name), look.at(queueTags, name)]);
    if (found === 'absent' || tags === 'absent') return undefined;
    const { arn, url, retentionSeconds, messages, kmsKey, policy } = found;
    return {
      fields: { tags, policy: ourGrant(policy, queueStatementId), retentionSeconds, ...(kmsKey === undefined ? {} : { kmsKey }) },
      outputs: { arn, url, policy: policy ?? '', messages: String(messages) },
      owner: tags[ownerTag] ?? null,
    };
  },

  keeping: (fields, have) => ({ ...fields, policy: withPublishersOf(fields.policy, ourGrant(have.outputs['policy'], queueStatementId)) }),

  async create(hands, { name, fields }) {
    const [sqs, { CreateQueueCommand }] = await Promise.all([hands.aws.sqs(), import('@aws-sdk/client-sqs')]);
    const arn = queueArn(hands.place, name);
    const made = await onceNameIsFree(hands, () =>
      // AWS: idempotent as long as the attributes are the same, so an answer that was lost does no harm.
      sqs.send(new CreateQueueCommand({ QueueName: name, Attributes: attributes(undefined, arn, fields), tags: fields.tags })),
    );
    return { arn, url: made.QueueUrl ?? '' };
  },

  async update(hands, { name, fields }, { outputs }, changed) {
    const { aws, clock, signal, waiting } = hands;
    const [sqs, { SetQueueAttributesCommand, TagQueueCommand }] = await Promise.all([aws.sqs(), import('@aws-sdk/client-sqs')]);
    const { arn = '', url = '' } = outputs;
    if (changed.has('tags')) await sqs.send(new TagQueueCommand({ QueueUrl: url, Tags: fields.tags }));
    // A plan may have waited long for its yes: what others put into the policy meanwhile stays.
    const found = changed.has('policy') ? await readQueue(lookAt(hands), name) : 'absent';
    const policy = found === 'absent' ? outputs['policy'] : found.policy;
    const kept = withPublishersOf(fields.policy, ourGrant(policy, queueStatementId));
    const wanted = attributes(policy, arn, { ...fields, policy: kept });
    const names: Record<string, string> = { policy: 'Policy', retentionSeconds: 'MessageRetentionPeriod', kmsKey: 'KmsMasterKeyId' };
    const Attributes = Object.fromEntries(
      Object.entries(names).flatMap(([field, name]) => {
        const value = wanted[name];
        return changed.has(field) && value !== undefined ? [[name, value] as const] : [];
      }),
    );
    if (Object.keys(Attributes).length > 0) await sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes }));
    if (!changed.has('policy')) return;
    // AWS: SNS does not try again what a queue's policy refuses, so nobody is told to use the queue before the policy holds.
    waiting("the queue's policy to take effect, a minute");
    await clock.sleep(minuteMs, signal);
  },

  async destroy({ aws }, _want, { outputs }) {
    const [sqs, { DeleteQueueCommand }] = await Promise.all([aws.sqs(), import('@aws-sdk/client-sqs')]);
    await sqs.send(new DeleteQueueCommand({ QueueUrl: outputs['url'] }));
  },
});

function attributes(policy: string | undefined, arn: string, fields: QueueFields): Record<string, string> {
  return {
    Policy: withSendGrant(policy, arn, fields.policy),
    ...(fields.retentionSeconds === undefined ? {} : { MessageRetentionPeriod: String(fields.retentionSeconds) }),
    ...(fields.kmsKey === undefined ? {} : { KmsMasterKeyId: fields.kmsKey }),
  };
}

async function onceNameIsFree<T>({ clock, signal, waiting }: Hands, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!/QueueDeletedRecently/.test(awsErrorName(error) ?? '')) throw error;
    waiting('SQS to free the name, a minute after a queue of that name was deleted');
    await clock.sleep(minuteMs, signal);
    return call();
  }
}
