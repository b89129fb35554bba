/** Reads an SQS queue: its address, its attributes and its tags. */
import { orAbsent } from './absent.ts';
import type { Look } from './look.ts';

export interface Queue {
  arn: string;
  /** What SQS's other calls want in place of a name. */
  url: string;
  tags: Record<string, string>;
  /** How long a message is kept. */
  retentionSeconds: number;
  /** About how many messages wait in it, those being worked on included. */
  messages: number;
  /** The key's ARN, id or alias; undefined where SQS's own key is used or none. */
  kmsKey?: string;
  /** The access policy as AWS keeps it: JSON text. Without one only the account itself may send. */
  policy?: string;
}

export async function queue({ aws }: Look, name: string): Promise<Queue | 'absent'> {
  const [sqs, { GetQueueAttributesCommand, GetQueueUrlCommand, ListQueueTagsCommand }] = await Promise.all([
    aws.sqs(),
    import('@aws-sdk/client-sqs'),
  ]);
  const found = await orAbsent(sqs.send(new GetQueueUrlCommand({ QueueName: name })));
  if (found === 'absent') return 'absent';
  const { QueueUrl: url = '' } = found;
  const [attributes, tags] = await Promise.all([
    orAbsent(sqs.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }))),
    orAbsent(sqs.send(new ListQueueTagsCommand({ QueueUrl: url }))),
  ]);
  // AWS: for a minute after a queue was deleted its address may still be told.
  if (attributes === 'absent' || tags === 'absent') return 'absent';
  const { QueueArn, MessageRetentionPeriod, KmsMasterKeyId, Policy } = attributes.Attributes ?? {};
  const { ApproximateNumberOfMessages: ready = 0, ApproximateNumberOfMessagesNotVisible: inFlight = 0 } = attributes.Attributes ?? {};
  return {
    arn: QueueArn ?? '',
    url,
    tags: tags.Tags ?? {},
    retentionSeconds: Number(MessageRetentionPeriod ?? 345_600),
    messages: Number(ready) + Number(inFlight),
    ...(KmsMasterKeyId ? { kmsKey: KmsMasterKeyId } : {}),
    ...(Policy ? { policy: Policy } : {}),
  };
}
