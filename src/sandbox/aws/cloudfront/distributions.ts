/** CloudFront's operations on distributions. */
import type {
  CreateDistributionCommandInput,
  CreateDistributionCommandOutput,
  CreateDistributionWithTagsCommandInput,
  DeleteDistributionCommandInput,
  DeleteDistributionCommandOutput,
  DistributionConfig,
  DistributionSummary,
  GetDistributionCommandInput,
  GetDistributionCommandOutput,
  GetDistributionConfigCommandInput,
  GetDistributionConfigCommandOutput,
  ListDistributionsCommandInput,
  ListDistributionsCommandOutput,
  Distribution as SdkDistribution,
  UpdateDistributionCommandInput,
  UpdateDistributionCommandOutput,
} from '@aws-sdk/client-cloudfront';
import { type Answer, type Call, fault, type Handlers } from '../../wire/handler.ts';
import type { World } from '../../world.ts';
import { checkAliases } from './aliases.ts';
import { checkParts } from './check.ts';
import { checkQuantities, checkWhole, withDefaults } from './config.ts';
import { deployedAt, redeploy, release } from './deploy.ts';
import { page } from './policies.ts';
import { checkIfMatch, cloudFrontOf, type Distribution, distributionOf, isDeployed, newMark } from './state.ts';

const deleteLagMs = 30_000;

function shown(world: World, distribution: Distribution): SdkDistribution {
  return {
    Id: distribution.id,
    ARN: distribution.arn,
    Status: isDeployed(world, distribution) ? 'Deployed' : 'InProgress',
    LastModifiedTime: new Date(distribution.modifiedAt),
    InProgressInvalidationBatches: 0,
    DomainName: distribution.domainName,
    ActiveTrustedSigners: { Enabled: false, Quantity: 0 },
    ActiveTrustedKeyGroups: { Enabled: false, Quantity: 0 },
    DistributionConfig: distribution.config,
    AliasICPRecordals: (distribution.config.Aliases?.Items ?? []).map(CNAME => ({ CNAME, ICPRecordalStatus: 'APPROVED' })),
  };
}

function summary(world: World, distribution: Distribution): DistributionSummary {
  const { config } = distribution;
  return {
    Id: distribution.id,
    ARN: distribution.arn,
    ETag: distribution.etag,
    Status: isDeployed(world, distribution) ? 'Deployed' : 'InProgress',
    LastModifiedTime: new Date(distribution.modifiedAt),
    DomainName: distribution.domainName,
    Aliases: config.Aliases,
    Origins: config.Origins,
    OriginGroups: config.OriginGroups,
    DefaultCacheBehavior: config.DefaultCacheBehavior,
    CacheBehaviors: config.CacheBehaviors,
    CustomErrorResponses: config.CustomErrorResponses,
    Comment: config.Comment,
    PriceClass: config.PriceClass,
    Enabled: config.Enabled,
    ViewerCertificate: config.ViewerCertificate,
    Restrictions: config.Restrictions,
    WebACLId: config.WebACLId,
    HttpVersion: config.HttpVersion,
    IsIPV6Enabled: config.IsIPV6Enabled,
    Staging: config.Staging,
  };
}

function checked(world: World, given: DistributionConfig | undefined, own?: Distribution): DistributionConfig {
  if (given === undefined) throw fault('InvalidArgument', 'The parameter DistributionConfig is required.');
  checkQuantities(given);
  const config = withDefaults(given);
  checkParts(world, config);
  checkAliases(world, config, own?.id, own?.domainName);
  return config;
}

