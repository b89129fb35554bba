/** Whether messages wait that a webhook never took. */
import { span } from '../../cert/time.ts';
import { check, ok, problem, skipped } from '../check.ts';
import { ofEveryQueue } from '../each.ts';

export const deadLetters = check({
  id: 'dead-letters',
  about: 'whether messages wait that a webhook never took',
  hop: 'webhook',
  symptoms: ['no-events'],
  iam: ['sqs:GetQueueUrl', 'sqs:GetQueueAttributes'],
  after: ['webhook-reachable', 'webhook-certificate'],
  look: scene =>
    ofEveryQueue(scene, ({ title }, { url, messages, retentionSeconds }) => {
      if (!title.startsWith('dead-letter')) return skipped(`${title} is for events`);
      if (messages === 0) return ok(`${title} is empty`);
      return problem('events', `${title} holds about ${messages} ${messages === 1 ? 'message' : 'messages'} that a webhook never took`, {
        means: `They are SNS messages as they were posted, kept for ${span(retentionSeconds * 1000)}, with the reason as an attribute. A 4xx answer lands here at once, 5xx and silence after the last try. Mend the webhook, then post them to it again or import them.`,
        shows: scene.awsCommand([
          ...['sqs', 'receive-message', '--queue-url', url, '--max-number-of-messages', '10'],
          ...['--visibility-timeout', '0', '--message-attribute-names', 'All'],
        ]),
      });
    }),
});
