/** An event destination of a configuration set: which events SES publishes to which topic. Listing open or click is what makes SES rewrite mail. */
import type { EventDestinationDefinition, EventType } from '@aws-sdk/client-sesv2';
import { awsErrorText } from '../../aws/trouble.ts';
import { Trouble } from '../../errors.ts';
import { eventDestinations } from '../../observe/configuration-set.ts';
import type { Fields, Json } from '../ref.ts';
import { type Hands, resource } from '../resource.ts';

export type EventDestinationFields = Fields & {
  set: string;
  name: string;
  enabled: boolean;
  /** `send`, `rendering-failure`; sorted. */
  events: string[];
  target: 'sns';
  /** The topic's ARN. */
  topic: Json;
};

/** AWS: a policy set a moment ago may not let SES publish yet; waits between attempts, in milliseconds. */
const policyWaitsMs = [1000, 2000, 3000, 5000, 8000];

export const eventDestination = resource<EventDestinationFields>({
  kind: 'event-destination',
  // AWS: updating a destination to another kind of target is refused. <aws/aws-cdk#32501>
  replaceOn: ['target'],
  iam: [
    'ses:GetConfigurationSetEventDestinations',
    'ses:CreateConfigurationSetEventDestination',
    'ses:UpdateConfigurationSetEventDestination',
    'ses:DeleteConfigurationSetEventDestination',
  ],
  usually: 'a few seconds',

  async read(look, { fields: { set, name } }) {
    const all = await look.at(eventDestinations, set);
    const found = all === 'absent' ? undefined : all.find(each => each.name === name);
    if (found === undefined) return undefined;
    const { isEnabled, events, target, topicArn } = found;
    return { fields: { set, name, enabled: isEnabled, events, target, topic: topicArn ?? null }, outputs: { name } };
  },

  async create(hands, { fields }) {
    const [ses, { CreateConfigurationSetEventDestinationCommand }] = await Promise.all([hands.aws.ses(), import('@aws-sdk/client-sesv2')]);
    await oncePolicyHolds(hands, fields, () =>
      ses.send(
        new CreateConfigurationSetEventDestinationCommand({
          ConfigurationSetName: fields.set,
          EventDestinationName: fields.name,
          EventDestination: definition(fields),
        }),
      ),
    );
    return { name: fields.name };
  },

  async update(hands, { fields }) {
    const [ses, { UpdateConfigurationSetEventDestinationCommand }] = await Promise.all([hands.aws.ses(), import('@aws-sdk/client-sesv2')]);
    await oncePolicyHolds(hands, fields, () =>
      ses.send(
        new UpdateConfigurationSetEventDestinationCommand({
          ConfigurationSetName: fields.set,
          EventDestinationName: fields.name,
          EventDestination: definition(fields),
        }),
      ),
    );
  },

  async destroy({ aws }, { fields: { set, name } }) {
    const [ses, { DeleteConfigurationSetEventDestinationCommand }] = await Promise.all([aws.ses(), import('@aws-sdk/client-sesv2')]);
    await ses.send(new DeleteConfigurationSetEventDestinationCommand({ ConfigurationSetName: set, EventDestinationName: name }));
  },
});

function definition({ enabled, events, topic }: EventDestinationFields): EventDestinationDefinition {
  return {
    // AWS: has no documented default, so it is always said.
    Enabled: enabled,
    MatchingEventTypes: events.map(each => each.toUpperCase().replaceAll('-', '_') as EventType),
    SnsDestination: { TopicArn: String(topic) },
  };
}

/** AWS: SES publishes a test message before it takes the destination, and refuses when it cannot. */
async function oncePolicyHolds({ clock, signal, waiting }: Hands, { topic }: EventDestinationFields, call: () => Promise<unknown>): Promise<void> {
  for (const waitMs of [...policyWaitsMs, undefined]) {
    try {
      await call();
      return;
    } catch (error) {
      if (!/could not publish message to SNS topic/i.test(awsErrorText(error))) throw error;
      if (waitMs === undefined)
        throw new Trouble(
          'aws.refused',
          `SES cannot publish to the topic ${topic}, although its policy lets it`,
          'Check that the topic is not encrypted with a key that keeps ses.amazonaws.com out, and that no other statement of its policy denies it.',
          { cause: error },
        );
      waiting("the topic's policy to take effect, usually a few seconds");
      await clock.sleep(waitMs, signal);
    }
  }
}
