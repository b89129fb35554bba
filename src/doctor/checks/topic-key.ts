/** Whether SES can use the key that the topic is encrypted with. */
import { check, ok, problem } from '../check.ts';
import { ofEveryTopic } from '../each.ts';
import { isManaged, keyUnread } from '../key.ts';

export const topicKey = check({
  id: 'topic-key',
  about: 'whether SES can use the key that the topic is encrypted with',
  hop: 'topic',
  symptoms: ['no-events'],
  iam: ['sns:GetTopicAttributes'],
  explains: ['topic'],
  look: scene =>
    ofEveryTopic(scene, ({ title, fields }, { arn, kmsKey }) => {
      if (kmsKey === undefined) return ok(`${title} has no key that could keep SES out`);
      if (!isManaged(kmsKey, 'sns')) return keyUnread(scene, { title, kmsKey, service: 'ses.amazonaws.com' });
      return problem('events', `${title} is encrypted with ${kmsKey}, which SES cannot use`, {
        // AWS: <https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html>
        means: 'The policy of a key that AWS manages cannot be changed, so every event is lost on the way. Use a key of your own, or none.',
        mend:
          fields['kmsKey'] === undefined
            ? scene.awsCommand(['sns', 'set-topic-attributes', '--topic-arn', arn, '--attribute-name', 'KmsMasterKeyId', '--attribute-value', ''])
            : scene.setupCommand,
      });
    }),
});
