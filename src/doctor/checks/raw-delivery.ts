/** Whether webhooks get messages in their signed envelope. */
import { check, ok, problem, skipped } from '../check.ts';
import { ofEverySubscription } from '../each.ts';

export const rawDelivery = check({
  id: 'raw-delivery',
  about: 'whether webhooks get messages in their signed envelope',
  hop: 'subscription',
  symptoms: ['no-events'],
  iam: ['sns:ListSubscriptionsByTopic', 'sns:GetSubscriptionAttributes'],
  explains: ['subscription'],
  look: scene =>
    ofEverySubscription(scene, ({ title, fields }, { isRaw }) => {
      if (fields['protocol'] === 'sqs') return skipped(`${title} is a queue, which nobody else can write to`);
      if (!isRaw) return ok(`${title} gets signed envelopes`);
      return problem('events', `${title} gets raw messages, without envelope and signature`, {
        means: 'A webhook cannot tell who sent them, and one that looks for the envelope finds none.',
        mend: scene.setupCommand,
      });
    }),
});
