/** Reads everything of a front back from AWS, with names in place of the ids, times and ETags that differ from run to run. */
import { DescribeCertificateCommand, ListCertificatesCommand, ListTagsForCertificateCommand } from '@aws-sdk/client-acm';
import {
  GetDistributionConfigCommand,
  GetFunctionCommand,
  ListDistributionsCommand,
  ListFunctionsCommand,
  ListOriginRequestPoliciesCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-cloudfront';
import { ListHostedZonesCommand, ListResourceRecordSetsCommand } from '@aws-sdk/client-route-53';
import { GetEmailIdentityCommand, ListEmailIdentitiesCommand } from '@aws-sdk/client-sesv2';
import type { stepsWith } from '../sandbox/aws/cloud.ts';

type Steps = ReturnType<typeof stepsWith>;

export interface FrontState {
  identities: { name: string; isVerified: boolean; tags: unknown }[];
  certificates: { names: string[]; status: string; tags: unknown }[];
  distributions: { config: unknown; tags: unknown; status: string }[];
  policies: unknown[];
  functions: { name: string; code: string; stage: string }[];
  /** `click.example.test. CNAME d….cloudfront.net.` */
  records: string[];
}

export async function readFront(cloud: Steps): Promise<FrontState> {
  const names = new Map<string, string>();
  const call = (id: string, name: string) => names.set(id, name);
  const identities = await readIdentities(cloud, call);
  const certificates = await readCertificates(cloud, call);
  const { policies, functions } = await readParts(cloud, call);
  const distributions = await readDistributions(cloud, call);
  const records = await readRecords(cloud);
  let text = JSON.stringify({ identities, certificates, distributions, policies, functions, records });
  for (const [id, name] of names) text = text.replaceAll(id, name);
  const world: FrontState = JSON.parse(text);
  return { ...world, records: world.records.sort() };
}

type Naming = (id: string, name: string) => void;

async function readIdentities({ ses }: Steps, call: Naming) {
  const { EmailIdentities = [] } = await ses.send(new ListEmailIdentitiesCommand({}));
  return Promise.all(
    EmailIdentities.map(async ({ IdentityName: name = '' }) => {
      const found = await ses.send(new GetEmailIdentityCommand({ EmailIdentity: name }));
      for (const [index, token] of (found.DkimAttributes?.Tokens ?? []).entries()) call(token, `dkim-${index}`);
      return { name, isVerified: found.VerifiedForSendingStatus === true, tags: found.Tags ?? [] };
    }),
  );
}

async function readCertificates({ certificates: acm }: Steps, call: Naming) {
  const { CertificateSummaryList = [] } = await acm.send(new ListCertificatesCommand({ Includes: { keyTypes: ['RSA_2048', 'EC_prime256v1'] } }));
  return Promise.all(
    CertificateSummaryList.map(async ({ CertificateArn = '' }, index) => {
      call(CertificateArn, `certificate ${index + 1}`);
      const { Certificate: found } = await acm.send(new DescribeCertificateCommand({ CertificateArn }));
      const { Tags } = await acm.send(new ListTagsForCertificateCommand({ CertificateArn }));
      return { names: found?.SubjectAlternativeNames ?? [], status: found?.Status ?? '', tags: Tags ?? [] };
    }),
  );
}

async function readParts({ edges }: Steps, call: Naming) {
  const { OriginRequestPolicyList } = await edges.send(new ListOriginRequestPoliciesCommand({ Type: 'custom' }));
  const policies = (OriginRequestPolicyList?.Items ?? []).map(({ OriginRequestPolicy: found }) => {
    call(found?.Id ?? '', 'policy');
    return found?.OriginRequestPolicyConfig;
  });
  const { FunctionList } = await edges.send(new ListFunctionsCommand({}));
  const functions = await Promise.all(
    (FunctionList?.Items ?? []).map(async ({ Name = '', FunctionMetadata }) => {
      const code = await edges.send(new GetFunctionCommand({ Name, Stage: 'LIVE' })).catch(() => undefined);
      return { name: Name, stage: FunctionMetadata?.Stage ?? '', code: code === undefined ? '' : new TextDecoder().decode(code.FunctionCode) };
    }),
  );
  return { policies, functions };
}

async function readDistributions({ edges }: Steps, call: Naming) {
  const { DistributionList } = await edges.send(new ListDistributionsCommand({}));
  return Promise.all(
    (DistributionList?.Items ?? []).map(async ({ Id = '', ARN = '', DomainName = '', Status = '' }, index) => {
      call(Id, `distribution ${index + 1}`);
      call(DomainName, `distribution-${index + 1}.cloudfront.net`);
      const { DistributionConfig: config } = await edges.send(new GetDistributionConfigCommand({ Id }));
      const { Tags } = await edges.send(new ListTagsForResourceCommand({ Resource: ARN }));
      return { config, tags: Tags?.Items ?? [], status: Status };
    }),
  );
}

async function readRecords({ dns }: Steps) {
  const { HostedZones = [] } = await dns.send(new ListHostedZonesCommand({}));
  const all = await Promise.all(
    HostedZones.map(async ({ Id }) => {
      const { ResourceRecordSets = [] } = await dns.send(new ListResourceRecordSetsCommand({ HostedZoneId: Id }));
      return ResourceRecordSets.filter(({ Type }) => Type !== 'NS' && Type !== 'SOA').map(({ Name, Type, ResourceRecords, AliasTarget }) =>
        [Name, Type, AliasTarget?.DNSName ?? (ResourceRecords ?? []).map(({ Value }) => Value).join(' ')].join(' '),
      );
    }),
  );
  return all.flat();
}
