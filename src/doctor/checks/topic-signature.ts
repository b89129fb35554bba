/** Whether SNS signs with SHA-256. */
import { check, ok, problem } from '../check.ts';
import { ofEveryTopic } from '../each.ts';

export const topicSignature = check({
  id: 'topic-signature',
  about: 'whether SNS signs the messages of the topic with SHA-256',
  hop: 'topic',
  symptoms: [],
  iam: ['sns:GetTopicAttributes'],
  explains: ['topic'],
  look: scene =>
    ofEveryTopic(scene, ({ title }, { signatureVersion }) =>
      signatureVersion === '2'
        ? ok(`${title} signs with version 2`)
        : problem('advice', `${title} signs with version ${signatureVersion}, which is SHA-1`, {
            means: 'Receivers that have given SHA-1 up turn the messages away.',
            mend: scene.setupCommand,
          }),
    ),
});
