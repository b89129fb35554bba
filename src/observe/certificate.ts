/** Reads the certificates of ACM in us-east-1, where CloudFront takes them from. */
import { orAbsent } from './absent.ts';
import type { Look } from './look.ts';

/** As the list tells it. */
export interface ListedCertificate {
  arn: string;
  names: string[];
  /** The list shows a hundred names; this one has more. */
  hasMoreNames: boolean;
  /** `ISSUED`, `PENDING_VALIDATION`, `FAILED`, … */
  status: string;
  /** `AMAZON_ISSUED`, `IMPORTED`, `PRIVATE` */
  type: string;
}

/** AWS: without a filter only RSA up to 2048 bits is listed; CloudFront takes these and P-256. <https://docs.aws.amazon.com/acm/latest/APIReference/API_Filters.html> */
const keyTypes = ['RSA_2048', 'EC_prime256v1'] as const;

/** Every certificate that CloudFront could take by its key, whatever became of it, all pages. */
export async function certificates({ aws }: Look): Promise<ListedCertificate[]> {
  const [acm, { ListCertificatesCommand }] = await Promise.all([aws.acm(), import('@aws-sdk/client-acm')]);
  const all: ListedCertificate[] = [];
  let next: string | undefined;
  do {
    const page = await acm.send(
      new ListCertificatesCommand({ Includes: { keyTypes: [...keyTypes] }, MaxItems: 1000, ...(next ? { NextToken: next } : {}) }),
    );
    for (const each of page.CertificateSummaryList ?? []) {
      const names = [each.DomainName ?? '', ...(each.SubjectAlternativeNameSummaries ?? [])].map(name => name.toLowerCase());
      all.push({
        arn: each.CertificateArn ?? '',
        names: [...new Set(names)],
        hasMoreNames: each.HasAdditionalSubjectAlternativeNames === true,
        status: each.Status ?? '',
        type: each.Type ?? '',
      });
    }
    next = page.NextToken;
  } while (next);
  return all;
}

export interface Certificate {
  arn: string;
  names: string[];
  status: string;
  type: string;
  /** `CAA_ERROR`, … where the status is FAILED. */
  failure?: string;
  /** `PENDING_VALIDATION` and `FAILED` mean that the next renewal does not work. */
  renewal?: string;
  /** `CAA_ERROR`, … where the renewal has failed. */
  renewalFailure?: string;
  /** Whether ACM would renew it by itself: `ELIGIBLE`, `INELIGIBLE`; absent where AWS does not say. */
  eligibility?: string;
  /** Hex, upper case, as `outside`'s certificates have it. */
  serial?: string;
  /** Milliseconds since 1970, UTC. */
  notAfter?: number;
  /** How each name is validated; the record comes some seconds after the request. */
  validations: { name: string; method: string; record?: { name: string; value: string } }[];
  /** ARNs of what serves it. */
  usedBy: string[];
}

export async function certificate({ aws }: Look, arn: string): Promise<Certificate | 'absent'> {
  const [acm, { DescribeCertificateCommand }] = await Promise.all([aws.acm(), import('@aws-sdk/client-acm')]);
  const answer = await orAbsent(acm.send(new DescribeCertificateCommand({ CertificateArn: arn })));
  if (answer === 'absent' || answer.Certificate === undefined) return 'absent';
  const found = answer.Certificate;
  return {
    arn,
    names: [found.DomainName ?? '', ...(found.SubjectAlternativeNames ?? [])].map(name => name.toLowerCase()),
    status: found.Status ?? '',
    type: found.Type ?? '',
    ...(found.FailureReason === undefined ? {} : { failure: found.FailureReason }),
    ...(found.RenewalSummary?.RenewalStatus === undefined ? {} : { renewal: found.RenewalSummary.RenewalStatus }),
    ...(found.RenewalSummary?.RenewalStatusReason === undefined ? {} : { renewalFailure: found.RenewalSummary.RenewalStatusReason }),
    ...(found.RenewalEligibility === undefined ? {} : { eligibility: found.RenewalEligibility }),
    ...(found.Serial === undefined ? {} : { serial: found.Serial.replaceAll(':', '').toUpperCase() }),
    ...(found.NotAfter === undefined ? {} : { notAfter: found.NotAfter.getTime() }),
    validations: (found.DomainValidationOptions ?? []).map(({ DomainName = '', ValidationMethod = '', ResourceRecord: record }) => ({
      name: DomainName.toLowerCase(),
      method: ValidationMethod,
      ...(record?.Name === undefined || record.Value === undefined ? {} : { record: { name: record.Name, value: record.Value } }),
    })),
    usedBy: found.InUseBy ?? [],
  };
}

export async function certificateTags({ aws }: Look, arn: string): Promise<Record<string, string>> {
  const [acm, { ListTagsForCertificateCommand }] = await Promise.all([aws.acm(), import('@aws-sdk/client-acm')]);
  const found = await orAbsent(acm.send(new ListTagsForCertificateCommand({ CertificateArn: arn })));
  return found === 'absent' ? {} : Object.fromEntries((found.Tags ?? []).map(tag => [tag.Key ?? '', tag.Value ?? '']));
}

/** Whether a name among those is the domain itself, or a wildcard that stands for its first label. */
export function covers(names: readonly string[], domain: string): boolean {
  const wild = `*.${domain.slice(domain.indexOf('.') + 1)}`;
  return names.some(name => name === domain || name === wild);
}
