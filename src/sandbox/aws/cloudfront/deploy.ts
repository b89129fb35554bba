/** How a change of a distribution comes into force: a new ETag at once, the edges minutes later. */
import type { DistributionConfig } from '@aws-sdk/client-cloudfront';
import type { World } from '../../world.ts';
import { cloudFrontOf, type Distribution, newMark } from './state.ts';

const deployMs = 300_000;
/** AWS: about 14 minutes in the logs of <https://github.com/hashicorp/terraform-provider-aws/pull/4698> */
const slowDeployMs = 840_000;

/** When the edges have what is changed now. */
export function deployedAt(world: World): number {
  return world.clock.now() + world.pace(world.traps.has('cloudfront-slow') ? slowDeployMs : deployMs);
}

/** Takes note that a distribution serves a certificate no longer. */
export function release(world: World, distribution: Distribution, next?: DistributionConfig): void {
  const arn = distribution.config.ViewerCertificate?.ACMCertificateArn;
  if (arn !== undefined && arn !== next?.ViewerCertificate?.ACMCertificateArn)
    cloudFrontOf(world).released.push({ certificateArn: arn, distributionArn: distribution.arn, at: world.clock.now() });
}

/** Puts a configuration in the place of the last one. */
export function redeploy(world: World, distribution: Distribution, config: DistributionConfig): void {
  release(world, distribution, config);
  const now = world.clock.now();
  const inForce = distribution.deployments.findLastIndex(one => one.at <= now);
  distribution.deployments = [...distribution.deployments.slice(Math.max(inForce, 0)), { at: deployedAt(world), config }];
  distribution.config = config;
  distribution.etag = newMark(world);
  distribution.modifiedAt = now;
}
