/** Puts the flags of `setup` over the settings of the file. */
import { Trouble } from '../errors.ts';
import { nearest } from './nearest.ts';
import { overrideTracking, type TrackingFlags } from './override-tracking.ts';
import { type ConfigurationSetSettings, eventNames, type Settings } from './schema.ts';

export interface SetupFlags extends TrackingFlags {
  configSet: string | undefined;
  webhook: readonly string[];
  /** Name of an SQS queue. */
  queue: string | undefined;
  /** `send,delivery,click`. */
  events: string | undefined;
  deployment: string | undefined;
}

/**
 * The file's settings with the flags over them. `--config-set` picks that set of the file, or names a new one; `--webhook`,
 * `--queue` and `--events` replace what the file says for the one set that is left. Refuses (Trouble `cli.usage`) where they could mean several.
 */
export function override(settings: Settings, { configSet, webhook, queue, events, deployment, ...about }: SetupFlags): Settings {
  const listed = settings.configurationSets;
  const sets = configSet === undefined ? (listed ?? [{}]) : [listed?.find(({ name }) => name === configSet) ?? { name: configSet }];
  const vague = webhook.length > 0 ? 'webhook' : queue !== undefined ? 'queue' : events !== undefined ? 'events' : undefined;
  if (sets.length !== 1 && vague !== undefined)
    throw new Trouble(
      'cli.usage',
      sets.length === 0
        ? `the config file has no configuration set that --${vague} could be about`
        : `the config file has ${sets.length} configuration sets, and --${vague} could mean any of them`,
      'Name one with --config-set.',
    );
  const list = events === undefined ? undefined : readEvents(events);
  const changed = sets.map(
    (set): ConfigurationSetSettings => ({
      ...set,
      ...(list === undefined ? {} : { events: list }),
      ...(webhook.length === 0 && queue === undefined
        ? {}
        : { sns: { ...set.sns, ...(webhook.length === 0 ? {} : { webhooks: [...webhook] }), ...(queue === undefined ? {} : { queue }) } }),
    }),
  );
  const { tracking: listedTracking, ...rest } = settings;
  const tracking = overrideTracking(listedTracking, about);
  return {
    ...rest,
    ...(tracking === undefined ? {} : { tracking }),
    ...(deployment === undefined ? {} : { deployment }),
    configurationSets: changed,
  };
}

type EventName = (typeof eventNames)[number];

/** `Send, RENDERING_FAILURE` → `send`, `rendering-failure`: SES's own spelling is understood too. */
function readEvents(given: string): EventName[] {
  const words = given.split(',').map(word => word.trim());
  return words
    .filter(word => word !== '')
    .map(word => {
      const plain = word.toLowerCase().replaceAll('_', '-').replaceAll(' ', '-');
      const found = eventNames.find(name => name === plain || name.replaceAll('-', '') === plain);
      if (found !== undefined) return found;
      const meant = nearest(plain, eventNames);
      throw new Trouble(
        'cli.usage',
        `--events has "${word}", which is no event of SES${meant === undefined ? '' : ` (did you mean "${meant}"?)`}`,
        `Choose from ${eventNames.join(', ')}.`,
      );
    });
}
