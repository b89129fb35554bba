/** Turns settings into the list of things that must exist. Pure. */
import type { Settings } from '../config/schema.ts';
import { configurationSetArn, type Place, topicArn } from '../observe/place.ts';
import { checkSettings } from './check.ts';
import { destinationFields } from './destinations.ts';
import { type AskedTracking, askedTracking, frontWants, trackingWants } from './front-wants.ts';
import { ownedBy } from './owner.ts';
import { deadLetterName, queueWants, subscriptionWants } from './queues.ts';
import type { Want } from './resource.ts';
import { publishGrant } from './resources/policy.ts';
import { wanted } from './wanted.ts';

/** SES's ten event types in the words of the config file. */
export const allEvents = [
  ...['send', 'delivery', 'open', 'click', 'bounce', 'complaint', 'reject', 'rendering-failure', 'delivery-delay', 'subscription'],
] as const;

/** The configuration set of a deployment that names none. */
export function setName(deployment = 'default'): string {
  return deployment === 'default' ? 'ses-track' : `ses-track-${deployment}`;
}

/** What is asked for, with every name and default filled in. */
export interface Asked {
  deployment: string;
  sets: AskedSet[];
  tracking?: AskedTracking;
}

export interface AskedSet {
  name: string;
  destination: string;
  topic: string;
  events: string[];
  webhooks: string[];
  kmsKey?: string;
  /** Name of the queue that gets every event, too. */
  queue?: string;
  /** Name of the queue that keeps what a webhook never took. */
  deadLetter?: string;
  firehose?: { stream: string; role: string };
  eventBridge?: boolean;
  /** Of CloudWatch metrics, by name. */
  dimensions?: { name: string; source: string; default: string }[];
  reputationMetrics?: boolean;
  sending?: boolean;
  suppression?: string[];
  engagement?: boolean;
}

/**
 * Names and defaults filled in, before any call. Refuses (Trouble `config.invalid`) what AWS would refuse or what could not work.
 * @param allowHttp a plain http webhook on this machine is fine
 */
export function asked(settings: Settings, { allowHttp = false }: { allowHttp?: boolean } = {}): Asked {
  const deployment = settings.deployment ?? 'default';
  const suffix = deployment === 'default' ? '' : `-${deployment}`;
  const sets = (settings.configurationSets ?? [{}]).map(
    ({ name, events, sns, reputationMetrics, sending, suppression, vdm, ...targets }): AskedSet => ({
      name: name ?? setName(deployment),
      destination: `ses-track${suffix}`,
      topic: sns?.topic ?? `ses-track-events${suffix}`,
      events: [...new Set(events ?? allEvents)].sort(),
      webhooks: [...new Set(sns?.webhooks ?? [])],
      ...(sns?.kmsKey === undefined ? {} : { kmsKey: sns.kmsKey }),
      ...askedTargets(deployment, sns, targets),
      ...(reputationMetrics === undefined ? {} : { reputationMetrics }),
      ...(sending === undefined ? {} : { sending }),
      ...(suppression === undefined ? {} : { suppression: [...suppression].sort() }),
      ...(vdm?.engagement === undefined ? {} : { engagement: vdm.engagement }),
    }),
  );
  const tracking = askedTracking(settings.tracking, deployment);
  const all = { deployment, sets, ...(tracking === undefined ? {} : { tracking }) };
  checkSettings(all, allowHttp);
  return all;
}

/** Everything that must exist, those that others need first. */
export function wants(all: Asked, place: Place): Want[] {
  const { deployment, sets } = all;
  const tags = ownedBy(deployment);
  const sources = Map.groupBy(sets, set => set.topic);
  const topics = [...sources].map(([name, users]) => {
    const kmsKey = users.find(each => each.kmsKey !== undefined)?.kmsKey;
    const publishers = users.map(each => configurationSetArn(place, each.name));
    return wanted('topic', name, `topic ${name}`, {
      tags,
      signatureVersion: '2',
      policy: publishGrant(topicArn(place, name), place.account, publishers),
      ...(kmsKey === undefined ? {} : { kmsKey }),
    });
  });
  const subscriptions = [...sources].flatMap(([name, users]) => subscriptionWants(name, users, place));
  const configurationSets = sets.map(({ name, reputationMetrics, sending, suppression, engagement }) =>
    wanted('configuration-set', name, `configuration set ${name}`, {
      tags,
      ...(reputationMetrics === undefined ? {} : { reputationMetrics }),
      ...(sending === undefined ? {} : { sending }),
      ...(suppression === undefined ? {} : { suppression }),
      ...(engagement === undefined ? {} : { engagement }),
    }),
  );
  const destinations = sets.flatMap(set =>
    destinationFields(set, place).map(fields =>
      wanted(
        'event-destination',
        `${set.name}/${fields.name}`,
        `event destination ${fields.name} of ${set.name}`,
        fields,
        `configuration-set/${set.name}`,
      ),
    ),
  );
  return [
    ...frontWants(all, place.region),
    ...configurationSets,
    ...topics,
    ...queueWants(all, place),
    ...subscriptions,
    ...trackingWants(all),
    ...destinations,
  ];
}

type SetSettings = NonNullable<Settings['configurationSets']>[number];

/** Where events go beside the topic and its webhooks. */
function askedTargets(
  deployment: string,
  sns: SetSettings['sns'],
  { firehose, eventBridge, cloudWatch }: Pick<SetSettings, 'firehose' | 'eventBridge' | 'cloudWatch'>,
): Partial<AskedSet> {
  return {
    ...(sns?.queue === undefined ? {} : { queue: sns.queue }),
    // What a webhook did not take SNS forgets after its last try, unless a queue keeps it.
    ...((sns?.deadLetter ?? (sns?.webhooks ?? []).length > 0) ? { deadLetter: deadLetterName(deployment) } : {}),
    ...(firehose === undefined ? {} : { firehose }),
    ...(eventBridge === true ? { eventBridge } : {}),
    ...(cloudWatch === undefined ? {} : { dimensions: [...cloudWatch.dimensions].sort((a, b) => (a.name < b.name ? -1 : 1)) }),
  };
}
