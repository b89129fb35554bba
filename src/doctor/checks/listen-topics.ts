/** Whether the receiver of the config file believes the topics that events come from. */
import { place, topicArn } from '../../observe/place.ts';
import { check, ok, problem, skipped } from '../check.ts';
import { ofEvery } from '../each.ts';

export const listenTopics = check({
  id: 'listen-topics',
  about: 'whether listen believes the topics that events come from',
  hop: 'webhook',
  symptoms: ['no-events', 'pending', 'wrong-region'],
  iam: [],
  async look(scene) {
    const believed = scene.settings.listen?.topics;
    if (believed === undefined || believed.length === 0) return skipped('the config file lists no listen.topics');
    const here = await scene.look.at(place);
    return ofEvery(scene, 'topic', ({ name }) => {
      const arn = topicArn(here, name);
      if (believed.includes(arn)) return ok(`listen believes ${arn}`);
      return problem('events', `listen.topics of the config file does not list ${arn}`, {
        means: `\`ses-track listen\` turns its messages away, the request to confirm among them. It lists ${believed.join(', ')}: add the ARN, and start listen again.`,
      });
    });
  },
});
