/** Everything of a front that setup could have made, read back from the sandbox. */
import * as acm from '@aws-sdk/client-acm';
import * as cloudfront from '@aws-sdk/client-cloudfront';
import * as route53 from '@aws-sdk/client-route-53';
import * as ses from '@aws-sdk/client-sesv2';
import type { Stage } from './stage.ts';

export interface FrontWorld {
  identities: (string | undefined)[];
  certificates: (string | undefined)[];
  distributions: (string[] | undefined)[];
  functions: (string | undefined)[];
  policies: (string | undefined)[];
  records: string[];
}

/** Names, without what differs from run to run. */
export async function frontWorld({ sandbox, ses: mail }: Stage): Promise<FrontWorld> {
  const own = {
    region: 'us-east-1',
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
    requestHandler: sandbox.requestHandler as never,
  };
  const certificates = new acm.ACMClient(own);
  const edge = new cloudfront.CloudFrontClient(own);
  const dns = new route53.Route53Client(own);
  const [{ EmailIdentities }, { CertificateSummaryList }, { DistributionList }, { FunctionList }, { OriginRequestPolicyList }, { HostedZones }] =
    await Promise.all([
      mail.send(new ses.ListEmailIdentitiesCommand({})),
      certificates.send(new acm.ListCertificatesCommand({})),
      edge.send(new cloudfront.ListDistributionsCommand({})),
      edge.send(new cloudfront.ListFunctionsCommand({ Stage: 'DEVELOPMENT' })),
      edge.send(new cloudfront.ListOriginRequestPoliciesCommand({ Type: 'custom' })),
      dns.send(new route53.ListHostedZonesCommand({})),
    ]);
  const { ResourceRecordSets = [] } = await dns.send(new route53.ListResourceRecordSetsCommand({ HostedZoneId: HostedZones?.[0]?.Id }));
  return {
    identities: (EmailIdentities ?? []).map(({ IdentityName }) => IdentityName),
    certificates: (CertificateSummaryList ?? []).map(({ DomainName }) => DomainName),
    distributions: (DistributionList?.Items ?? []).map(({ Aliases }) => Aliases?.Items),
    functions: (FunctionList?.Items ?? []).map(({ Name }) => Name),
    policies: (OriginRequestPolicyList?.Items ?? []).map(each => each.OriginRequestPolicy?.OriginRequestPolicyConfig?.Name),
    records: ResourceRecordSets.map(({ Name, Type }) => `${Name} ${Type}`).sort(),
  };
}
