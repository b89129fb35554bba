/** Finds which parts of a front serve others, too, so that a teardown leaves them: other names, other users of its certificate, other fronts of the deployment. */
import { certificate, certificates } from '../observe/certificate.ts';
import { distributions } from '../observe/distribution.ts';
import type { Look } from '../observe/look.ts';
import { ownerIn } from './owner.ts';
import type { Have, Want } from './resource.ts';

interface Part {
  want: Want;
  have: Have;
}

/** @returns by kind, why a part must stay; absent where nobody else has it */
export async function sharedParts(parts: readonly Part[], look: Look, deployment: string): Promise<Map<string, string>> {
  const of = (kind: string) => parts.find(({ want }) => want.kind === kind);
  const [distribution, shown, validation] = [of('distribution'), of('certificate'), of('validation')];
  const [names, user, record, front] = await Promise.all([
    otherNames(distribution),
    shown === undefined ? undefined : otherUser(look, shown.have, distribution?.have),
    validation === undefined ? undefined : sameRecord(look, validation),
    of('origin-request-policy') === undefined && of('function') === undefined ? undefined : otherFront(look, deployment, distribution?.have),
  ]);
  // A certificate that stays must be renewed, and a distribution that stays needs all that it is made of.
  const whys = { 'origin-request-policy': front, function: front, validation: user ?? record, certificate: user, distribution: names };
  return new Map(
    Object.entries(whys).flatMap(([kind, why]) => {
      const told = names ?? why;
      return told === undefined ? [] : [[kind, told] as const];
    }),
  );
}

function otherNames(distribution: Part | undefined): string | undefined {
  const aliases = distribution?.have.fields['aliases'];
  const others = Array.isArray(aliases) ? aliases.filter(each => each !== distribution?.want.name) : [];
  return others.length === 0 ? undefined : `${distribution?.have.called} also serves ${others.join(', ')}`;
}

/** AWS: for a while after a distribution is gone its certificate still names it. <https://github.com/hashicorp/terraform-provider-aws/issues/3866> */
async function otherUser(look: Look, { outputs }: Have, own: Have | undefined): Promise<string | undefined> {
  const [found, all] = await Promise.all([look.at(certificate, outputs['arn'] ?? ''), look.at(distributions)]);
  const users = found === 'absent' ? [] : found.usedBy.filter(arn => arn !== own?.outputs['arn']);
  const user = users.find(arn => !arn.includes(':distribution/') || all.some(each => each.arn === arn));
  return user === undefined ? undefined : `${user} shows it`;
}

/** AWS: a name and its wildcard have one record for all certificates of the account: another one's renewal may hang on it. */
async function sameRecord(look: Look, { want: { name }, have: { outputs } }: Part): Promise<string | undefined> {
  const bare = (each: string) => each.replace(/^\*\./, '');
  const found = await look.at(certificate, outputs['arn'] ?? '');
  const names = new Set(found === 'absent' ? [name] : found.names.map(bare));
  const other = (await look.at(certificates)).find(
    each => each.arn !== outputs['arn'] && /^(ISSUED|PENDING_VALIDATION)$/.test(each.status) && each.names.some(of => names.has(bare(of))),
  );
  return other === undefined ? undefined : `${other.arn} is validated by the same record`;
}

async function otherFront(look: Look, deployment: string, own: Have | undefined): Promise<string | undefined> {
  const other = (await look.at(distributions)).find(({ id, comment }) => ownerIn(comment) === deployment && id !== own?.outputs['id']);
  return other === undefined ? undefined : `distribution ${other.id} of ${other.aliases.join(', ') || 'the same deployment'} uses it`;
}
