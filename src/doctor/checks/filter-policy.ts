/** Whether a filter policy keeps events from a webhook or a queue. */
import { isObject, parseJson, textsOf } from '../../events/json.ts';
import { check, ok, problem } from '../check.ts';
import { ofEverySubscription } from '../each.ts';
import type { Scene } from '../scene.ts';

export const filterPolicy = check({
  id: 'filter-policy',
  about: 'whether a filter policy keeps events away',
  hop: 'subscription',
  symptoms: ['no-events'],
  iam: ['sns:ListSubscriptionsByTopic', 'sns:GetSubscriptionAttributes'],
  look: scene =>
    ofEverySubscription(scene, ({ title, parent }, { filter, filterScope }, arn) => {
      if (filter === undefined) return ok(`${title} gets everything that is published`);
      if (filterScope === 'MessageBody' && letsAllThrough(filter, scene, parent))
        return ok(`the filter policy of ${title} lets every wished event through`);
      return problem(
        'events',
        `${title} has a filter policy on the ${filterScope === 'MessageBody' ? 'body' : 'attributes'} of messages: ${filter}`,
        {
          means:
            filterScope === 'MessageBody'
              ? 'What it does not let through never arrives, and counts as delivered.'
              : 'Only messages that have these attributes arrive, and AWS does not say that those of SES have any.',
          mend: scene.awsCommand([
            'sns',
            'set-subscription-attributes',
            '--subscription-arn',
            arn,
            '--attribute-name',
            'FilterPolicy',
            '--attribute-value',
            '{}',
          ]),
        },
      );
    }),
});

/** Certain only of a list of whole event types. AWS: capitals count. <https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html> */
function letsAllThrough(filter: string, { asked }: Scene, topicId: string | undefined): boolean {
  const policy = parseJson(filter);
  if (!isObject(policy) || Object.keys(policy).join() !== 'eventType') return false;
  const listed = textsOf(policy['eventType']);
  return asked.sets.filter(({ topic }) => `topic/${topic}` === topicId).every(({ events }) => events.every(type => listed.includes(inRecords(type))));
}

/** `delivery-delay` → `DeliveryDelay`; AWS: `Rendering Failure` alone has a space. <ses dg, event-publishing-retrieving-sns-contents> */
const inRecords = (type: string): string =>
  type === 'rendering-failure' ? 'Rendering Failure' : type.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
