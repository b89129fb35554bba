/** Reads CloudFront's distributions: who has an alternate name, and how a distribution is set. */
import type { DistributionConfig } from '@aws-sdk/client-cloudfront';
import { orAbsent } from './absent.ts';
import { covers } from './certificate.ts';
import type { Look } from './look.ts';

export type { DefaultCacheBehavior, DistributionConfig, Origin } from '@aws-sdk/client-cloudfront';

/** As the list tells it. */
export interface ListedDistribution {
  id: string;
  arn: string;
  /** `d….cloudfront.net` */
  domainName: string;
  aliases: string[];
  comment: string;
  certificateArn?: string;
}

/** All of the account, page by page. */
export async function distributions({ aws }: Look): Promise<ListedDistribution[]> {
  const [cloudfront, { ListDistributionsCommand }] = await Promise.all([aws.cloudfront(), import('@aws-sdk/client-cloudfront')]);
  const all: ListedDistribution[] = [];
  let marker: string | undefined;
  do {
    const { DistributionList: page } = await cloudfront.send(new ListDistributionsCommand(marker === undefined ? {} : { Marker: marker }));
    for (const { Id: id = '', ARN: arn = '', DomainName: domainName = '', Aliases, Comment: comment = '', ViewerCertificate } of page?.Items ?? []) {
      const certificateArn = ViewerCertificate?.ACMCertificateArn;
      const aliases = (Aliases?.Items ?? []).map(alias => alias.toLowerCase());
      all.push({ id, arn, domainName, aliases, comment, ...(certificateArn ? { certificateArn } : {}) });
    }
    marker = page?.IsTruncated === true ? page.NextMarker : undefined;
  } while (marker);
  return all;
}

/** Who has the name itself, else a wildcard for it. AWS: an exact alternate name wins over a wildcard. */
export function holderOf(all: readonly ListedDistribution[], domain: string): ListedDistribution | undefined {
  return all.find(({ aliases }) => aliases.includes(domain)) ?? all.find(({ aliases }) => covers(aliases, domain));
}

export interface Distribution {
  id: string;
  arn: string;
  domainName: string;
  /** Every edge has its last change. */
  isDeployed: boolean;
  config: DistributionConfig;
  /** An update names it. */
  etag: string;
}

export async function distribution({ aws }: Look, id: string): Promise<Distribution | 'absent'> {
  const [cloudfront, { GetDistributionCommand }] = await Promise.all([aws.cloudfront(), import('@aws-sdk/client-cloudfront')]);
  const found = await orAbsent(cloudfront.send(new GetDistributionCommand({ Id: id })));
  if (found === 'absent' || found.Distribution?.DistributionConfig === undefined) return 'absent';
  const { ARN: arn = '', DomainName: domainName = '', Status, DistributionConfig: config } = found.Distribution;
  return { id, arn, domainName, isDeployed: Status === 'Deployed', config, etag: found.ETag ?? '' };
}

export async function distributionTags({ aws }: Look, arn: string): Promise<Record<string, string>> {
  const [cloudfront, { ListTagsForResourceCommand }] = await Promise.all([aws.cloudfront(), import('@aws-sdk/client-cloudfront')]);
  const found = await orAbsent(cloudfront.send(new ListTagsForResourceCommand({ Resource: arn })));
  return found === 'absent' ? {} : Object.fromEntries((found.Tags?.Items ?? []).map(tag => [tag.Key ?? '', tag.Value ?? '']));
}

export interface AliasHolder {
  alias: string;
  /** AWS shows half of each. */
  distributionId: string;
  account: string;
}

/**
 * Who else has that name, in any account.
 * AWS: tells it only to who has a distribution whose certificate covers the name. <cloudfront API, ListConflictingAliases>
 */
export async function aliasHolders({ aws }: Look, distributionId: string, alias: string): Promise<AliasHolder[]> {
  const [cloudfront, { ListConflictingAliasesCommand }] = await Promise.all([aws.cloudfront(), import('@aws-sdk/client-cloudfront')]);
  const found = await cloudfront.send(new ListConflictingAliasesCommand({ DistributionId: distributionId, Alias: alias }));
  return (found.ConflictingAliasesList?.Items ?? []).map(({ Alias = '', DistributionId = '', AccountId = '' }) => ({
    alias: Alias,
    distributionId: DistributionId,
    account: AccountId,
  }));
}
