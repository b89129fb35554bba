/** Whether the tracking domain is the distribution's own alternate name, and whose it is where it is not. */
import { certificates, covers } from '../../observe/certificate.ts';
import { type AliasHolder, aliasHolders, distributions, holderOf, type ListedDistribution } from '../../observe/distribution.ts';
import type { Look } from '../../observe/look.ts';
import { commentOf } from '../../setup/owner.ts';
import { check, type Outcome, ok, problem, skipped, unknown } from '../check.ts';
import { domainScene } from '../domain.ts';
import { ifAllowed } from '../mend.ts';
import type { Scene } from '../scene.ts';
import { noDistribution } from '../standing.ts';
import { dropRecord } from '../zone-mends.ts';

const dead = 'CloudFront knows no such name there: readers get a certificate for another name, or a 403, on every link.';

export const aliasOwner = check({
  id: 'alias-owner',
  about: 'whether the tracking domain is an alternate name of the distribution that was made for it',
  hop: 'distribution',
  symptoms: ['403', 'certificate'],
  iam: [
    ...['cloudfront:ListDistributions', 'cloudfront:ListConflictingAliases'],
    ...['acm:ListCertificates', 'acm:DescribeCertificate'],
    ...['route53:ListHostedZones', 'route53:GetHostedZone', 'route53:ListResourceRecordSets'],
  ],
  explains: ['distribution', 'front', 'proof', 'record', 'certificate', 'validation'],
  async look(scene) {
    const { look, asked, setupCommand, awsCommand } = scene;
    const { tracking, deployment } = asked;
    const none = noDistribution(tracking);
    if (none !== undefined || tracking === undefined) return skipped(none ?? '');
    const { domain } = tracking;
    const all = await look.at(distributions);
    const holder = holderOf(all, domain);
    const made = all.find(each => each.comment === commentOf(deployment, `click and open tracking of ${domain}`));
    const isExact = holder?.aliases.includes(domain) === true;
    if (holder !== undefined && (isExact ? made === undefined || made.id === holder.id : made === undefined))
      return ok(`${domain} is ${isExact ? 'an alternate name' : 'under a wildcard among the alternate names'} of distribution ${holder.id}`);
    // Whoever the name belongs to: where SES answers through it, links work, and taking it away would end that.
    const { edge, front } = await domainScene(scene, tracking);
    if (front?.state === 'proven') return owned(domain, holder, scene);
    if (holder !== undefined && made !== undefined && isExact)
      return problem('clicks', `${domain} is an alternate name of distribution ${holder.id}, not of ${made.id}, which was made for it`, {
        means: `CloudFront answers the domain from ${holder.id}, whatever DNS says, and that one does not lead to SES as it should. Find out who moved the name before you take it back.`,
        mend: awsCommand(['cloudfront', 'associate-alias', '--target-distribution-id', made.id, '--alias', domain], 'us-east-1'),
      });
    const others = await ifAllowed(holdersOf(look, domain, made, all));
    if (others !== undefined && others.length > 0)
      return problem('clicks', `${domain} is an alternate name of ${words(others)}`, {
        means: `${dead} AWS shows half of each id. Have it taken off there, or ask AWS Support to move it, then run setup.`,
      });
    if (made !== undefined)
      return problem('clicks', `distribution ${made.id} has lost the alternate name ${domain}`, { means: dead, mend: setupCommand });
    if (edge.chain?.end === 'failed' || front?.state === 'unreachable')
      return unknown(`no distribution of this account is for ${domain}, and whether another's is could not be seen`);
    const first = await ifAllowed(dropRecord(domain, scene));
    return problem('clicks', `no distribution of this account is for ${domain}`, {
      // AWS: no distribution gets a name while DNS leads that to another. <https://github.com/hashicorp/terraform-provider-aws/issues/8734>
      means: `${dead}${first === undefined ? '' : ' Its record still leads to the one that was there; it goes first, for CloudFront gives the name to no other meanwhile.'}`,
      mend: first === undefined ? setupCommand : `${first} && ${setupCommand}`,
    });
  },
});

function owned(domain: string, holder: ListedDistribution | undefined, { doctorCommand }: Scene): Outcome {
  if (holder !== undefined) return ok(`distribution ${holder.id} answers ${domain}, and SES through it`);
  return unknown(`no distribution of this account is for ${domain}, and SES answers through it all the same`, {
    means: 'Its front is in another account, or not CloudFront. Where that is meant, say `front: own` in the config file, or --front own.',
    shows: doctorCommand('--front', 'own'),
  });
}

/** AWS: tells only who asks about a distribution whose certificate covers the name. <cloudfront API, ListConflictingAliases> */
async function holdersOf(
  look: Look,
  domain: string,
  made: ListedDistribution | undefined,
  all: readonly ListedDistribution[],
): Promise<AliasHolder[]> {
  const fitting = new Set((await look.at(certificates)).filter(each => covers(each.names, domain)).map(({ arn }) => arn));
  const witness = made ?? all.find(each => fitting.has(each.certificateArn ?? ''));
  if (witness === undefined || !fitting.has(witness.certificateArn ?? '')) return [];
  return look.at(aliasHolders, witness.id, domain);
}

const words = (holders: readonly AliasHolder[]): string =>
  holders.map(({ alias, distributionId, account }) => `distribution ${distributionId} of account ${account}, as ${alias}`).join(' and ');
