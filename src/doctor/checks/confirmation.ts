/** Whether every webhook has confirmed its subscription. */
import { check, ok, problem, skipped } from '../check.ts';
import { ofEverySubscriptionWanted } from '../each.ts';

export const confirmation = check({
  id: 'confirmation',
  about: 'whether every webhook has confirmed its subscription',
  hop: 'subscription',
  symptoms: ['no-events', 'pending'],
  iam: ['sns:ListSubscriptionsByTopic'],
  after: ['webhook-reachable', 'webhook-certificate'],
  look: scene =>
    ofEverySubscriptionWanted(scene, ({ title }, found) => {
      if (found === undefined) return skipped(`${title} is not subscribed`);
      if (found.arn !== undefined) return ok(`${title} is confirmed`);
      return problem('events', `${title} has not confirmed its subscription`, {
        // AWS: SNS does not say since when. <https://aws.amazon.com/about-aws/whats-new/2023/05/amazon-sns-automatic-deletion-unconfirmed-subscriptions/>
        means:
          'SNS posted a request to it and sends nothing else until it is confirmed; two days after the request it forgets the subscription. Its log says what it did with the request (SNS posts JSON as text/plain); `ses-track listen` confirms by itself. Then have SNS ask again.',
        mend: `${scene.setupCommand} --wait-webhook`,
      });
    }),
});
