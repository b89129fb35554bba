/** An event destination of a configuration set: which events SES publishes where. Listing open or click is what makes SES rewrite mail. */
import type { DimensionValueSource, EventDestinationDefinition, EventType } from '@aws-sdk/client-sesv2';
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
  target: 'sns' | 'firehose' | 'eventbridge' | 'cloudwatch';
  /** sns: the topic's ARN. */
  topic?: Json;
  /** firehose: ARNs of the stream and of the role that SES takes to write to it. */
  stream?: string;
  role?: string;
  /** eventbridge: ARN of the bus. */
  bus?: string;
  /** cloudwatch: what each metric is told apart by; by name. */
  dimensions?: { name: string; source: string; default: string }[];
};

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
    const { isEnabled, events, target, topicArn, stream, role, bus, dimensions } = found;
    return {
      fields: {
        ...{ set, name, enabled: isEnabled, events, target },
        ...(target === 'sns' ? { topic: topicArn ?? null } : {}),
        ...(stream === undefined ? {} : { stream }),
        ...(role === undefined ? {} : { role }),
        ...(bus === undefined ? {} : { bus }),
        ...(dimensions === undefined ? {} : { dimensions }),
      },
      outputs: { name },
    };
  },

  async create(hands, { fields }) {
    const [ses, { CreateConfigurationSetEventDestinationCommand }] = await Promise.all([hands.aws.ses(), import('@aws-sdk/client-sesv2')]);
    await onceAccepted(hands, fields, () =>
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
    await onceAccepted(hands, fields, () =>
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

function definition({ enabled, events, target, topic, stream, role, bus, dimensions }: EventDestinationFields): EventDestinationDefinition {
  const targets = {
    sns: { SnsDestination: { TopicArn: String(topic) } },
    firehose: { KinesisFirehoseDestination: { DeliveryStreamArn: stream, IamRoleArn: role } },
    eventbridge: { EventBridgeDestination: { EventBusArn: bus } },
    cloudwatch: {
      CloudWatchDestination: {
        DimensionConfigurations: (dimensions ?? []).map(each => ({
          DimensionName: each.name,
          DimensionValueSource: each.source.toUpperCase().replaceAll('-', '_') as DimensionValueSource,
          DefaultDimensionValue: each.default,
        })),
      },
    },
  };
  return {
    // AWS: has no documented default, so it is always said.
    Enabled: enabled,
    MatchingEventTypes: events.map(each => each.toUpperCase().replaceAll('-', '_') as EventType),
    ...targets[target],
  };
}

/** A refusal that goes away by itself. */
interface Passing {
  says: RegExp;
  /** Between attempts, in milliseconds. */
  waitsMs: readonly number[];
  waitingFor: string;
  /** What it means when it has not gone away, and what to do. */
  stays: readonly [message: string, hint: string];
}

const passing = ({ topic, role }: EventDestinationFields): Passing[] => [
  {
    // AWS: SES publishes a test message before it takes the destination, and a policy set a moment ago may not let it publish yet.
    says: /could not publish message to SNS topic/i,
    waitsMs: [1000, 2000, 3000, 5000, 8000],
    waitingFor: "the topic's policy to take effect, usually a few seconds",
    stays: [
      `SES cannot publish to the topic ${topic}, although its policy lets it`,
      'Check that the topic is not encrypted with a key that keeps ses.amazonaws.com out, and that no other statement of its policy denies it.',
    ],
  },
  {
    // AWS: a role made a moment ago cannot be taken yet. <https://github.com/hashicorp/terraform-provider-aws/issues/33367>
    says: /could not assume IAM role/i,
    waitsMs: [2000, 4000, 8000, 15_000, 15_000, 15_000],
    waitingFor: 'IAM to let SES take the role, up to a minute where the role is new',
    stays: [
      `SES cannot take the role ${role}`,
      'Check that the role exists, that it trusts ses.amazonaws.com, and that its policy allows firehose:PutRecordBatch on the stream.',
    ],
  },
];

async function onceAccepted({ clock, signal, waiting }: Hands, fields: EventDestinationFields, call: () => Promise<unknown>): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      await call();
      return;
    } catch (error) {
      const refusal = passing(fields).find(({ says }) => says.test(awsErrorText(error)));
      if (refusal === undefined) throw error;
      const waitMs = refusal.waitsMs[attempt];
      if (waitMs === undefined) throw new Trouble('aws.refused', ...refusal.stays, { cause: error });
      waiting(refusal.waitingFor);
      await clock.sleep(waitMs, signal);
    }
  }
}
