/** Says whether DNS lets Amazon issue the next certificate, as RFC 8659 reads it: up the names, along every CNAME. */
import type { Remark } from '../remark.ts';
import { isAmazons, isConnected, shown } from '../scene.ts';
import { type CertCheck, skipped, withConnect } from './check.ts';

export const caa: CertCheck = scene => {
  const check = 'caa' as const;
  const { renewal } = scene;
  if (renewal === undefined) {
    if (isConnected(scene)) return skipped(check, withConnect);
    const leaf = shown(scene)[0]?.leaf;
    return skipped(check, leaf === undefined || isAmazons(leaf) ? 'no certificate was seen' : 'the certificate is not of Amazon');
  }
  const bad = renewal.caa.flatMap(({ name, verdict }): Remark[] => {
    // AWS: a renewal is refused (CAA_ERROR) where none of the records that count names Amazon. <https://docs.aws.amazon.com/acm/latest/userguide/setup-caa.html>
    if (verdict.kind === 'forbidden')
      return [
        {
          check,
          level: 'advice',
          says: verdict.why,
          means: `ACM cannot renew the certificate for ${name}. Add the record \`${verdict.at} CAA 0 issue "amazon.com"\` beside the others.`,
        },
      ];
    // RFC 8659 3: what cannot be looked up is no permission.
    if (verdict.kind === 'unknown')
      return [
        {
          check,
          level: 'advice',
          says: verdict.why,
          means:
            'An authority that cannot read these records does not issue, so a renewal may fail. Ask the name servers of the zone for type CAA and see what they say.',
        },
      ];
    return [];
  });
  if (bad.length > 0) return bad;
  const at = renewal.caa.flatMap(({ verdict }) => (verdict.kind === 'allowed' && verdict.at !== undefined ? verdict.at : []));
  return [
    {
      check,
      level: 'ok',
      says: at.length === 0 ? 'no CAA record keeps anybody out' : `the CAA records of ${[...new Set(at)].join(', ')} let Amazon issue`,
    },
  ];
};
