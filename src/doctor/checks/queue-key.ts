/** Whether SNS can use the key that a queue is encrypted with. */
import { check, ok, problem } from '../check.ts';
import { ofEveryQueue } from '../each.ts';
import { isManaged, keyUnread } from '../key.ts';

export const queueKey = check({
  id: 'queue-key',
  about: 'whether SNS can use the key that a queue is encrypted with',
  hop: 'subscription',
  symptoms: ['no-events'],
  iam: ['sqs:GetQueueUrl', 'sqs:GetQueueAttributes'],
  explains: ['queue'],
  look: scene =>
    ofEveryQueue(scene, ({ title, fields }, { url, kmsKey }) => {
      if (kmsKey === undefined) return ok(`${title} has no key that could keep SNS out`);
      if (!isManaged(kmsKey, 'sqs')) return keyUnread(scene, { title, kmsKey, service: 'sns.amazonaws.com' });
      return problem('events', `${title} is encrypted with ${kmsKey}, which SNS cannot use`, {
        // AWS: <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html>
        means:
          'The policy of a key that AWS manages cannot be changed, so nothing arrives. Use a key of your own, or the encryption that SQS does by itself.',
        mend:
          fields['kmsKey'] === undefined
            ? scene.awsCommand([
                'sqs',
                'set-queue-attributes',
                '--queue-url',
                url,
                '--attributes',
                '{"KmsMasterKeyId":"","SqsManagedSseEnabled":"true"}',
              ])
            : scene.setupCommand,
      });
    }),
});
