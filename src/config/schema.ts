/** The config file's one schema: types, validation, JSON schema and documentation come from it. */
import * as v from 'valibot';

const text = (about: string) => v.optional(v.pipe(v.string(), v.description(about)));
const yesNo = (about: string) => v.optional(v.pipe(v.boolean(), v.description(about)));
const whole = (about: string, min: number, max: number) =>
  v.optional(v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max), v.description(about)));
const list = (about: string) => v.optional(v.pipe(v.array(v.string()), v.description(about)));
const oneOf = <const C extends readonly string[]>(choices: C, about: string) => v.optional(v.pipe(v.picklist(choices), v.description(about)));
const someOf = <const C extends readonly string[]>(choices: C, about: string) =>
  v.optional(v.pipe(v.array(v.picklist(choices)), v.description(about)));
/** AWS: SES takes ASCII letters, digits, _ and -, at most 64 (v1 API, ConfigurationSet.Name); the v2 model does not say so. */
const sesName = (about: string) =>
  v.optional(v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,64}$/, 'expected 1 to 64 letters, digits, - and _'), v.description(about)));

/** The ten event types in the config file's spelling. */
export const eventNames = [
  'send',
  'delivery',
  'open',
  'click',
  'bounce',
  'complaint',
  'reject',
  'rendering-failure',
  'delivery-delay',
  'subscription',
] as const;

const sns = v.strictObject({
  topic: text('name of the SNS topic; default ses-track-events'),
  webhooks: list('HTTPS addresses that SNS posts events to'),
});

const configurationSet = v.strictObject({
  name: sesName('name of the configuration set; default ses-track'),
  events: someOf(eventNames, 'event types to publish; default all ten'),
  sns: v.optional(v.pipe(sns, v.description('where events go'))),
});

/** Everything a `ses-track.yaml` may say. All keys are optional; an unknown one is an error. */
export const schema = v.strictObject({
  deployment: sesName('name of this deployment; it tags and names what setup makes; default "default"'),
  region: text('AWS region where SES is; default AWS_REGION or the profile'),
  profile: text('AWS profile'),
  endpointUrl: text('address of a sandbox instead of AWS'),
  configurationSets: v.optional(v.pipe(v.array(configurationSet), v.description('the configuration sets to set up'))),
  lint: v.optional(
    v.strictObject({
      preset: oneOf(['recommended', 'strict', 'minimal'], 'levels to start from; default recommended'),
      rules: v.optional(v.pipe(v.record(v.string(), v.picklist(['off', 'info', 'warning', 'error'])), v.description('level by rule id'))),
      ignore: list('globs of files to leave out'),
      maxWarnings: whole('exit 1 when there are more warnings', 0, 1_000_000),
    }),
  ),
  listen: v.optional(
    v.strictObject({
      port: whole('port to listen on; default 8080', 0, 65535),
      host: text('address to listen on; default 127.0.0.1'),
      topics: list('ARNs of the SNS topics to believe'),
      store: text('where events are kept: sqlite:FILE'),
      privacy: oneOf(['full', 'standard', 'strict'], 'standard drops the query of click targets; strict also hashes addresses; default standard'),
    }),
  ),
});

export type Settings = v.InferOutput<typeof schema>;
export type ConfigurationSetSettings = NonNullable<Settings['configurationSets']>[number];
