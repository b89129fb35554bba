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
const duration = (about: string) =>
  v.optional(v.pipe(v.string(), v.regex(/^\d+(\.\d+)?(ms|s|m|h|d|w)$/, 'expected a length of time such as 90s, 10m or 30d'), v.description(about)));
/** AWS: SES takes ASCII letters, digits, _ and -, at most 64 (v1 API, ConfigurationSet.Name); the v2 model does not say so. */
const sesName = (about: string) =>
  v.optional(v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,64}$/, 'expected 1 to 64 letters, digits, - and _'), v.description(about)));
/**
 * The four ways to name a key.
 * AWS: key ID, key ARN, alias name, alias ARN; an ID is a UUID, that of a multi-Region key `mrk-` and its digits. <kms API, DescribeKey KeyId; sns API, KmsMasterKeyId>
 */
const kmsKey = (about: string) =>
  v.optional(v.pipe(v.string(), v.regex(kmsKeyName, 'expected a key ID, a key ARN, alias/NAME or an alias ARN of KMS'), v.description(about)));
const ofKms = 'arn:aws[a-z0-9-]*:kms:[a-z0-9-]+:[0-9]{12}:';
const keyId = '[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|mrk-[0-9a-fA-F]{32}';
const kmsKeyName = new RegExp(`^((${ofKms}key/)?(${keyId})|(${ofKms})?alias/[A-Za-z0-9/_-]+)$`);

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
  queue: text('name of an SQS queue that also gets every event'),
  deadLetter: yesNo('keep in a dead-letter queue, for 14 days, what a webhook never took; default true where there is a webhook'),
  kmsKey: kmsKey('customer-managed KMS key for the topic and its queues: its ID or ARN, alias/NAME or the ARN of an alias'),
});

const configurationSet = v.strictObject({
  name: sesName('name of the configuration set; default ses-track'),
  events: someOf(eventNames, 'event types to publish; default all ten'),
  sns: v.optional(v.pipe(sns, v.description('events to an SNS topic'))),
  firehose: v.optional(
    v.pipe(
      v.strictObject({ stream: v.pipe(v.string(), v.description('ARN of the stream')), role: v.pipe(v.string(), v.description('ARN of the role')) }),
      v.description('events to an existing Firehose stream'),
    ),
  ),
  eventBridge: yesNo('events to the default EventBridge bus'),
  cloudWatch: v.optional(
    v.pipe(
      v.strictObject({
        dimensions: v.array(
          v.strictObject({ name: v.string(), source: v.picklist(['message-tag', 'email-header', 'link-tag']), default: v.string() }),
        ),
      }),
      v.description('events as CloudWatch metrics'),
    ),
  ),
  reputationMetrics: yesNo('publish reputation metrics'),
  sending: yesNo('false pauses the set'),
  suppression: someOf(['bounce', 'complaint'], 'reasons that put an address on the suppression list'),
  vdm: v.optional(v.strictObject({ engagement: yesNo('VDM engagement tracking for this set') })),
});

/** Everything a `ses-track.yaml` may say. All keys are optional; an unknown one is an error. */
export const schema = v.strictObject({
  deployment: sesName('name of this deployment; it tags and names what setup makes; default "default"'),
  region: text('AWS region where SES is; default AWS_REGION or the profile'),
  profile: text('AWS profile'),
  endpointUrl: text('address of a sandbox instead of AWS'),
  configurationSets: v.optional(v.pipe(v.array(configurationSet), v.description('the configuration sets to set up'))),
  tracking: v.optional(
    v.strictObject({
      domain: text('the tracking domain, a host name of yours'),
      httpsPolicy: oneOf(['require', 'require-open-only', 'optional'], 'default require'),
      front: oneOf(['cloudfront', 'own'], 'who serves HTTPS; default cloudfront'),
      dns: oneOf(['route53', 'manual'], 'who writes the records; default route53'),
      record: oneOf(['cname', 'alias'], 'default cname'),
      repairLinks: yesNo('repair links that a mail client decoded; default true'),
      origin: text('tracking origin instead of r.<region>.awstrack.me'),
    }),
  ),
  lint: v.optional(
    v.strictObject({
      preset: oneOf(['recommended', 'strict', 'minimal'], 'levels to start from; default recommended'),
      rules: v.optional(v.pipe(v.record(v.string(), v.picklist(['off', 'info', 'warning', 'error'])), v.description('level by rule id'))),
      ignore: list('globs of files to leave out'),
      maxWarnings: whole('exit 1 when there are more warnings', 0, 1_000_000),
    }),
  ),
  certCheck: v.optional(
    v.strictObject({
      warn: duration('warn when less is left; default 30d'),
      crit: duration('critical when less is left; default 7d'),
      aws: yesNo('also look at ACM'),
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
  fallback: v.optional(
    v.strictObject({ home: text('where a link that leads nowhere goes'), allowHosts: list('hosts that links may lead to, *.example.com allowed') }),
  ),
});

export type Settings = v.InferOutput<typeof schema>;
export type ConfigurationSetSettings = NonNullable<Settings['configurationSets']>[number];
