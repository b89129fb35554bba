/** Chooses the certificate for a domain: the one its distribution shows, else one that is issued and can renew, else one on its way. */
import { type Certificate, certificate, certificates, certificateTags, covers } from '../observe/certificate.ts';
import { distributions } from '../observe/distribution.ts';
import type { Look } from '../observe/look.ts';
import { ownerTag } from './owner.ts';

export interface Chosen {
  certificate: Certificate;
  owner: string | undefined;
}

export interface Choice {
  chosen: Chosen | undefined;
  /** Those of ours that can come to nothing any more: AWS would give them back for the same idempotency token. */
  dead: string[];
}

/** @param deployment only ours is taken while it is pending: another's may never be validated */
export async function chooseCertificate(look: Look, domain: string, deployment: string): Promise<Choice> {
  const [listed, fronts] = await Promise.all([look.at(certificates), look.at(distributions)]);
  const fitting = listed.filter(each => each.type === 'AMAZON_ISSUED' && (each.hasMoreNames || covers(each.names, domain)));
  const seen = await Promise.all(
    fitting.map(async ({ arn }) => {
      const [found, tags] = await Promise.all([look.at(certificate, arn), look.at(certificateTags, arn)]);
      return found === 'absent' || !covers(found.names, domain) ? [] : [{ certificate: found, owner: tags[ownerTag] }];
    }),
  );
  const shown = fronts.find(each => each.aliases.includes(domain))?.certificateArn;
  const rank = ({ certificate: { arn, names }, owner }: Chosen): number[] => [
    arn === shown ? 0 : 1,
    owner === deployment ? 0 : 1,
    names.includes(domain) ? 0 : 1,
  ];
  const best = (all: Chosen[]) => all.sort((a, b) => compare([...rank(a), a.certificate.arn], [...rank(b), b.certificate.arn]))[0];
  const ours = seen.flat().filter(({ owner }) => owner === deployment);
  return {
    chosen:
      best(seen.flat().filter(({ certificate: each }) => isGood(each))) ??
      best(ours.filter(({ certificate: { status } }) => status === 'PENDING_VALIDATION')),
    dead: ours.filter(({ certificate: { status } }) => /^(FAILED|VALIDATION_TIMED_OUT|REVOKED)$/.test(status)).map(({ certificate: { arn } }) => arn),
  };
}

/** AWS: one validated by mail renews only when somebody clicks; one whose renewal failed has lost its record. */
function isGood({ status, validations, renewal }: Certificate): boolean {
  return status === 'ISSUED' && validations.every(({ method }) => method === 'DNS') && renewal !== 'FAILED';
}

/** The record by which ACM validates the domain, that of the wildcard where only that is named. */
export function validationOf({ validations }: Certificate, domain: string): { name: string; value: string } | undefined {
  const wild = `*.${domain.slice(domain.indexOf('.') + 1)}`;
  return (validations.find(({ name }) => name === domain) ?? validations.find(({ name }) => name === wild))?.record;
}

function compare(a: (number | string)[], b: (number | string)[]): number {
  for (const [index, value] of a.entries()) {
    const other = b[index] ?? 0;
    if (value !== other) return value < other ? -1 : 1;
  }
  return 0;
}
