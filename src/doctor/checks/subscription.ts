/** Whether every webhook and queue is subscribed to its topic. */
import { check, ok, problem } from '../check.ts';
import { ofEverySubscriptionWanted } from '../each.ts';

export const subscription = check({
  id: 'subscription',
  about: 'whether every webhook and queue is subscribed to its topic',
  hop: 'subscription',
  symptoms: ['no-events', 'pending'],
  iam: ['sns:ListSubscriptionsByTopic'],
  explains: ['subscription'],
  look: scene =>
    ofEverySubscriptionWanted(scene, ({ title, fields }, found) => {
      if (found !== undefined) return ok(`${title} is subscribed`);
      const isWebhook = fields['protocol'] !== 'sqs';
      return problem('events', `${title} is not subscribed`, {
        means: isWebhook ? 'SNS sends it nothing. A subscription that is not confirmed within two days is forgotten.' : 'SNS puts nothing into it.',
        mend: scene.setupCommand,
      });
    }),
});
