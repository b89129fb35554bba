/** Whether the queues exist. */
import { queue as readQueue } from '../../observe/queue.ts';
import { check, ok, problem } from '../check.ts';
import { ofEvery } from '../each.ts';

export const queue = check({
  id: 'queue',
  about: 'whether the queues exist',
  hop: 'subscription',
  symptoms: ['no-events'],
  iam: ['sqs:GetQueueUrl', 'sqs:GetQueueAttributes'],
  explains: ['queue'],
  look: scene =>
    ofEvery(scene, 'queue', async ({ name, title }) => {
      if ((await scene.look.at(readQueue, name)) !== 'absent') return ok(`there is ${title}`);
      const isDead = title.startsWith('dead-letter');
      return problem(isDead ? 'soon' : 'events', `there is no ${title} in ${scene.region}`, {
        means: isDead ? 'What a webhook does not take is lost after the last try.' : 'SNS drops what it has for it, and tells nobody.',
        mend: scene.setupCommand,
      });
    }),
});
