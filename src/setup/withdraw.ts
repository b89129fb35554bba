/** Takes the configuration sets that go out of the policy of a topic that stays. */

import { lookAt } from '../observe/look.ts';
import { configurationSetArn, type Place, topicArn } from '../observe/place.ts';
import { topic as readTopic } from '../observe/topic.ts';
import type { Hands, Have } from './resource.ts';
import { ourGrant, withGrant } from './resources/policy.ts';

/** Those of the sets that our statement in the topic's policy lets in. */
export function letIn({ outputs }: Have, sets: Iterable<string>, place: Place): string[] {
  const publishers = ourGrant(outputs['policy'])?.publishers ?? [];
  return [...sets].filter(set => publishers.includes(configurationSetArn(place, set)));
}

/** Writes the policy without them, from a fresh read; what others put there stays. */
export async function withdraw(hands: Hands, topic: string, sets: readonly string[]): Promise<void> {
  const { aws, place } = hands;
  const arn = topicArn(place, topic);
  const found = await readTopic(lookAt(hands), arn);
  const have = found === 'absent' ? null : ourGrant(found.policy);
  if (found === 'absent' || have === null) return;
  const going = new Set(sets.map(set => configurationSetArn(place, set)));
  const publishers = have.publishers.filter(each => !going.has(each));
  // Without anybody left to let in the statement would let in nobody by an empty list, which AWS refuses.
  if (publishers.length === 0 || publishers.length === have.publishers.length) return;
  const [sns, { SetTopicAttributesCommand }] = await Promise.all([aws.sns(), import('@aws-sdk/client-sns')]);
  const AttributeValue = withGrant(found.policy, arn, place.account, { ...have, publishers });
  await sns.send(new SetTopicAttributesCommand({ TopicArn: arn, AttributeName: 'Policy', AttributeValue }));
}
