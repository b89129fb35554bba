/** Reads an SNS topic: its attributes, and its tags. */
import { orAbsent } from './absent.ts';
import type { Look } from './look.ts';

export interface Topic {
  arn: string;
  /** AWS: 1 (SHA1) until the attribute says 2. */
  signatureVersion: string;
  isFifo: boolean;
  /** The key's ARN, id or alias; undefined where the topic is not encrypted. */
  kmsKey?: string;
  /** The access policy as AWS keeps it: JSON text, which may be anything that somebody put there. */
  policy?: string;
}

export async function topic({ aws }: Look, arn: string): Promise<Topic | 'absent'> {
  const [sns, { GetTopicAttributesCommand }] = await Promise.all([aws.sns(), import('@aws-sdk/client-sns')]);
  const attributes = await orAbsent(sns.send(new GetTopicAttributesCommand({ TopicArn: arn })));
  if (attributes === 'absent') return 'absent';
  const { SignatureVersion, FifoTopic, KmsMasterKeyId, Policy } = attributes.Attributes ?? {};
  return {
    arn,
    signatureVersion: SignatureVersion ?? '1',
    isFifo: FifoTopic === 'true',
    ...(KmsMasterKeyId ? { kmsKey: KmsMasterKeyId } : {}),
    ...(Policy ? { policy: Policy } : {}),
  };
}

export async function topicTags({ aws }: Look, arn: string): Promise<Record<string, string> | 'absent'> {
  const [sns, { ListTagsForResourceCommand }] = await Promise.all([aws.sns(), import('@aws-sdk/client-sns')]);
  const found = await orAbsent(sns.send(new ListTagsForResourceCommand({ ResourceArn: arn })));
  return found === 'absent' ? 'absent' : Object.fromEntries((found.Tags ?? []).map(tag => [tag.Key ?? '', tag.Value ?? '']));
}
