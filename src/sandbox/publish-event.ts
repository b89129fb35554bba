/** Tells every event destination that asked for it what happened to a mail. */
import { publishAs } from './aws/sesv2/event-destinations.ts';
import { ses } from './aws/sesv2/state.ts';
import { eventRecord, type Happening } from './event-records.ts';
import type { Mail } from './inbox.ts';
import type { World } from './world.ts';

const subject = 'Amazon SES Email Event Notification';

/**
 * Publishes to the destinations that the configuration set has now, not when the mail was sent; AWS does not say which.
 * A topic that is gone or closed loses the event, as with SES. Only SNS is really reached: Firehose, EventBridge and CloudWatch take and forget.
 */
export async function publishEvent(world: World, mail: Mail, happening: Happening): Promise<void> {
  const set = ses(world, mail.region).configurationSets.get(mail.configurationSet ?? '');
  if (set === undefined) return;
  const topics = set.destinations.flatMap(each =>
    each.Enabled === true && each.MatchingEventTypes?.includes(happening.type) === true && each.SnsDestination?.TopicArn !== undefined
      ? [each.SnsDestination.TopicArn]
      : [],
  );
  if (topics.length === 0) return;
  // AWS: the record ends with a line feed; seen in delivered notifications.
  const message = `${JSON.stringify(eventRecord(mail, happening))}\n`;
  for (const topic of topics) await publishAs({ world, region: mail.region }, set.name, topic, message, subject);
}
