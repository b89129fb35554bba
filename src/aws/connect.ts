/** Makes the SDK clients when first asked for, all with the same region, credentials, retries and endpoint, and their errors as Trouble. */
import type { MetadataBearer, MiddlewareStack, Provider, RetryStrategy, RetryStrategyV2 } from '@smithy/types';
import { Trouble } from '../errors.ts';
import type { Aws, AwsClock, AwsSettings } from './clients.ts';
import { pace } from './pace.ts';
import { neverForQuotas } from './quota.ts';
import { checkRegion } from './region.ts';
import { operationOf, watch } from './watch.ts';
import { wire } from './wire.ts';

/** AWS: SES allows one call a second on everything but sending, and says nothing in headers. <ses quotas> */
const sesGapMs = 1000;

/**
 * Retry mode `standard`, not `adaptive`: adaptive guesses a rate from the throttles of one client, while SES's rate is known and kept by
 * pacing. Eight attempts, the delay doubling from a second for throttles, outlast about half a minute of "Rate exceeded". A used-up quota is no throttle (aws/quota.ts).
 */
const retries = { retryMode: 'standard', maxAttempts: 8 };

/** CloudFront and Route 53 are global and live there; ACM because CloudFront reads certificates only there. */
const global = 'us-east-1';

type Stack<I extends object, O extends MetadataBearer> = { middlewareStack: MiddlewareStack<I, O>; config: Retrying };
type Retrying = { retryStrategy: Provider<RetryStrategy | RetryStrategyV2> };

/**
 * @param settings an unset region is looked up as the SDK does (AWS_REGION, the profile); an endpoint on this machine needs no credentials
 * @param clock paces SES (one call a second against AWS itself) and times calls
 * @returns clients that load on first use; refuses (Trouble `aws.region`, `cli.usage`) before any call
 */
export async function connect(settings: AwsSettings, clock: AwsClock): Promise<Aws> {
  const endpoint = settings.endpointUrl === undefined ? undefined : checkEndpoint(settings.endpointUrl);
  const isHere = settings.requestHandler !== undefined || (endpoint !== undefined && isLoopback(endpoint.hostname));
  const profile = settings.profile === undefined ? {} : { profile: settings.profile };
  const region = checkRegion(settings.region ?? (await regionOfChain(profile)));
  const { requestHandler, close } = await wire(settings);
  const shared = {
    ...profile,
    ...retries,
    ...(await credentialsFor(settings, isHere)),
    ...(endpoint === undefined ? {} : { endpoint: endpoint.href }),
    requestHandler,
  };

  const dressed = <I extends object, O extends MetadataBearer, C extends Stack<I, O>>(client: C & Stack<I, O>, service: string, at = region): C => {
    const calling = { service, region: at, endpointUrl: settings.endpointUrl, signal: settings.signal };
    client.middlewareStack.add((next, context) => watch(next, { ...calling, operation: operationOf(context) }, settings, clock), {
      step: 'initialize',
      name: 'sesTrackWatch',
      priority: 'high',
    });
    const sdkRetries = client.config.retryStrategy;
    client.config.retryStrategy = async () => neverForQuotas(await sdkRetries());
    return client;
  };
  const paced = <I extends object, O extends MetadataBearer, C extends Stack<I, O>>(client: C & Stack<I, O>): C => {
    const gapMs = settings.sesGapMs ?? (isHere ? 0 : sesGapMs);
    if (gapMs === 0) return client;
    const turn = pace(clock, gapMs, settings.signal);
    client.middlewareStack.add(
      // Sending has a quota of its own and is not held back.
      (next, context) => args => (operationOf(context).startsWith('Send') ? next(args) : turn(() => next(args))),
      // Low priority stands inside the SDK's retries, so that every attempt takes its turn.
      { step: 'finalizeRequest', priority: 'low', name: 'sesTrackPace' },
    );
    return client;
  };

  const aws: Aws = {
    region,
    identity: once(() => askIdentity(aws)),
    ses: once(async () => paced(dressed(new (await import('@aws-sdk/client-sesv2')).SESv2Client({ ...shared, region }), 'ses'))),
    sns: once(async () => dressed(new (await import('@aws-sdk/client-sns')).SNSClient({ ...shared, region }), 'sns')),
    sqs: once(async () => dressed(new (await import('@aws-sdk/client-sqs')).SQSClient({ ...shared, region }), 'sqs')),
    sts: once(async () => dressed(new (await import('@aws-sdk/client-sts')).STSClient({ ...shared, region }), 'sts')),
    acm: once(async () => dressed(new (await import('@aws-sdk/client-acm')).ACMClient({ ...shared, region: global }), 'acm', global)),
    cloudfront: once(async () =>
      dressed(new (await import('@aws-sdk/client-cloudfront')).CloudFrontClient({ ...shared, region: global }), 'cloudfront', global),
    ),
    route53: once(async () =>
      dressed(new (await import('@aws-sdk/client-route-53')).Route53Client({ ...shared, region: global }), 'route53', global),
    ),
    close,
  };
  return aws;
}

/** True for the names and addresses of this machine. */
export function isLoopback(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\]|::1)$/i.test(hostname);
}

function checkEndpoint(given: string): URL {
  const url = URL.parse(given);
  if (url !== null && /^https?:$/.test(url.protocol)) return url;
  throw new Trouble('cli.usage', `the endpoint "${given}" is not an http or https address`, 'Give an address such as http://127.0.0.1:4579.');
}

async function credentialsFor(settings: AwsSettings, isHere: boolean) {
  if (!isHere) return {};
  const { forThisMachine, madeUp } = await import('./credentials.ts');
  return { credentials: settings.requestHandler === undefined ? forThisMachine(settings.profile) : madeUp };
}

/** The region that the SDK's own chain finds. STS is asked because its client is the smallest and is needed anyway. */
async function regionOfChain(profile: { profile?: string }): Promise<string> {
  const { STSClient } = await import('@aws-sdk/client-sts');
  try {
    return await new STSClient(profile).config.region();
  } catch (cause) {
    throw new Trouble('aws.region', 'no AWS region is set', 'Give one with --region, or set AWS_REGION.', { cause });
  }
}

async function askIdentity(aws: Aws): Promise<{ account: string; partition: string; arn: string }> {
  const [sts, { GetCallerIdentityCommand }] = await Promise.all([aws.sts(), import('@aws-sdk/client-sts')]);
  const { Account: account, Arn: arn } = await sts.send(new GetCallerIdentityCommand());
  if (account === undefined || arn === undefined)
    throw new Trouble('aws.refused', 'sts:GetCallerIdentity told no account', 'Check what answers at the endpoint.');
  return { account, arn, partition: arn.split(':')[1] ?? 'aws' };
}

/** Asks once; a failure is not remembered. */
function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | undefined;
  return () => {
    asked ??= ask().catch(error => {
      asked = undefined;
      throw error;
    });
    return asked;
  };
}
