/** What AWS's front door refuses before an operation is even looked at: too many calls, and what its other rooms have not heard of yet. */
import { isObject } from '../events/json.ts';
import type { Fields } from './wire/codec.ts';
import { type Call, fault } from './wire/handler.ts';
import { shelf, type World } from './world.ts';

const sending = new Set(['SendEmail', 'SendBulkEmail', 'SendCustomVerificationEmail', 'TestRenderEmailTemplate']);
const lastCall = shelf(() => ({ at: Number.NEGATIVE_INFINITY }));
const onceMs = 1000;

function throttleSes({ world, region, operation }: Call): void {
  if (sending.has(operation) || !world.traps.has('ses-throttle')) return;
  const last = lastCall(world, region);
  const now = world.clock.now();
  // AWS: no more than once a second, no hint how long to wait. <https://docs.aws.amazon.com/ses/latest/APIReference/API_CreateConfigurationSet.html>
  if (now - last.at < onceMs) throw fault('TooManyRequestsException', 'Rate exceeded');
  last.at = now;
}

interface Bucket {
  tokens: number;
  at: number;
}

const buckets = shelf(() => new Map<string, Bucket>());

/** Takes a token. @returns false where the bucket is empty */
function take({ world, region }: Call, name: string, burst: number, perSecond: number): boolean {
  const kept = buckets(world, region);
  const now = world.clock.now();
  const { tokens, at } = kept.get(name) ?? { tokens: burst, at: now };
  const full = Math.min(burst, tokens + ((now - at) / 1000) * perSecond);
  const has = full >= 1;
  kept.set(name, { tokens: has ? full - 1 : full, at: now });
  return has;
}

// AWS: burst and refill a second. <https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/throttling-api-requests.html>
const route53Account = [50, 10] as const;
const route53Operations: Readonly<Record<string, readonly [number, number]>> = { CreateHostedZone: [40, 2], DeleteHostedZone: [40, 5] };

function throttleRoute53(call: Call): void {
  if (!call.world.traps.has('route53-throttle')) return;
  const [burst, perSecond] = route53Operations[call.operation] ?? route53Account;
  if (!take(call, call.operation, burst, perSecond) || !take(call, 'route53', ...route53Account)) throw fault('Throttling', 'Rate exceeded');
}

// AWS: a second, by the API reference of each.
const snsRates: readonly [RegExp, number][] = [
  [/^(Subscribe|Unsubscribe)$/, 100],
  [/^List(Topics|Subscriptions|SubscriptionsByTopic)$/, 30],
  [/Tag/, 10],
];

function throttleSns(call: Call): void {
  const rate = snsRates.find(([operations]) => operations.test(call.operation))?.[1];
  if (rate === undefined || !call.world.traps.has('sns-throttle')) return;
  if (!take(call, call.operation, rate, rate)) throw fault('ThrottledException', 'Rate exceeded');
}

function throttleCloudFront({ world }: Call): void {
  // AWS publishes no rate and gives no hint: anything may be throttled.
  if (world.traps.has('cloudfront-throttle') && (world.random.bytes(1)[0] ?? 0) < 64) throw fault('Throttling', 'Rate exceeded');
}

const since = shelf(() => new Map<string, number>());
const roleLagMs = 10_000;
const policyLagMs = 3000;

function young(world: World, what: string, ms: number): boolean {
  const at = since(world, '').get(what);
  return at !== undefined && world.clock.now() < at + world.pace(ms);
}

/** What SES has to use but another service changed a moment ago. */
function lag({ world, operation }: Call, input: Fields): void {
  const known = since(world, '');
  const now = world.clock.now();
  if (operation === 'SetTopicAttributes' && input['AttributeName'] === 'Policy') known.set(String(input['TopicArn']), now);
  if (operation !== 'CreateConfigurationSetEventDestination' && operation !== 'UpdateConfigurationSetEventDestination') return;
  const wanted = isObject(input['EventDestination']) ? input['EventDestination'] : {};
  const { SnsDestination: topic, KinesisFirehoseDestination: stream } = wanted;
  const arn = isObject(topic) ? String(topic['TopicArn']) : undefined;
  if (arn !== undefined && world.traps.has('sns-policy-lag') && young(world, arn, policyLagMs))
    throw fault('BadRequestException', `Could not publish message to SNS topic <${arn}>.`);
  const role = isObject(stream) ? String(stream['IamRoleArn']) : undefined;
  if (role === undefined || !world.traps.has('ses-role-lag')) return;
  if (!known.has(role)) known.set(role, now);
  if (young(world, role, roleLagMs)) throw fault('BadRequestException', `Could not assume IAM role <${role}>.`);
}

/** For the wire's `before`: refuses what the world's traps say. */
export function throttle(call: Call, input: Fields = {}): void {
  if (call.service === 'sesv2') throttleSes(call);
  if (call.service === 'route53') throttleRoute53(call);
  if (call.service === 'sns') throttleSns(call);
  if (call.service === 'cloudfront') throttleCloudFront(call);
  lag(call, input);
}
