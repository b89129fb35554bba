/** Event destinations of a configuration set, tested by SES with a message of its own before it takes them. */
import type {
  CreateConfigurationSetEventDestinationCommandInput,
  DeleteConfigurationSetEventDestinationCommandInput,
  EventDestination,
  EventDestinationDefinition,
  GetConfigurationSetEventDestinationsCommandInput,
  GetConfigurationSetEventDestinationsCommandOutput,
  UpdateConfigurationSetEventDestinationCommandInput,
} from '@aws-sdk/client-sesv2';
import { type Answer, type Call, Fault, fault, type Handlers } from '../../wire/handler.ts';
import { publish } from '../sns.ts';
import { getSet } from './configuration-sets.ts';
import { type ConfigurationSet, ses, sesArn } from './state.ts';

type Nothing = Record<string, never>;

/** AWS: ten a set. */
const destinationLimit = 10;
/** AWS: plain text, not JSON, to every subscriber of the topic. */
export const testMessage = 'Successfully validated SNS topic for Amazon SES event publishing.';

const kinds = ['KinesisFirehoseDestination', 'CloudWatchDestination', 'SnsDestination', 'EventBridgeDestination', 'PinpointDestination'] as const;

/** AWS: no types, no destination, more than one, then what each kind asks for. */
function check(definition: EventDestinationDefinition, call: Call): void {
  if ((definition.MatchingEventTypes ?? []).length === 0) throw fault('BadRequestException', 'At least one event type must be specified.');
  const given = kinds.filter(kind => definition[kind] !== undefined);
  if (given.length === 0) throw fault('BadRequestException', 'Event destination is not provided.');
  if (given.length > 1)
    throw fault(
      'BadRequestException',
      'Please provide only one destination with each request. Either a Firehose Destination or a Cloudwatch Destination or an SNS Destination or an EventBridge Destination.',
    );
  if (definition.CloudWatchDestination?.DimensionConfigurations?.length === 0)
    throw fault('BadRequestException', 'CloudWatch metrics dimension configuration list cannot be empty.');
  const bus = definition.EventBridgeDestination?.EventBusArn;
  if (bus !== undefined && bus !== `arn:aws:events:${call.region}:${call.world.account}:event-bus/default`)
    throw fault('BadRequestException', `EventBridgeDestination EventBusArn must be a valid default event bus ARN: ${bus}.`);
}

/** AWS: SES publishes a test message while the call waits; what cannot be published to is refused. FIFO topics are refused, the text is not documented. */
async function test(definition: EventDestinationDefinition, set: ConfigurationSet, call: Call): Promise<void> {
  const topicArn = definition.SnsDestination?.TopicArn;
  if (topicArn === undefined) return;
  const refused = fault('BadRequestException', `Could not publish message to SNS topic <${topicArn}>.`);
  if (topicArn.endsWith('.fifo')) throw refused;
  if (!(await publishAs(call, set.name, topicArn, testMessage))) throw refused;
}

/** Publishes as SES does for a configuration set. @returns false where the topic is not there or its policy says no */
export async function publishAs(
  { world, region }: Pick<Call, 'world' | 'region'>,
  set: string,
  topicArn: string,
  message: string,
  subject?: string,
): Promise<boolean> {
  try {
    await publish(world, region, {
      topicArn,
      message,
      ...(subject === undefined ? {} : { subject }),
      from: { service: 'ses.amazonaws.com', sourceArn: sesArn(world, region, `configuration-set/${set}`), sourceAccount: world.account },
    });
    return true;
  } catch (error) {
    if (error instanceof Fault) return false;
    throw error;
  }
}

function indexOf(set: ConfigurationSet, name: string | undefined): number {
  const index = set.destinations.findIndex(each => each.Name === name);
  if (index < 0) throw fault('NotFoundException', `An event destination with name <${name}> does not exist for configuration set <${set.name}>.`);
  return index;
}

/** AWS: `Enabled` left out reads back false. */
function kept(name: string | undefined, definition: EventDestinationDefinition): EventDestination {
  const { MatchingEventTypes, Enabled, ...rest } = definition;
  return { Name: name, Enabled: Enabled ?? false, MatchingEventTypes: MatchingEventTypes ?? [], ...rest };
}

export const eventDestinations = {
  async CreateConfigurationSetEventDestination(input: CreateConfigurationSetEventDestinationCommandInput, call: Call): Promise<Nothing> {
    const definition = input.EventDestination ?? {};
    check(definition, call);
    const set = getSet(ses(call.world, call.region), input.ConfigurationSetName);
    if (set.destinations.some(each => each.Name === input.EventDestinationName))
      throw fault(
        'AlreadyExistsException',
        `An event destination with name <${input.EventDestinationName}> already exists for configuration set <${set.name}>.`,
      );
    if (set.destinations.length >= destinationLimit)
      throw fault('LimitExceededException', `Configuration set <${set.name}> cannot have more than ${destinationLimit} event destinations.`);
    await test(definition, set, call);
    set.destinations.push(kept(input.EventDestinationName, definition));
    return {};
  },

  GetConfigurationSetEventDestinations(
    input: GetConfigurationSetEventDestinationsCommandInput,
    { world, region }: Call,
  ): Answer<GetConfigurationSetEventDestinationsCommandOutput> {
    return { EventDestinations: getSet(ses(world, region), input.ConfigurationSetName).destinations };
  },

  async UpdateConfigurationSetEventDestination(input: UpdateConfigurationSetEventDestinationCommandInput, call: Call): Promise<Nothing> {
    const definition = input.EventDestination ?? {};
    check(definition, call);
    const set = getSet(ses(call.world, call.region), input.ConfigurationSetName);
    indexOf(set, input.EventDestinationName);
    await test(definition, set, call);
    set.destinations[indexOf(set, input.EventDestinationName)] = kept(input.EventDestinationName, definition);
    return {};
  },

  DeleteConfigurationSetEventDestination(input: DeleteConfigurationSetEventDestinationCommandInput, { world, region }: Call): Nothing {
    const set = getSet(ses(world, region), input.ConfigurationSetName);
    set.destinations.splice(indexOf(set, input.EventDestinationName), 1);
    return {};
  },
} satisfies Handlers;
