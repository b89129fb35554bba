/** What can be said of an encryption key without reading its policy. */
import { type Outcome, unknown } from './check.ts';
import type { Scene } from './scene.ts';

/** Whether it is the key that AWS manages for that service, by its alias. */
export function isManaged(kmsKey: string, service: 'sns' | 'sqs'): boolean {
  return new RegExp(`(^|:)alias/aws/${service}$`).test(kmsKey);
}

/** A key of the operator's own: its policy decides, and is not read here. AWS shows a policy by id or ARN alone, not by an alias. */
export function keyUnread({ awsCommand }: Scene, { title, kmsKey, service }: { title: string; kmsKey: string; service: string }): Outcome {
  const isAlias = /(^|:)alias\//.test(kmsKey);
  return unknown(`whether ${service} may use the key of ${title} is not known: ${kmsKey}`, {
    means: `Its policy must let ${service} use kms:GenerateDataKey* and kms:Decrypt, else everything is lost on the way.`,
    shows: isAlias
      ? awsCommand(['kms', 'describe-key', '--key-id', kmsKey])
      : awsCommand(['kms', 'get-key-policy', '--key-id', kmsKey, '--policy-name', 'default', '--output', 'text']),
  });
}
