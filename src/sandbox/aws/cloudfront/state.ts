/** What the account holds of CloudFront: distributions, functions and origin request policies. */
import type { DistributionConfig, FunctionConfig, OriginRequestPolicyConfig } from '@aws-sdk/client-cloudfront';
import { type Call, fault } from '../../wire/handler.ts';
import { shelf, type World } from '../../world.ts';

export interface Distribution {
  id: string;
  arn: string;
  /** `d….cloudfront.net` */
  domainName: string;
  etag: string;
  config: DistributionConfig;
  modifiedAt: number;
  /** Configurations by the time from which every edge has them; the last is `config`. */
  deployments: { at: number; config: DistributionConfig }[];
  tags: Map<string, string>;
}

export interface FunctionStageState {
  code: Uint8Array;
  config: FunctionConfig;
  etag: string;
  modifiedAt: number;
}

export interface EdgeFunction {
  name: string;
  arn: string;
  createdAt: number;
  development: FunctionStageState;
  live?: FunctionStageState;
  tags: Map<string, string>;
}

export interface OriginRequestPolicyState {
  id: string;
  config: OriginRequestPolicyConfig;
  etag: string;
  modifiedAt: number;
}

export interface CloudFront {
  /** By id, in the order in which they were made. */
  distributions: Map<string, Distribution>;
  functions: Map<string, EdgeFunction>;
  policies: Map<string, OriginRequestPolicyState>;
  /** Caller references of distributions that are gone. */
  usedReferences: Map<string, string>;
  /** Certificates that a distribution let go of, and when. */
  released: { certificateArn: string; distributionArn: string; at: number }[];
}

const kept = shelf<CloudFront>(() => ({
  distributions: new Map(),
  functions: new Map(),
  policies: new Map(),
  usedReferences: new Map(),
  released: [],
}));

/** CloudFront is one for all regions. */
export function cloudFrontOf(world: World): CloudFront {
  return kept(world, '');
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** `E` and thirteen capitals: an id or an ETag. */
export function newMark(world: World): string {
  return `E${[...world.random.bytes(13)].map(byte => letters[byte % letters.length]).join('')}`;
}

export function distributionOf(id: string | undefined, { world }: Pick<Call, 'world'>): Distribution {
  const found = cloudFrontOf(world).distributions.get(id ?? '');
  if (found === undefined) throw fault('NoSuchDistribution', 'The specified distribution does not exist.');
  return found;
}

export function isDeployed(world: World, { deployments }: Distribution): boolean {
  return world.clock.now() >= (deployments.at(-1)?.at ?? 0);
}

/** What the edges serve now: the configuration before the last one while that is on its way; undefined while there is none. */
export function configAtEdge(world: World, { deployments }: Distribution): DistributionConfig | undefined {
  const now = world.clock.now();
  return deployments.findLast(one => one.at <= now)?.config;
}

/** The function of an ARN. */
export function functionByArn(world: World, arn: string | undefined): EdgeFunction | undefined {
  return [...cloudFrontOf(world).functions.values()].find(one => one.arn === arn);
}

/** Whether the caller's If-Match is the ETag of what is there. */
export function checkIfMatch({ world }: Pick<Call, 'world'>, given: string | undefined, etag: string): void {
  if (given === undefined || given === '') throw fault('InvalidIfMatchVersion', 'The If-Match version is missing or not valid for the resource.');
  if (given === etag) return;
  // AWS's model has both, and emulators disagree on which a stale ETag gives.
  if (world.traps.has('cloudfront-stale-invalid'))
    throw fault('InvalidIfMatchVersion', 'The If-Match version is missing or not valid for the resource.');
  throw fault('PreconditionFailed', 'The request failed because it did not meet the preconditions in one or more request-header fields.');
}

/** Everything of a configuration that a viewer's request may meet: the default behaviour and those by path. */
export function behaviorsOf(config: DistributionConfig) {
  return [config.DefaultCacheBehavior, ...(config.CacheBehaviors?.Items ?? [])].filter(one => one !== undefined);
}

/** The names a configuration answers to beside its own, in lower case. */
export function aliasesOf(config: DistributionConfig): string[] {
  return (config.Aliases?.Items ?? []).map(one => one.toLowerCase());
}

/** The distributions that have that very alias. */
export function holdersOf(world: World, alias: string): Distribution[] {
  return [...cloudFrontOf(world).distributions.values()].filter(one => aliasesOf(one.config).includes(alias.toLowerCase()));
}
