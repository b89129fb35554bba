/** Says whether ACM renews the certificate: what it says itself where it may be asked, else what the end of the shown one tells. */
import type { Certificate as AcmCertificate } from '../../observe/certificate.ts';
import type { Remark } from '../remark.ts';
import { type CertScene, firstToEnd, isAmazons } from '../scene.ts';
import { dayMs, span } from '../time.ts';
import { type CertCheck, skipped, withoutAws } from './check.ts';
import { unread } from './unread.ts';

/**
 * AWS: ACM looks at a certificate 60 days before its end, and renews what is in use and validated. Those of 198 days, which it issues since
 * February 2026, it renews 45 days before. Whoever has fewer days than that by more than a margin was passed over.
 * <https://docs.aws.amazon.com/acm/latest/userguide/dns-renewal-validation.html>
 */
const renewedMs = 45 * dayMs;
/** AWS: what was renewed takes "up to several hours" to show. <https://docs.aws.amazon.com/acm/latest/userguide/troubleshooting-renewal.html> */
const marginMs = 3 * dayMs;
/** For what lives less long no number is known; authorities go down to 100 days in 2027. */
const leastLifeMs = 150 * dayMs;

export const acmRenewal: CertCheck = scene => {
  const check = 'acm-renewal' as const;
  const { acm } = scene;
  const late = isLate(scene);
  if (acm === undefined) {
    if (late === undefined) return skipped(check, withoutAws);
    return [{ ...late, shows: `ses-track cert-check ${scene.domain} --aws` }];
  }
  if (acm.certificate.kind === 'refused') return unread(check, acm.certificate);
  const certificate = acm.certificate.value;
  if (certificate === undefined) return late === undefined ? skipped(check, 'ACM in us-east-1 showed no certificate for it') : [late];
  return told(certificate, scene) ?? (late === undefined ? [{ check, level: 'ok', says: fine(certificate) }] : [late]);
};

function isLate({ now, ...scene }: CertScene): Remark | undefined {
  const leaf = firstToEnd(scene);
  if (leaf === undefined || !isAmazons(leaf) || leaf.notAfter <= now) return undefined;
  if (leaf.notAfter - leaf.notBefore < leastLifeMs || leaf.notAfter - now >= renewedMs - marginMs) return undefined;
  return {
    check: 'acm-renewal',
    level: 'advice',
    says: `${span(leaf.notAfter - now)} left, and ACM has not renewed it, as it does 45 days before the end at the latest`,
    means: 'Something keeps it from renewing: a validation record that is gone, CAA, or that no distribution uses it any more.',
  };
}

function fine({ eligibility, renewal }: AcmCertificate): string {
  if (renewal === 'SUCCESS') return 'renewed, and to be renewed again';
  if (renewal === 'PENDING_AUTO_RENEWAL') return 'ACM is renewing it now';
  return eligibility === undefined ? 'ACM says nothing against it' : 'ACM renews it by itself';
}

/** What ACM itself says against a renewal. */
function told({ type, renewal, renewalFailure, eligibility, validations, usedBy }: AcmCertificate, { domain }: CertScene): Remark[] | undefined {
  const check = 'acm-renewal' as const;
  if (type === 'IMPORTED')
    return [
      {
        check,
        level: 'advice',
        says: 'it was imported, and ACM renews no such certificate',
        means: 'Import the next one before this one ends, or let ACM issue one.',
        mend: `ses-track setup --domain ${domain}`,
      },
    ];
  const byMail = validations.filter(({ method }) => method === 'EMAIL').map(({ name }) => name);
  if (byMail.length > 0)
    return [
      {
        check,
        level: 'advice',
        says: `${byMail.join(', ')} is validated by mail: it renews when somebody clicks`,
        means: 'ACM mails the domain 45 days before the end. One that is validated by DNS renews by itself.',
        mend: `ses-track setup --domain ${domain}`,
      },
    ];
  if (renewal === 'FAILED' || renewal === 'PENDING_VALIDATION')
    return [
      {
        check,
        level: 'advice',
        says: `ACM cannot renew it: ${renewal}${renewalFailure === undefined ? '' : ` (${renewalFailure})`}`,
        means:
          renewal === 'FAILED'
            ? 'ACM has given up. Mend what the other checks name, and have a new one issued.'
            : 'ACM asks DNS again until the end. Mend what the other checks name (validation record, CAA, zone) and it renews by itself.',
        mend: `ses-track setup --domain ${domain}`,
      },
    ];
  // Not in use is what acm-in-use says.
  if (eligibility === 'INELIGIBLE' && usedBy.length > 0)
    return [
      {
        check,
        level: 'advice',
        says: 'ACM says that it is not eligible for renewal',
        means: 'Have a new one issued before this one ends.',
        mend: `ses-track setup --domain ${domain}`,
      },
    ];
  return undefined;
}
