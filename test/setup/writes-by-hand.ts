/** Somebody who writes the records that setup shows, into a zone that setup does not touch. */
import { DescribeCertificateCommand, ListCertificatesCommand } from '@aws-sdk/client-acm';
import { ListDistributionsCommand } from '@aws-sdk/client-cloudfront';
import * as ses from '@aws-sdk/client-sesv2';
import { cname } from '../sandbox/aws/cloud.ts';
import type { Stage } from './stage.ts';

const domain = 'click.example.test';

/** Writes each record as soon as AWS tells it. */
export function writesByHand(stage: Stage): void {
  const { cloud, outside } = stage;
  const written = new Set<string>();
  const write = async (name: string, value: string) => {
    if (name === '' || value === '' || written.has(name)) return;
    written.add(name);
    await cloud.change(['CREATE', cname(name, value)]);
  };
  const { look } = outside.dns;
  outside.dns = {
    ...outside.dns,
    async look(...asked) {
      const identity = await stage.ses.send(new ses.GetEmailIdentityCommand({ EmailIdentity: domain })).catch(() => undefined);
      for (const token of identity?.DkimAttributes?.Tokens ?? []) await write(`${token}._domainkey.${domain}`, `${token}.dkim.amazonses.com`);
      const { CertificateSummaryList = [] } = await cloud.certificates.send(new ListCertificatesCommand({}));
      for (const { CertificateArn } of CertificateSummaryList) {
        const { Certificate } = await cloud.certificates.send(new DescribeCertificateCommand({ CertificateArn }));
        const record = Certificate?.DomainValidationOptions?.[0]?.ResourceRecord;
        await write(record?.Name ?? '', record?.Value ?? '');
      }
      const { DistributionList } = await cloud.edges.send(new ListDistributionsCommand({}));
      await write(domain, DistributionList?.Items?.[0]?.DomainName ?? '');
      return look(...asked);
    },
  };
}
