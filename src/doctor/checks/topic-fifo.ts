/** Whether somebody made a FIFO topic where SES needs a standard one. */
import { place, topicArn } from '../../observe/place.ts';
import { topic } from '../../observe/topic.ts';
import { check, ok, problem } from '../check.ts';
import { ofEvery } from '../each.ts';

export const topicFifo = check({
  id: 'topic-fifo',
  about: 'whether a FIFO topic stands where SES needs a standard one',
  hop: 'topic',
  symptoms: ['no-events'],
  iam: ['sns:GetTopicAttributes'],
  explains: ['topic', 'subscription', 'event-destination'],
  look: scene =>
    ofEvery(scene, 'topic', async ({ name, title }) => {
      const arn = topicArn(await scene.look.at(place), name);
      if ((await scene.look.at(topic, arn)) !== 'absent') return ok(`${title} is a standard topic`);
      if ((await scene.look.at(topic, `${arn}.fifo`)) === 'absent') return ok(`no FIFO topic stands in the place of ${title}`);
      return problem('events', `there is no ${title}, only the FIFO topic ${name}.fifo`, {
        // AWS: <https://docs.aws.amazon.com/ses/latest/dg/event-publishing-add-event-destination-sns.html>
        means: 'SES publishes to standard topics alone. Setup makes one beside it, and leaves the FIFO topic to whoever made it.',
        mend: scene.setupCommand,
      });
    }),
});
