/** Whether a queue's policy lets SNS put in what its topics publish. */
import { place } from '../../observe/place.ts';
import { isObject } from '../../setup/ref.ts';
import { weigh } from '../access.ts';
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
      const verdicts = topics.map(topic => {
        const context = { 'aws:sourceaccount': account, 'aws:sourcearn': topic };
        return { topic, verdict: weigh(policy, { service: 'sns.amazonaws.com', action: 'sqs:SendMessage', resource: arn, context }) };
      });
      const shows = scene.awsCommand(['sqs', 'get-queue-attributes', '--queue-url', url, '--attribute-names', 'Policy']);
      const refused = verdicts.find(({ verdict }) => verdict.kind === 'refused');
      if (refused?.verdict.kind === 'refused')
        return problem('events', `${title} does not let ${refused.topic} send to it: ${refused.verdict.why}`, {
          means: 'SNS drops what it has for it, and tells nobody.',
          // A statement that forbids stands beside ours, which setup leaves alone.
          ...(refused.verdict.why.endsWith('forbids it') ? { shows } : { mend: scene.setupCommand }),
        });
      const doubt = verdicts.find(({ verdict }) => verdict.kind === 'unknown');
      if (doubt?.verdict.kind === 'unknown') return unknown(`whether ${title} lets SNS in cannot be told: ${doubt.verdict.why}`, { shows });
      return ok(`${title} lets SNS send to it`);
    });
  },
});
