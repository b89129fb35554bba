/** The CloudFront distribution in front of SES's tracking host: the domain's HTTPS. */
import { awsErrorName, awsErrorText } from '../../aws/trouble.ts';
import { Trouble } from '../../errors.ts';
import { certificates, covers } from '../../observe/certificate.ts';
import {
  aliasHolders,
  distributions,
  distributionTags,
  type ListedDistribution,
  distribution as readDistribution,
} from '../../observe/distribution.ts';
import { type Look, lookAt } from '../../observe/look.ts';
import { commentOf, ownerTag } from '../owner.ts';
import { type Hands, resource, type Want } from '../resource.ts';
import { until } from '../wait.ts';
import { type DistributionFields, fieldsOf, newConfig, withFields } from './distribution-config.ts';

export const distribution = resource<DistributionFields>({
  kind: 'distribution',
  replaceOn: [],
  isFront: true,
  iam: [
    'cloudfront:ListDistributions',
    'cloudfront:GetDistribution',
    'cloudfront:ListTagsForResource',
    'cloudfront:CreateDistribution',
    'cloudfront:TagResource',
    'cloudfront:UpdateDistribution',
    'cloudfront:DeleteDistribution',
    'cloudfront:ListConflictingAliases',
  ],
  usually: 'a few seconds; the edges then take five minutes',

  async read(look, want) {
    const listed = await listedFor(look, want);
    if (listed === undefined) return undefined;
    const [found, tags] = await Promise.all([look.at(readDistribution, listed.id), look.at(distributionTags, listed.arn)]);
    if (found === 'absent') return undefined;
    return {
      fields: fieldsOf(found.config, tags),
      outputs: { id: found.id, domainName: found.domainName, arn: found.arn },
      owner: tags[ownerTag] ?? null,
      called: `distribution ${found.id} of ${want.name}`,
    };
  },

  // The other names of a distribution that serves several stay.
  keeping: (fields, have) => ({
    ...fields,
    aliases: [...new Set([...fields.aliases, ...(Array.isArray(have.fields['aliases']) ? have.fields['aliases'].map(String) : [])])].sort(),
  }),

  async create(hands, want) {
    const [cloudfront, { CreateDistributionWithTagsCommand }] = await Promise.all([hands.aws.cloudfront(), import('@aws-sdk/client-cloudfront')]);
    const { name, deployment = '', fields } = want;
    const comment = commentOf(deployment, `click and open tracking of ${name}`);
    for (let generation = 1; ; generation++) {
      // AWS: the same reference is refused for good; derived from our own key, an answer that was lost makes no second distribution.
      const reference = `ses-track/${deployment}/${name}${generation === 1 ? '' : `/${generation}`}`;
      const DistributionConfig = newConfig(fields, { reference, comment });
      const Tags = { Items: Object.entries(fields.tags).map(([Key, Value]) => ({ Key, Value })) };
      try {
        const made = await onceCertificateIsSeen(hands, () =>
          cloudfront.send(new CreateDistributionWithTagsCommand({ DistributionConfigWithTags: { DistributionConfig, Tags } })),
        );
        const { Id: id = '', DomainName: domainName = '', ARN: arn = '' } = made.Distribution ?? {};
        return { id, domainName, arn };
      } catch (error) {
        if (awsErrorName(error) === 'CNAMEAlreadyExists') throw await taken(hands, want, error);
        const lost = awsErrorName(error) === 'DistributionAlreadyExists' ? /Already exists: (\w+)/.exec(awsErrorText(error))?.[1] : undefined;
        if (lost === undefined) throw error;
        const found = await readDistribution(lookAt(hands), lost);
        // AWS: a reference stays used for a while after its distribution is gone.
        if (found === 'absent') continue;
        await update(hands, want, lost);
        return { id: found.id, domainName: found.domainName, arn: found.arn };
      }
    }
  },

  async update(hands, want, have, changed) {
    const { fields } = want;
    if (changed.has('tags')) {
      const [cloudfront, { TagResourceCommand }] = await Promise.all([hands.aws.cloudfront(), import('@aws-sdk/client-cloudfront')]);
      const Items = Object.entries(fields.tags).map(([Key, Value]) => ({ Key, Value }));
      await cloudfront.send(new TagResourceCommand({ Resource: have.outputs['arn'], Tags: { Items } }));
    }
    if ([...changed].some(field => field !== 'tags')) await update(hands, want, have.outputs['id'] ?? '');
  },

  async destroy(hands, _want, have) {
    await remove(hands, have.outputs['id'] ?? '');
  },
});

/** That with the domain among its names; else one whose comment says that we made it for the domain, should somebody have taken the name away. */
export async function listedFor(look: Look, { name, deployment = '' }: Pick<Want, 'name' | 'deployment'>): Promise<ListedDistribution | undefined> {
  const all = await look.at(distributions);
  const comment = commentOf(deployment, `click and open tracking of ${name}`);
  return all.find(each => each.aliases.includes(name)) ?? all.find(each => each.comment === comment);
}

