/** Whether the topics exist. */
import { place, topicArn } from '../../observe/place.ts';
import { topic as readTopic } from '../../observe/topic.ts';
import { check, ok, problem } from '../check.ts';
import { ofEvery } from '../each.ts';

export const topic = check({
  id: 'topic',
  about: 'whether the topics exist',
  hop: 'topic',
  symptoms: ['no-events'],
  iam: ['sns:GetTopicAttributes'],
  after: ['topic-fifo'],
  explains: ['topic', 'subscription'],
  look: scene =>
    ofEvery(scene, 'topic', async ({ name, title }) => {
      if ((await scene.look.at(readTopic, topicArn(await scene.look.at(place), name))) !== 'absent') return ok(`there is ${title}`);
      return problem('events', `there is no ${title} in ${scene.region}`, {
        means: 'SES has nowhere to publish to, and the subscriptions went with the topic. A webhook has to confirm anew.',
        mend: scene.setupCommand,
      });
    }),
});
