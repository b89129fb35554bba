/** ACM's operations that only tell. */
import type {
  CertificateDetail,
  CertificateSummary,
  DescribeCertificateCommandInput,
  DescribeCertificateCommandOutput,
  DomainStatus,
  DomainValidation,
  GetCertificateCommandInput,
  GetCertificateCommandOutput,
  ListCertificatesCommandInput,
  ListCertificatesCommandOutput,
  ListTagsForCertificateCommandInput,
  ListTagsForCertificateCommandOutput,
  RenewalEligibility,
} from '@aws-sdk/client-acm';
import { type Answer, type Call, fault, type Handlers } from '../../wire/handler.ts';
import type { World } from '../../world.ts';
import { type Certificate, certificateOf, certificatesOf, isShown, refreshed, usersOf, validationRecord } from './certificate.ts';
import { pemOf } from './pem.ts';

const pageSize = 100;
/** AWS: without a filter only these are listed: an elliptic-curve certificate is not seen. <https://docs.aws.amazon.com/acm/latest/APIReference/API_Filters.html> */
const listedByDefault = new Set(['RSA_1024', 'RSA_2048']);

function eligibility(world: World, { type, status, arn }: Certificate): RenewalEligibility {
  // AWS: only what is in use (or exported) is renewed. <https://docs.aws.amazon.com/acm/latest/userguide/acm-renewal.html>
  return type === 'AMAZON_ISSUED' && status === 'ISSUED' && usersOf(world, arn).length > 0 ? 'ELIGIBLE' : 'INELIGIBLE';
}

function validation(world: World, certificate: Certificate, name: string, status: DomainStatus): DomainValidation {
  const base = { DomainName: name, ValidationDomain: name.replace(/^\*\./, ''), ValidationStatus: status, ValidationMethod: certificate.method };
  if (certificate.method === 'EMAIL')
    return { ...base, ValidationEmails: ['admin', 'hostmaster', 'postmaster'].map(who => `${who}@${base.ValidationDomain}`) };
  // AWS: the record comes some seconds after the request, with the option itself or after it.
  if (world.clock.now() < certificate.recordAt) return base;
  const record = validationRecord(world, name);
  return { ...base, ResourceRecord: { Name: record.name, Type: 'CNAME', Value: record.value } };
}

function validations(world: World, certificate: Certificate): DomainValidation[] | undefined {
  const now = world.clock.now();
  // AWS: for the first seconds the options may be missing altogether.
  if (world.traps.has('acm-record-delay') && now < (certificate.createdAt + certificate.recordAt) / 2) return undefined;
  const failed = certificate.status === 'FAILED' || certificate.status === 'VALIDATION_TIMED_OUT';
  return certificate.names.map(name => {
    const isSeen = certificate.issuedAt !== undefined || certificate.seenAt.has(name);
    return validation(world, certificate, name, failed ? 'FAILED' : isSeen ? 'SUCCESS' : 'PENDING_VALIDATION');
  });
}

function dates({ createdAt, issuedAt, notBefore, notAfter, type }: Certificate) {
  const issued = issuedAt === undefined ? {} : type === 'IMPORTED' ? { ImportedAt: new Date(issuedAt) } : { IssuedAt: new Date(issuedAt) };
  return {
    CreatedAt: new Date(createdAt),
    ...issued,
    ...(notBefore === undefined || notAfter === undefined ? {} : { NotBefore: new Date(notBefore), NotAfter: new Date(notAfter) }),
  };
}

