/** Whether the topic's policy lets SES publish for every configuration set. */
import { configurationSet } from '../../observe/configuration-set.ts';
import { configurationSetArn, place } from '../../observe/place.ts';
import { weighAll } from '../access.ts';
import { check, type Outcome, ok, problem, skipped, unknown } from '../check.ts';
import { ofEveryTopic } from '../each.ts';
import type { Scene } from '../scene.ts';

export const topicPolicy = check({
  id: 'topic-policy',
  about: "whether the topic's policy lets SES publish",
  hop: 'topic',
  symptoms: ['no-events'],
  iam: ['sns:GetTopicAttributes', 'ses:GetConfigurationSet'],
  explains: ['topic'],
  async look(scene) {
    const { look, asked, awsCommand } = scene;
    const here = await look.at(place);
    return ofEveryTopic(scene, async ({ name }, { arn, policy }) => {
      const access = { service: 'ses.amazonaws.com', action: 'sns:Publish', resource: arn };
      const sets = asked.sets.filter(({ topic }) => topic === name);
      // Of a set that is not there `set` speaks.
      const there = (await Promise.all(sets.map(async set => ((await look.at(configurationSet, set.name)) === 'absent' ? [] : [set])))).flat();
      if (there.length === 0) return skipped(`no configuration set that publishes to topic ${name} is there`);
      const verdict = weighAll(
        policy,
        there.map(set => ({
          ...access,
          name: set.name,
          context: { 'aws:sourceaccount': here.account, 'aws:sourcearn': configurationSetArn(here, set.name) },
        })),
      );
      if (verdict.kind === 'allowed') return ok(`topic ${name} lets SES publish`);
      const shows = awsCommand(['sns', 'get-topic-attributes', '--topic-arn', arn, '--query', 'Attributes.Policy', '--output', 'text']);
      if (verdict.kind === 'unknown')
        return unknown(`whether topic ${name} lets SES publish for ${verdict.name} cannot be told: ${verdict.why}`, { shows });
      return problem('events', `topic ${name} does not let SES publish for ${verdict.name}: ${verdict.why}`, {
        means: `Every event is lost on the way, and SES tells nobody.${verdict.isForbidden ? ' Somebody put that statement there: know why before you take it out.' : ''}`,
        ...mendOf(verdict, arn, scene),
        shows,
      });
    });
  },
});

/** A statement that forbids stands beside ours, which setup leaves alone; AWS takes one out by its Sid. */
function mendOf({ isForbidden, sid }: { isForbidden?: true; sid?: string }, arn: string, { awsCommand, setupCommand }: Scene): Pick<Outcome, 'mend'> {
  if (isForbidden !== true) return { mend: setupCommand };
  return sid === undefined ? {} : { mend: awsCommand(['sns', 'remove-permission', '--topic-arn', arn, '--label', sid]) };
}
