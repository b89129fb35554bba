/** Reads a configuration set of SES and its event destinations. */
import type { EventDestination as Kept } from '@aws-sdk/client-sesv2';
import { orAbsent } from './absent.ts';
import type { Look } from './look.ts';

export interface ConfigurationSet {
  name: string;
  tags: Record<string, string>;
  trackingDomain?: string;
  httpsPolicy?: string;
  /** AWS: reads back true where it was never set. */
  reputationMetrics: boolean;
  sending: boolean;
  /** `bounce`, `complaint`; undefined where the account decides. */
  suppression?: string[];
  /** VDM engagement tracking: it rewrites mail on its own. undefined where the account decides. */
  engagement?: boolean;
}

export async function configurationSet({ aws }: Look, name: string): Promise<ConfigurationSet | 'absent'> {
  const [ses, { GetConfigurationSetCommand }] = await Promise.all([aws.ses(), import('@aws-sdk/client-sesv2')]);
  const found = await orAbsent(ses.send(new GetConfigurationSetCommand({ ConfigurationSetName: name })));
  if (found === 'absent') return 'absent';
  const { TrackingOptions: tracking, SuppressionOptions: suppression, VdmOptions: vdm } = found;
  return {
    name,
    tags: Object.fromEntries((found.Tags ?? []).map(tag => [tag.Key ?? '', tag.Value ?? ''])),
    ...(tracking?.CustomRedirectDomain === undefined ? {} : { trackingDomain: tracking.CustomRedirectDomain }),
    ...(tracking?.HttpsPolicy === undefined ? {} : { httpsPolicy: tracking.HttpsPolicy }),
    reputationMetrics: found.ReputationOptions?.ReputationMetricsEnabled ?? true,
    sending: found.SendingOptions?.SendingEnabled ?? true,
    ...(suppression?.SuppressedReasons === undefined ? {} : { suppression: suppression.SuppressedReasons.map(each => each.toLowerCase()).sort() }),
    ...(vdm?.DashboardOptions?.EngagementMetrics === undefined ? {} : { engagement: vdm.DashboardOptions.EngagementMetrics === 'ENABLED' }),
  };
}

/** Every configuration set of the account in this region, all pages. */
export async function configurationSetNames({ aws }: Look): Promise<string[]> {
  const [ses, { ListConfigurationSetsCommand }] = await Promise.all([aws.ses(), import('@aws-sdk/client-sesv2')]);
  const all: string[] = [];
  let next: string | undefined;
  do {
    const page = await ses.send(new ListConfigurationSetsCommand(next === undefined ? {} : { NextToken: next }));
    all.push(...(page.ConfigurationSets ?? []));
    next = page.NextToken;
  } while (next !== undefined);
  return all;
}

export interface EventDestination {
  name: string;
  isEnabled: boolean;
  /** SES API words in lower case with dashes (`rendering-failure`), sorted. */
  events: string[];
  target: 'sns' | 'firehose' | 'cloudwatch' | 'eventbridge' | 'pinpoint' | 'unknown';
  topicArn?: string;
  /** ARNs of a Firehose stream and of the role that SES takes to write to it. */
  stream?: string;
  role?: string;
  /** ARN of the EventBridge bus. */
  bus?: string;
  /** Dimensions of the CloudWatch metrics: `message-tag`, `email-header` or `link-tag` says where the value comes from; by name. */
  dimensions?: { name: string; source: string; default: string }[];
}

export async function eventDestinations({ aws }: Look, set: string): Promise<EventDestination[] | 'absent'> {
  const [ses, { GetConfigurationSetEventDestinationsCommand }] = await Promise.all([aws.ses(), import('@aws-sdk/client-sesv2')]);
  const found = await orAbsent(ses.send(new GetConfigurationSetEventDestinationsCommand({ ConfigurationSetName: set })));
  if (found === 'absent') return 'absent';
  return (found.EventDestinations ?? []).map(each => ({
    name: each.Name ?? '',
    isEnabled: each.Enabled ?? false,
    events: (each.MatchingEventTypes ?? []).map(type => type.toLowerCase().replaceAll('_', '-')).sort(),
    target:
      (each.SnsDestination && 'sns') ??
      (each.KinesisFirehoseDestination && 'firehose') ??
      (each.CloudWatchDestination && 'cloudwatch') ??
      (each.EventBridgeDestination && 'eventbridge') ??
      (each.PinpointDestination && 'pinpoint') ??
      'unknown',
    ...targetOf(each),
  }));
}

function targetOf({ SnsDestination, KinesisFirehoseDestination, EventBridgeDestination, CloudWatchDestination }: Kept): Partial<EventDestination> {
  if (SnsDestination?.TopicArn !== undefined) return { topicArn: SnsDestination.TopicArn };
  if (KinesisFirehoseDestination !== undefined)
    return { stream: KinesisFirehoseDestination.DeliveryStreamArn ?? '', role: KinesisFirehoseDestination.IamRoleArn ?? '' };
  if (EventBridgeDestination !== undefined) return { bus: EventBridgeDestination.EventBusArn ?? '' };
  if (CloudWatchDestination === undefined) return {};
  const dimensions = (CloudWatchDestination.DimensionConfigurations ?? []).map(each => ({
    name: each.DimensionName ?? '',
    source: (each.DimensionValueSource ?? '').toLowerCase().replaceAll('_', '-'),
    default: each.DefaultDimensionValue ?? '',
  }));
  return { dimensions: dimensions.sort((a, b) => (a.name < b.name ? -1 : 1)) };
}