function detail(world: World, certificate: Certificate): CertificateDetail {
  const [domain = ''] = certificate.names;
  const options = certificate.type === 'IMPORTED' ? undefined : validations(world, certificate);
  const { renewal } = certificate;
  return {
    CertificateArn: certificate.arn,
    DomainName: domain,
    SubjectAlternativeNames: certificate.names,
    ...(options === undefined ? {} : { DomainValidationOptions: options }),
    Subject: `CN=${domain}`,
    ...(certificate.type === 'AMAZON_ISSUED' && certificate.issuedAt !== undefined ? { Issuer: 'Amazon' } : {}),
    ...dates(certificate),
    Status: certificate.status,
    ...(certificate.failure === undefined ? {} : { FailureReason: certificate.failure }),
    KeyAlgorithm: certificate.keyAlgorithm,
    SignatureAlgorithm: certificate.keyAlgorithm.startsWith('EC') ? 'SHA256WITHECDSA' : 'SHA256WITHRSA',
    InUseBy: usersOf(world, certificate.arn),
    Type: certificate.type,
    ...(renewal === undefined
      ? {}
      : {
          RenewalSummary: {
            RenewalStatus: renewal.status,
            DomainValidationOptions: certificate.names.map(name =>
              validation(
                world,
                certificate,
                name,
                renewal.status === 'SUCCESS' ? 'SUCCESS' : renewal.status === 'FAILED' ? 'FAILED' : 'PENDING_VALIDATION',
              ),
            ),
            UpdatedAt: new Date(renewal.at),
          },
        }),
    RenewalEligibility: eligibility(world, certificate),
    Options: { CertificateTransparencyLoggingPreference: certificate.logsTransparency ? 'ENABLED' : 'DISABLED' },
  };
}

function summary(world: World, certificate: Certificate): CertificateSummary {
  return {
    CertificateArn: certificate.arn,
    DomainName: certificate.names[0],
    SubjectAlternativeNameSummaries: certificate.names,
    HasAdditionalSubjectAlternativeNames: false,
    Status: certificate.status,
    Type: certificate.type,
    KeyAlgorithm: certificate.keyAlgorithm,
    InUse: usersOf(world, certificate.arn).length > 0,
    RenewalEligibility: eligibility(world, certificate),
    ...dates(certificate),
  };
}

export const acmReads = {
  DescribeCertificate: ({ CertificateArn }: DescribeCertificateCommandInput, call: Call): Answer<DescribeCertificateCommandOutput> => ({
    Certificate: detail(call.world, certificateOf(CertificateArn, call)),
  }),

  ListCertificates(input: ListCertificatesCommandInput, { world, region }: Call): Answer<ListCertificatesCommandOutput> {
    const { CertificateStatuses: statuses, Includes, NextToken, SortOrder } = input;
    if ((input.SortBy === undefined) !== (SortOrder === undefined)) throw fault('ValidationException', 'SortBy and SortOrder go together.');
    const types: { has(type: string): boolean } = Includes?.keyTypes === undefined ? listedByDefault : new Set<string>(Includes.keyTypes);
    const all = [...certificatesOf(world, region).values()]
      .filter(one => isShown(world, one))
      .map(one => refreshed(world, one))
      .filter(one => (statuses === undefined || statuses.includes(one.status)) && types.has(one.keyAlgorithm))
      .sort((a, b) => (SortOrder === 'DESCENDING' ? b.createdAt - a.createdAt : SortOrder === undefined ? 0 : a.createdAt - b.createdAt));
    const from = NextToken === undefined ? 0 : Number(NextToken);
    if (!Number.isInteger(from) || from < 0) throw fault('InvalidArgsException', 'The NextToken is not valid.');
    const to = from + (input.MaxItems ?? pageSize);
    return {
      CertificateSummaryList: all.slice(from, to).map(one => summary(world, one)),
      ...(to < all.length ? { NextToken: String(to) } : {}),
    };
  },

  GetCertificate({ CertificateArn }: GetCertificateCommandInput, call: Call): Answer<GetCertificateCommandOutput> {
    const certificate = certificateOf(CertificateArn, call);
    if (certificate.status === 'PENDING_VALIDATION')
      throw fault('RequestInProgressException', `The certificate request ${certificate.arn} is in progress and cannot be retrieved.`);
    if (certificate.notBefore === undefined) throw fault('ResourceNotFoundException', `Certificate ${certificate.arn} was not issued.`);
    const { cert, chain } = pemOf(call.world, certificate);
    return { Certificate: cert, ...(chain === '' ? {} : { CertificateChain: chain }) };
  },

  ListTagsForCertificate: ({ CertificateArn }: ListTagsForCertificateCommandInput, call: Call): Answer<ListTagsForCertificateCommandOutput> => ({
    Tags: [...certificateOf(CertificateArn, call).tags].map(([Key, Value]) => ({ Key, Value })),
  }),
} satisfies Handlers;
