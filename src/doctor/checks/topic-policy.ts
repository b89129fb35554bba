/** Whether the topic's policy lets SES publish for every configuration set. */
import { configurationSetArn, place } from '../../observe/place.ts';
import { weigh } from '../access.ts';
import { check, ok, problem, unknown } from '../check.ts';
import { ofEveryTopic } from '../each.ts';

export const topicPolicy = check({
  id: 'topic-policy',
  about: "whether the topic's policy lets SES publish",
  hop: 'topic',
  symptoms: ['no-events'],
  iam: ['sns:GetTopicAttributes'],
  explains: ['topic'],
  async look(scene) {
    const { look, asked, awsCommand, setupCommand } = scene;
    const here = await look.at(place);
    return ofEveryTopic(scene, ({ name }, { arn, policy }) => {
      const verdicts = asked.sets
        .filter(({ topic }) => topic === name)
        .map(({ name: set }) => {
          const context = { 'aws:sourceaccount': here.account, 'aws:sourcearn': configurationSetArn(here, set) };
          return { set, verdict: weigh(policy, { service: 'ses.amazonaws.com', action: 'sns:Publish', resource: arn, context }) };
        });
      const shows = awsCommand(['sns', 'get-topic-attributes', '--topic-arn', arn, '--query', 'Attributes.Policy', '--output', 'text']);
      const refused = verdicts.find(({ verdict }) => verdict.kind === 'refused');
      if (refused?.verdict.kind === 'refused') {
        const { why, sid } = refused.verdict;
        const isForbidden = why.endsWith('forbids it');
        const remove = ['sns', 'remove-permission', '--topic-arn', arn, '--label', sid ?? ''];
        return problem('events', `topic ${name} does not let SES publish for ${refused.set}: ${why}`, {
          means: `Every event is lost on the way, and SES tells nobody.${isForbidden ? ' Somebody put that statement there: know why before you take it out.' : ''}`,
          ...(isForbidden ? (sid === undefined ? {} : { mend: awsCommand(remove) }) : { mend: setupCommand }),
          shows,
        });
      }
      const doubt = verdicts.find(({ verdict }) => verdict.kind === 'unknown');
      if (doubt?.verdict.kind === 'unknown')
        return unknown(`whether topic ${name} lets SES publish for ${doubt.set} cannot be told: ${doubt.verdict.why}`, { shows });
      return ok(`topic ${name} lets SES publish`);
    });
  },
});
