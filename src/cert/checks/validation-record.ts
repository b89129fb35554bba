/** Says whether the records by which ACM validated the certificate are still in DNS, where the next renewal looks for them. */
import type { SeenRecord } from '../../observe/renewal.ts';
import type { Remark } from '../remark.ts';
import { isConnected } from '../scene.ts';
import { type CertCheck, skipped, withConnect, withoutAws } from './check.ts';
import { unread } from './unread.ts';

export const validationRecord: CertCheck = scene => {
  const check = 'validation-record' as const;
  const { acm, domain } = scene;
  if (acm === undefined) return skipped(check, withoutAws);
  if (isConnected(scene)) return skipped(check, withConnect);
  if (acm.certificate.kind === 'refused') return unread(check, acm.certificate);
  const { records = [] } = acm;
  if (records.length === 0) return skipped(check, 'it is not validated by DNS');
  const bad = records.filter(({ seen }) => seen.kind !== 'right');
  if (bad.length === 0)
    return [{ check, level: 'ok', says: records.length === 1 ? 'in DNS, and right' : `all ${records.length} are in DNS, and right` }];
  return bad.map(record => remark(record, domain));
};

function remark({ domain: validated, name, value, seen }: SeenRecord, domain: string): Remark {
  const found =
    seen.kind === 'gone'
      ? 'is gone from DNS'
      : seen.kind === 'other'
        ? `leads to ${seen.value} instead`
        : seen.kind === 'failed'
          ? `could not be looked up: ${seen.why}`
          : '';
  return {
    check: 'validation-record',
    level: 'advice',
    says: `the record that validates ${validated} ${found}`,
    means: `ACM cannot renew the certificate without it. The record is \`${name} CNAME ${value}\`.`,
    ...(seen.kind === 'failed' ? {} : { mend: `ses-track setup --domain ${domain}` }),
  };
}
