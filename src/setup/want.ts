/** Turns settings into the list of things that must exist. Pure. */
import type { Settings } from '../config/schema.ts';
import { configurationSetArn, type Place, topicArn } from '../observe/place.ts';
import { checkSettings } from './check.ts';
import { ownedBy } from './owner.ts';
import { ref } from './ref.ts';
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
}

export interface AskedSet {
  name: string;
  destination: string;
  topic: string;
  events: string[];
  webhooks: string[];
  kmsKey?: string;
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
    ({ name, events, sns, reputationMetrics, sending, suppression, vdm }): AskedSet => ({
      name: name ?? setName(deployment),
      destination: `ses-track${suffix}`,
      topic: sns?.topic ?? `ses-track-events${suffix}`,
      events: [...new Set(events ?? allEvents)].sort(),
      webhooks: [...new Set(sns?.webhooks ?? [])],
      ...(sns?.kmsKey === undefined ? {} : { kmsKey: sns.kmsKey }),
      ...(reputationMetrics === undefined ? {} : { reputationMetrics }),
      ...(sending === undefined ? {} : { sending }),
      ...(suppression === undefined ? {} : { suppression: [...suppression].sort() }),
      ...(vdm?.engagement === undefined ? {} : { engagement: vdm.engagement }),
    }),
  );
  const all = { deployment, sets };
  checkSettings(settings, all, allowHttp);
  return all;
}

/** Everything that must exist, those that others need first. */
export function wants({ deployment, sets }: Asked, place: Place): Want[] {
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
  const subscriptions = [...sources].flatMap(([name, users]) =>
    [...new Set(users.flatMap(each => each.webhooks))].map(endpoint =>
      wanted(
        'subscription',
        `${name}/${endpoint}`,
        `webhook ${endpoint}`,
        { topic: ref(`topic/${name}`, 'arn'), protocol: endpoint.startsWith('https:') ? 'https' : 'http', endpoint, raw: false },
        `topic/${name}`,
      ),
    ),
  );
  const configurationSets = sets.map(({ name, reputationMetrics, sending, suppression, engagement }) =>
    wanted('configuration-set', name, `configuration set ${name}`, {
      tags,
      ...(reputationMetrics === undefined ? {} : { reputationMetrics }),
      ...(sending === undefined ? {} : { sending }),
      ...(suppression === undefined ? {} : { suppression }),
      ...(engagement === undefined ? {} : { engagement }),
    }),
  );
  const destinations = sets.map(({ name, destination, topic, events }) =>
    wanted(
      'event-destination',
      `${name}/${destination}`,
      `event destination ${destination} of ${name}`,
      { set: name, name: destination, enabled: true, events, target: 'sns', topic: ref(`topic/${topic}`, 'arn') },
      `configuration-set/${name}`,
    ),
  );
  return [...configurationSets, ...topics, ...subscriptions, ...destinations];
}
