/** What CloudFront has against a configuration: parts that refer to nothing, origins that are none, functions that are not live. */
import type { DefaultCacheBehavior, DistributionConfig } from '@aws-sdk/client-cloudfront';
import { fault } from '../../wire/handler.ts';
import type { World } from '../../world.ts';
import { managedCachePolicies } from './managed.ts';
import { originRequestPolicies } from './policies.ts';
import { behaviorsOf, functionByArn } from './state.ts';

function checkFunctions(world: World, { FunctionAssociations: associations }: Partial<DefaultCacheBehavior>): void {
  const seen = new Set<string>();
  for (const { FunctionARN: arn, EventType: type } of associations?.Items ?? []) {
    if (type === 'viewer-response') throw fault('NotImplemented', 'the sandbox runs functions on viewer requests only');
    if (type !== 'viewer-request')
      throw fault('InvalidFunctionAssociation', 'A CloudFront function can be associated with viewer-request and viewer-response only.');
    if (seen.has(type)) throw fault('InvalidFunctionAssociation', `Only one function can be associated with ${type}.`);
    seen.add(type);
    // AWS: only what is published can be associated.
    if (functionByArn(world, arn)?.live === undefined)
      throw fault('InvalidFunctionAssociation', `The function ${arn} does not exist or is not published to the LIVE stage.`);
  }
}

function checkBehavior(world: World, behavior: Partial<DefaultCacheBehavior>, origins: readonly (string | undefined)[]): void {
  if (!origins.includes(behavior.TargetOriginId))
    throw fault('NoSuchOrigin', 'One or more of your cache behaviors refers to an origin that does not exist.');
  const { CachePolicyId: cache, OriginRequestPolicyId: forward } = behavior;
  if (cache !== undefined && managedCachePolicies[cache] === undefined)
    throw fault('NoSuchCachePolicy', 'The specified cache policy does not exist.');
  if (forward !== undefined && !originRequestPolicies(world).some(one => one.id === forward))
    throw fault('NoSuchOriginRequestPolicy', 'The specified origin request policy does not exist.');
  if (cache === undefined && behavior.ForwardedValues === undefined) throw fault('InvalidArgument', 'The parameter ForwardedValues is required.');
  if (cache !== undefined && behavior.ForwardedValues !== undefined)
    throw fault('InvalidArgument', 'The parameter ForwardedValues cannot be used when a cache policy is associated to the cache behavior.');
  if (forward !== undefined && cache === undefined)
    throw fault('InvalidArgument', 'The parameter OriginRequestPolicyId needs a cache policy in the same cache behavior.');
  checkFunctions(world, behavior);
}

/** Certificate and aliases have a file of their own. */
export function checkParts(world: World, config: DistributionConfig): void {
  const origins = config.Origins?.Items ?? [];
  if (origins.length === 0) throw fault('InvalidArgument', 'The parameter Origins is required.');
  for (const { DomainName: name = '', CustomOriginConfig: custom, S3OriginConfig: bucket, OriginPath: path = '' } of origins) {
    if (!/^(?=.{1,253}$)([a-z0-9_-]{1,63}\.)+[a-z0-9-]{2,63}$/i.test(name))
      throw fault('InvalidOrigin', 'The specified origin server does not exist or is not valid.');
    if (custom === undefined && bucket === undefined)
      throw fault('InvalidArgument', 'The parameter Origin needs S3OriginConfig or CustomOriginConfig.');
    if (path !== '' && (!path.startsWith('/') || path.endsWith('/')))
      throw fault('InvalidArgument', 'The parameter OriginPath must begin with / and not end with it.');
  }
  for (const behavior of behaviorsOf(config))
    checkBehavior(
      world,
      behavior,
      origins.map(one => one.Id),
    );
}