/** AWS: for about a minute after a certificate is issued CloudFront may not know it yet. <https://github.com/hashicorp/terraform-provider-aws/pull/4698> */
async function onceCertificateIsSeen<T>(hands: Hands, call: () => Promise<T>): Promise<T> {
  return until(hands, { what: 'CloudFront to know the certificate', usually: 'a minute after it is issued', timeoutMs: 600_000 }, async () => {
    try {
      return await call();
    } catch (error) {
      if (awsErrorName(error) !== 'InvalidViewerCertificate' || !/doesn't exist, isn't in us-east-1/.test(awsErrorText(error))) throw error;
      return undefined;
    }
  });
}

/** The whole configuration goes back with the ETag of a fresh read; where somebody was quicker, once more. */
async function update(hands: Hands, want: Want<DistributionFields>, id: string): Promise<void> {
  const [cloudfront, { UpdateDistributionCommand }] = await Promise.all([hands.aws.cloudfront(), import('@aws-sdk/client-cloudfront')]);
  await until(hands, { what: 'CloudFront to take the change', usually: 'a second', timeoutMs: 300_000 }, async () => {
    const found = await readDistribution(lookAt(hands), id);
    if (found === 'absent') throw new Trouble('aws.refused', `distribution ${id} is gone`, 'Run setup again to see what is there.');
    try {
      const DistributionConfig = withFields(found.config, want.fields);
      await onceCertificateIsSeen(hands, () => cloudfront.send(new UpdateDistributionCommand({ Id: id, IfMatch: found.etag, DistributionConfig })));
      return true;
    } catch (error) {
      // AWS: the model has both for an ETag that is no longer the last.
      if (/^(PreconditionFailed|InvalidIfMatchVersion)$/.test(awsErrorName(error) ?? '')) return undefined;
      throw awsErrorName(error) === 'CNAMEAlreadyExists' ? await taken(hands, want, error, id) : error;
    }
  });
  await deployed(hands, id);
}

/** Waits until every edge has a distribution's last change. */
export async function deployed(hands: Hands, id: string): Promise<void> {
  const awaited = { what: 'the edges to have the distribution', usually: 'five minutes', timeoutMs: 3_600_000 };
  await until(hands, awaited, async () => {
    const found = await readDistribution(lookAt(hands), id);
    return found !== 'absent' && found.isDeployed ? true : undefined;
  });
}

/** Who has the name, where AWS tells: only to who has a distribution with a certificate for it. */
async function taken(hands: Hands, { name }: Want<DistributionFields>, error: unknown, ownId?: string): Promise<unknown> {
  const look = lookAt(hands);
  const [all, known] = await Promise.all([look.at(distributions), look.at(certificates)]);
  const fitting = new Set(known.filter(each => covers(each.names, name)).map(({ arn }) => arn));
  // Another setup at the same time made it: what is there is looked at instead.
  if (ownId === undefined && all.some(each => each.aliases.includes(name))) return error;
  const witness = ownId ?? all.find(each => fitting.has(each.certificateArn ?? ''))?.id;
  const holders = witness === undefined ? [] : await aliasHolders(look, witness, name).catch(() => []);
  const who = holders.map(({ alias, distributionId, account }) => `${distributionId} of account ${account} (as ${alias})`).join(', ');
  const leads = /DNS record that points to another CloudFront distribution/.test(awsErrorText(error));
  return new Trouble(
    'aws.refused',
    leads
      ? `CloudFront does not give ${name} to a new distribution while DNS leads it to another one`
      : `${name} is an alternate name of another distribution${who === '' ? ', in this account or another' : `: ${who}`}`,
    'Take the name off that distribution, or move it with `aws cloudfront associate-alias`, then run setup again.',
    { cause: error instanceof Trouble ? error.cause : error },
  );
}

/** AWS: only what is disabled and deployed is deleted, by its new ETag, and even then at times not at once. */
async function remove(hands: Hands, id: string): Promise<void> {
  const [cloudfront, sdk] = await Promise.all([hands.aws.cloudfront(), import('@aws-sdk/client-cloudfront')]);
  await until(hands, { what: 'the distribution to be off at every edge', usually: 'five minutes', timeoutMs: 3_600_000 }, async () => {
    const found = await readDistribution(lookAt(hands), id);
    if (found === 'absent') return true;
    const { config, etag } = found;
    try {
      if (config.Enabled === true) {
        await cloudfront.send(new sdk.UpdateDistributionCommand({ Id: id, IfMatch: etag, DistributionConfig: { ...config, Enabled: false } }));
        return undefined;
      }
      if (!found.isDeployed) return undefined;
      await cloudfront.send(new sdk.DeleteDistributionCommand({ Id: id, IfMatch: etag }));
      return true;
    } catch (error) {
      if (/^(DistributionNotDisabled|PreconditionFailed|InvalidIfMatchVersion)$/.test(awsErrorName(error) ?? '')) return undefined;
      if (/^NoSuch/.test(awsErrorName(error) ?? '')) return true;
      throw error;
    }
  });
}