function create(given: DistributionConfig | undefined, tags: Map<string, string>, { world }: Call): Answer<CreateDistributionCommandOutput> {
  const kept = cloudFrontOf(world);
  const reference = given?.CallerReference ?? '';
  const same =
    [...kept.distributions.values()].find(one => one.config.CallerReference === reference)?.id ??
    (world.traps.has('cloudfront-reference-lingers') ? kept.usedReferences.get(reference) : undefined);
  // AWS: whatever the content; the id stands in the message.
  if (same !== undefined)
    throw fault(
      'DistributionAlreadyExists',
      `The caller reference that you are using to create a distribution is associated with another distribution. Already exists: ${same}`,
    );
  const config = checked(world, given);
  let id = newMark(world);
  while (kept.distributions.has(id)) id = newMark(world);
  const distribution: Distribution = {
    id,
    arn: `arn:aws:cloudfront::${world.account}:distribution/${id}`,
    domainName: `d${newMark(world).toLowerCase()}.cloudfront.net`,
    etag: newMark(world),
    config,
    modifiedAt: world.clock.now(),
    deployments: [{ at: deployedAt(world), config }],
    tags,
  };
  kept.distributions.set(id, distribution);
  return {
    Distribution: shown(world, distribution),
    Location: `https://cloudfront.amazonaws.com/2020-05-31/distribution/${id}`,
    ETag: distribution.etag,
  };
}

export const distributionHandlers = {
  CreateDistribution: ({ DistributionConfig: given }: CreateDistributionCommandInput, call: Call) => create(given, new Map(), call),

  CreateDistributionWithTags({ DistributionConfigWithTags: given }: CreateDistributionWithTagsCommandInput, call: Call) {
    const tags = new Map((given?.Tags?.Items ?? []).map(tag => [tag.Key ?? '', tag.Value ?? '']));
    return create(given?.DistributionConfig, tags, call);
  },

  GetDistribution({ Id }: GetDistributionCommandInput, call: Call): Answer<GetDistributionCommandOutput> {
    const found = distributionOf(Id, call);
    return { Distribution: shown(call.world, found), ETag: found.etag };
  },

  GetDistributionConfig({ Id }: GetDistributionConfigCommandInput, call: Call): Answer<GetDistributionConfigCommandOutput> {
    const found = distributionOf(Id, call);
    return { DistributionConfig: found.config, ETag: found.etag };
  },

  ListDistributions(input: ListDistributionsCommandInput, { world }: Call): Answer<ListDistributionsCommandOutput> {
    const { items, most, isTruncated, next } = page([...cloudFrontOf(world).distributions.values()], one => one.id, input);
    return {
      DistributionList: {
        Marker: input.Marker ?? '',
        ...(next === undefined ? {} : { NextMarker: next }),
        MaxItems: most,
        IsTruncated: isTruncated,
        Quantity: items.length,
        ...(items.length === 0 ? {} : { Items: items.map(one => summary(world, one)) }),
      },
    };
  },

  UpdateDistribution(input: UpdateDistributionCommandInput, call: Call): Answer<UpdateDistributionCommandOutput> {
    const { world } = call;
    const distribution = distributionOf(input.Id, call);
    checkIfMatch(call, input.IfMatch, distribution.etag);
    const given = input.DistributionConfig;
    if (given !== undefined) checkWhole(given);
    // AWS: the reference is what made the distribution; it cannot change.
    if (given?.CallerReference !== distribution.config.CallerReference)
      throw fault('IllegalUpdate', 'The update contains modifications that are not allowed: CallerReference cannot be changed.');
    const config = checked(world, given, distribution);
    redeploy(world, distribution, config);
    return { Distribution: shown(world, distribution), ETag: distribution.etag };
  },

  DeleteDistribution(input: DeleteDistributionCommandInput, call: Call): Answer<DeleteDistributionCommandOutput> {
    const { world } = call;
    const distribution = distributionOf(input.Id, call);
    checkIfMatch(call, input.IfMatch, distribution.etag);
    const since = distribution.deployments.at(-1)?.at ?? 0;
    // AWS: even a Deployed one can answer so for a moment. <https://github.com/hashicorp/terraform-provider-aws/pull/3034>
    const lag = world.traps.has('cloudfront-delete-lag') ? world.pace(deleteLagMs) : 0;
    if (distribution.config.Enabled === true || world.clock.now() < since + lag)
      throw fault('DistributionNotDisabled', 'The distribution you are trying to delete has not been disabled.');
    release(world, distribution);
    const kept = cloudFrontOf(world);
    kept.usedReferences.set(distribution.config.CallerReference ?? '', distribution.id);
    kept.distributions.delete(distribution.id);
    return {};
  },
} satisfies Handlers;
