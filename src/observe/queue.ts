/** Reads an SQS queue: its address and attributes, and its tags. */
import { orAbsent } from './absent.ts';
import type { Look } from './look.ts';

export interface Queue {
  arn: string;
  /** What SQS's other calls want in place of a name. */
  url: string;
  /** How long a message is kept. */
  retentionSeconds: number;
  /** About how many messages wait in it, those being worked on included. */
  messages: number;
  /** The key's ARN, id or alias; undefined where SQS's own key is used or none. */
  kmsKey?: string;
  /** The access policy as AWS keeps it: JSON text. Without one only the account itself may send. */
  policy?: string;
}

/** The address of a queue, by its name. */
async function queueUrl({ aws }: Look, name: string): Promise<string | 'absent'> {
  const [sqs, { GetQueueUrlCommand }] = await Promise.all([aws.sqs(), import('@aws-sdk/client-sqs')]);
  const found = await orAbsent(sqs.send(new GetQueueUrlCommand({ QueueName: name })));
  return found === 'absent' ? 'absent' : (found.QueueUrl ?? '');
}

export async function queue(look: Look, name: string): Promise<Queue | 'absent'> {
  const [sqs, { GetQueueAttributesCommand }, url] = await Promise.all([look.aws.sqs(), import('@aws-sdk/client-sqs'), look.at(queueUrl, name)]);
  if (url === 'absent') return 'absent';
  const attributes = await orAbsent(sqs.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] })));
  // AWS: for a minute after a queue was deleted its address may still be told.
  if (attributes === 'absent') return 'absent';
  const { QueueArn, MessageRetentionPeriod, KmsMasterKeyId, Policy } = attributes.Attributes ?? {};
  const { ApproximateNumberOfMessages: ready = 0, ApproximateNumberOfMessagesNotVisible: inFlight = 0 } = attributes.Attributes ?? {};
  return {
    arn: QueueArn ?? '',
    url,
    retentionSeconds: Number(MessageRetentionPeriod ?? 345_600),
    messages: Number(ready) + Number(inFlight),
    ...(KmsMasterKeyId ? { kmsKey: KmsMasterKeyId } : {}),
    ...(Policy ? { policy: Policy } : {}),
  };
}

export async function queueTags(look: Look, name: string): Promise<Record<string, string> | 'absent'> {
  const [sqs, { ListQueueTagsCommand }, url] = await Promise.all([look.aws.sqs(), import('@aws-sdk/client-sqs'), look.at(queueUrl, name)]);
  if (url === 'absent') return 'absent';
  const found = await orAbsent(sqs.send(new ListQueueTagsCommand({ QueueUrl: url })));
  return found === 'absent' ? 'absent' : (found.Tags ?? {});
}
