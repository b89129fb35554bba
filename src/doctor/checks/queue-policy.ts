/** Whether a queue's policy lets SNS put in what its topics publish. */
import { place } from '../../observe/place.ts';
import { isObject } from '../../setup/ref.ts';
import { weighAll } from '../access.ts';
import { check, ok, problem, unknown } from '../check.ts';
import { ofEveryQueue } from '../each.ts';

export const queuePolicy = check({
  id: 'queue-policy',
  about: "whether a queue's policy lets SNS send to it",
  hop: 'subscription',
  symptoms: ['no-events'],
  iam: ['sqs:GetQueueUrl', 'sqs:GetQueueAttributes'],
  explains: ['queue'],
  async look(scene) {
    const { account } = await scene.look.at(place);
    return ofEveryQueue(scene, ({ title, fields: { policy: wish } }, { arn, url, policy }) => {
      const topics = isObject(wish) && Array.isArray(wish['publishers']) ? wish['publishers'].map(String) : [];
      const access = { service: 'sns.amazonaws.com', action: 'sqs:SendMessage', resource: arn };
      const verdict = weighAll(
        policy,
        topics.map(name => ({ ...access, name, context: { 'aws:sourceaccount': account, 'aws:sourcearn': name } })),
      );
      if (verdict.kind === 'allowed') return ok(`${title} lets SNS send to it`);
      const shows = scene.awsCommand(['sqs', 'get-queue-attributes', '--queue-url', url, '--attribute-names', 'Policy']);
      if (verdict.kind === 'unknown') return unknown(`whether ${title} lets SNS in cannot be told: ${verdict.why}`, { shows });
      return problem('events', `${title} does not let ${verdict.name} send to it: ${verdict.why}`, {
        means: 'SNS drops what it has for it, and tells nobody.',
        // A statement that forbids stands beside ours, which setup leaves alone.
        ...(verdict.isForbidden ? { shows } : { mend: scene.setupCommand }),
      });
    });
  },
});
