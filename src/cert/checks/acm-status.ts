/** Says which certificate of ACM is the domain's, and whether it is the one that readers are shown. */
import type { Certificate as AcmCertificate } from '../../observe/certificate.ts';
import type { Certificate } from '../../outside/index.ts';
import { isAmazons, shown } from '../scene.ts';
import { day } from '../time.ts';
import { type CertCheck, skipped, withoutAws } from './check.ts';
import { unread } from './unread.ts';

export const acmStatus: CertCheck = scene => {
  const check = 'acm-status' as const;
  const { acm, domain } = scene;
  if (acm === undefined) return skipped(check, withoutAws);
  const asked = acm.certificate;
  if (asked.kind === 'refused') return unread(check, asked) ?? [];
  const leaf = shown(scene)[0]?.leaf;
  const certificate = asked.value;
  if (certificate === undefined) {
    if (leaf !== undefined && !isAmazons(leaf)) return [{ check, level: 'ok', says: 'ACM in us-east-1 has no certificate for it, and needs none' }];
    return [
      {
        check,
        level: 'advice',
        says: `ACM in us-east-1 of this account has no certificate for ${domain}`,
        means: 'Another account has it, or it was deleted. Ask with the credentials of the account that has the distribution.',
      },
    ];
  }
  const { arn, status, type, failure } = certificate;
  if (status !== 'ISSUED')
    return [
      {
        check,
        level: 'advice',
        says: `${arn} is ${status}${failure === undefined ? '' : ` (${failure})`}`,
        means: 'CloudFront takes no such certificate; what it still shows is not renewed.',
        mend: `ses-track setup --domain ${domain}`,
      },
    ];
  const shownElse = leaf !== undefined && !isSame(leaf, certificate);
  if (shownElse)
    return [
      {
        check,
        level: 'advice',
        says: `ACM has ${arn}, until ${day(certificate.notAfter ?? leaf.notAfter)}; readers are shown another, until ${day(leaf.notAfter)}`,
        means:
          'A renewed certificate reaches the edges within hours. Where it does not, the domain leads to another distribution or to a front that is not CloudFront.',
      },
    ];
  return [
    { check, level: 'ok', says: `${arn}, ${type === 'IMPORTED' ? 'imported' : 'issued'}${leaf === undefined ? '' : ', as readers are shown it'}` },
  ];
};

/** By serial number, else by its end: AWS does not always tell the first. */
export function isSame(leaf: Certificate, { serial, notAfter }: Pick<AcmCertificate, 'serial' | 'notAfter'>): boolean {
  const plain = (hex: string) => hex.toUpperCase().replace(/^0+/, '');
  if (serial !== undefined) return plain(serial) === plain(leaf.serial);
  return notAfter === undefined || Math.floor(notAfter / 1000) === Math.floor(leaf.notAfter / 1000);
}
