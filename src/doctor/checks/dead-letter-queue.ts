/** Whether what a webhook does not take is kept in a dead-letter queue. */
import { place, queueArn } from '../../observe/place.ts';
import { isRef } from '../../setup/ref.ts';
import { nameOf } from '../../setup/resource.ts';
import { check, ok, problem, skipped } from '../check.ts';
import { ofEverySubscription } from '../each.ts';

export const deadLetterQueue = check({
  id: 'dead-letter-queue',
  about: 'whether what a webhook does not take is kept',
  hop: 'subscription',
  symptoms: ['no-events'],
  iam: ['sns:ListSubscriptionsByTopic', 'sns:GetSubscriptionAttributes'],
  explains: ['subscription'],
  async look(scene) {
    const here = await scene.look.at(place);
    return ofEverySubscription(scene, ({ title, fields }, { deadLetter }) => {
      const wish = fields['deadLetter'];
      if (!isRef(wish)) return skipped(`${title} is to have no dead-letter queue`);
      const name = nameOf(wish.$ref);
      if (deadLetter === queueArn(here, name)) return ok(`what ${title} does not take is kept in ${name}`);
      return problem('soon', `what ${title} does not take is ${deadLetter === undefined ? 'lost' : `kept in ${deadLetter}`}, not kept in ${name}`, {
        // AWS: without a delivery policy of its own SNS tries four times within a minute. <https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html>
        means: 'Whenever it is away for longer than SNS tries, a minute as AWS sets it, events go there.',
        mend: scene.setupCommand,
      });
    });
  },
});
