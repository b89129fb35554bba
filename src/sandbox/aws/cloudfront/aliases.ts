/** Who has an alternate domain name: one distribution in the world, and the certificate must be for it. */
import type {
  AssociateAliasCommandInput,
  AssociateAliasCommandOutput,
  DistributionConfig,
  ListConflictingAliasesCommandInput,
  ListConflictingAliasesCommandOutput,
} from '@aws-sdk/client-cloudfront';
import { type Answer, type Call, fault, type Handlers } from '../../wire/handler.ts';
import type { World } from '../../world.ts';
import { type Certificate, covers, findCertificate } from '../acm/certificate.ts';
import { cloudFrontTarget } from '../route53/lookup.ts';
import { redeploy } from './deploy.ts';
import { aliasesOf, cloudFrontOf, distributionOf, holdersOf } from './state.ts';

/** AWS: right after ISSUED the edges may not know the certificate yet. <https://github.com/hashicorp/terraform-provider-aws/pull/4698> */
const certificateLagMs = 60_000;
/** AWS: of the kinds that ACM has. <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html> */
const servedKeys = new Set(['RSA_1024', 'RSA_2048', 'EC_prime256v1']);

function refusedCertificate(message: string) {
  return fault('InvalidViewerCertificate', message);
}

/** The certificate of a configuration, or CloudFront's refusal. */
function servedCertificate(world: World, arn: string): Certificate {
  const found = arn.split(':')[3] === 'us-east-1' ? findCertificate(world, arn) : undefined;
  const lag = world.traps.has('cloudfront-certificate-lag') && found?.type === 'AMAZON_ISSUED' ? world.pace(certificateLagMs) : 0;
  if (found?.status !== 'ISSUED' || world.clock.now() < (found.issuedAt ?? 0) + lag)
    throw refusedCertificate(
      "The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a valid certificate chain.",
    );
  if (!servedKeys.has(found.keyAlgorithm)) throw refusedCertificate('The specified SSL certificate has a key that CloudFront does not support.');
  return found;
}

/**
 * @param ownId of the distribution that is changed; none where it is made
 * @param ownName the domain name of that distribution
 */
export function checkAliases(world: World, config: DistributionConfig, ownId?: string, ownName?: string): void {
  const arn = config.ViewerCertificate?.ACMCertificateArn;
  const certificate = arn === undefined ? undefined : servedCertificate(world, arn);
  const before = ownId === undefined ? [] : aliasesOf(distributionOf(ownId, { world }).config);
  for (const alias of aliasesOf(config)) {
    if (certificate === undefined)
      throw refusedCertificate(
        'To add an alternate domain name (CNAME) to a CloudFront distribution, you must attach a trusted certificate that validates your authorization to use the domain name. For more details, see: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html#alternate-domain-names-requirements',
      );
    if (!covers(certificate, alias))
      throw refusedCertificate(
        "The certificate that is attached to your distribution doesn't cover the alternate domain name (CNAME) that you're trying to add. For more details, see: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html#alternate-domain-names-requirements",
      );
    // AWS: in one account a wildcard and a name under it may be on two distributions; the same alias may not, in any account.
    const isTaken =
      holdersOf(world, alias).some(one => one.id !== ownId) || (world.traps.has('cloudfront-alias-elsewhere') && !before.includes(alias));
    if (isTaken) throw fault('CNAMEAlreadyExists', 'One or more of the CNAMEs you provided are already associated with a different resource.');
    // AWS: a record that already leads to another distribution must be changed first. <https://github.com/hashicorp/terraform-provider-aws/issues/8734>
    const target = before.includes(alias) ? undefined : cloudFrontTarget(world, alias);
    if (target !== undefined && target !== ownName)
      throw fault(
        'CNAMEAlreadyExists',
        'One or more aliases specified for the distribution includes an incorrectly configured DNS record that points to another CloudFront distribution. You must update the DNS record to correct the problem. For more information, see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html#alternate-domain-names-restrictions',
      );
  }
}

/** AWS: ids and accounts are shown by half. */
function veiled(text: string): string {
  const half = Math.ceil(text.length / 2);
  return '*'.repeat(half) + text.slice(half);
}

function overlaps(a: string, b: string): boolean {
  return a === b || covers({ names: [a] }, b) || covers({ names: [b] }, a);
}

function withAliases(config: DistributionConfig, aliases: readonly string[]): DistributionConfig {
  return { ...config, Aliases: { Quantity: aliases.length, Items: [...aliases] } };
}

export const aliasHandlers = {
  AssociateAlias(input: AssociateAliasCommandInput, call: Call): Answer<AssociateAliasCommandOutput> {
    const { world } = call;
    const target = distributionOf(input.TargetDistributionId, call);
    const alias = (input.Alias ?? '').toLowerCase();
    const certificate = findCertificate(world, target.config.ViewerCertificate?.ACMCertificateArn ?? '');
    if (certificate === undefined || !covers(certificate, alias))
      throw fault('InvalidArgument', 'The target distribution must have an SSL/TLS certificate that covers the alternate domain name.');
    // AWS: one that another account has moves only while its distribution is disabled. <cloudfront dg, alternate-domain-names-move>
    if (world.traps.has('cloudfront-alias-elsewhere')) throw fault('IllegalUpdate', 'The source distribution is not disabled.');
    const sources = holdersOf(world, alias).filter(one => one.id !== target.id);
    for (const one of sources)
      redeploy(
        world,
        one,
        withAliases(
          one.config,
          aliasesOf(one.config).filter(each => each !== alias),
        ),
      );
    redeploy(world, target, withAliases(target.config, [...new Set([...aliasesOf(target.config), alias])]));
    return {};
  },

  ListConflictingAliases(input: ListConflictingAliasesCommandInput, call: Call): Answer<ListConflictingAliasesCommandOutput> {
    const { world } = call;
    const own = distributionOf(input.DistributionId, call);
    const alias = (input.Alias ?? '').toLowerCase();
    const certificate = findCertificate(world, own.config.ViewerCertificate?.ACMCertificateArn ?? '');
    if (certificate === undefined || !covers(certificate, alias))
      throw fault('InvalidArgument', 'The distribution must have an SSL/TLS certificate that covers the alternate domain name.');
    const mine = [...cloudFrontOf(world).distributions.values()].flatMap(one =>
      aliasesOf(one.config).flatMap(name =>
        one.id !== own.id && overlaps(name, alias) ? [{ Alias: name, DistributionId: veiled(one.id), AccountId: veiled(world.account) }] : [],
      ),
    );
    const others = world.traps.has('cloudfront-alias-elsewhere')
      ? [{ Alias: alias, DistributionId: veiled('EELSEWHERE0000'), AccountId: veiled('999999999999') }]
      : [];
    const items = [...mine, ...others];
    return { ConflictingAliasesList: { MaxItems: 100, Quantity: items.length, ...(items.length === 0 ? {} : { Items: items }) } };
  },
} satisfies Handlers;
