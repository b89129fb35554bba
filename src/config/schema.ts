/** The config file's one schema: types, validation, JSON schema and documentation come from it. */
import * as v from 'valibot';

const eventNames = [
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

const about = (text: string) => v.description(text);
const duration = v.pipe(v.string(), v.regex(/^\d+(\.\d+)?(ms|s|m|h|d|w)$/, 'expected a length of time such as 90s, 10m or 30d'));
/** SES's own rule for names (v1 API, ConfigurationSet.Name): ASCII letters, digits, _ and -, at most 64. */
const sesName = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,64}$/, 'expected at most 64 letters, digits, - and _'));

const sns = v.strictObject({
  topic: v.optional(v.pipe(v.string(), about('name of the SNS topic'))),
  webhooks: v.optional(v.pipe(v.array(v.string()), about('HTTPS addresses that SNS posts events to')), []),
  queue: v.optional(v.pipe(v.string(), about('name of an SQS queue that also gets the events'))),
  deadLetter: v.optional(v.pipe(v.boolean(), about('keep what a webhook never took in a dead-letter queue'))),
  kmsKey: v.optional(v.pipe(v.string(), about('ARN of a customer-managed KMS key for the topic'))),
});

const configurationSet = v.strictObject({
  name: v.optional(v.pipe(sesName, about('name of the configuration set'))),
  events: v.optional(v.pipe(v.array(v.picklist(eventNames)), about('event types to publish; all ten by default'))),
  sns: v.optional(sns),
  firehose: v.optional(v.strictObject({ stream: v.string(), role: v.string() })),
  eventBridge: v.optional(v.boolean()),
  cloudWatch: v.optional(
    v.strictObject({
      dimensions: v.array(v.strictObject({ name: v.string(), source: v.picklist(['message-tag', 'email-header', 'link-tag']), default: v.string() })),
    }),
  ),
  reputationMetrics: v.optional(v.boolean()),
  sending: v.optional(v.boolean()),
  suppression: v.optional(v.array(v.picklist(['bounce', 'complaint']))),
  vdm: v.optional(v.strictObject({ engagement: v.optional(v.boolean()) })),
});

export const schema = v.strictObject({
  deployment: v.optional(v.pipe(sesName, about('name of this deployment; it tags and names what setup makes'))),
  region: v.optional(v.pipe(v.string(), about('AWS region where SES is'))),
  profile: v.optional(v.pipe(v.string(), about('AWS profile'))),
  endpointUrl: v.optional(v.pipe(v.string(), about('address of a sandbox instead of AWS'))),
  tracking: v.optional(
    v.strictObject({
      domain: v.optional(v.string()),
      httpsPolicy: v.optional(v.picklist(['require', 'require-open-only', 'optional'])),
      front: v.optional(v.picklist(['cloudfront', 'own'])),
      dns: v.optional(v.picklist(['route53', 'manual'])),
      record: v.optional(v.picklist(['cname', 'alias'])),
      repairLinks: v.optional(v.boolean()),
      origin: v.optional(v.string()),
    }),
  ),
  configurationSets: v.optional(v.array(configurationSet)),
  lint: v.optional(
    v.strictObject({
      preset: v.optional(v.string()),
      rules: v.optional(v.record(v.string(), v.picklist(['off', 'info', 'warning', 'error']))),
      ignore: v.optional(v.array(v.string())),
      maxWarnings: v.optional(v.number()),
    }),
  ),
  certCheck: v.optional(v.strictObject({ warn: v.optional(duration), crit: v.optional(duration), aws: v.optional(v.boolean()) })),
  listen: v.optional(
    v.strictObject({
      port: v.optional(v.number()),
      host: v.optional(v.string()),
      topics: v.optional(v.array(v.string())),
      store: v.optional(v.string()),
      privacy: v.optional(v.picklist(['standard', 'full', 'strict'])),
    }),
  ),
  fallback: v.optional(v.strictObject({ home: v.optional(v.string()), allowHosts: v.optional(v.array(v.string())) })),
});

export type Settings = v.InferOutput<typeof schema>;
export type ConfigurationSetSettings = NonNullable<Settings['configurationSets']>[number];
