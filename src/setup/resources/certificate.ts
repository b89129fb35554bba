/** The certificate of the tracking domain, in us-east-1 whatever region SES is in; one that is there and can renew is used instead. */

import { awsErrorName } from '../../aws/trouble.ts';
import { Trouble } from '../../errors.ts';
import { certificateTags, covers } from '../../observe/certificate.ts';
import { lookAt } from '../../observe/look.ts';
import { chooseCertificate } from '../choose-certificate.ts';
import type { Fields } from '../ref.ts';
import { resource } from '../resource.ts';
import { until } from '../wait.ts';

export type CertificateFields = Fields & {
  tags?: Record<string, string>;
  domain: string;
  validation: string;
};

export const certificate = resource<CertificateFields>({
  kind: 'certificate',
  replaceOn: [],
  isFront: true,
  iam: [
    'acm:ListCertificates',
    'acm:DescribeCertificate',
    'acm:ListTagsForCertificate',
    'acm:RequestCertificate',
    'acm:AddTagsToCertificate',
    'acm:DeleteCertificate',
  ],
  usually: 'a few seconds',

  async read(look, { name: domain, deployment = '' }) {
    const { chosen } = await chooseCertificate(look, domain, deployment);
    if (chosen === undefined) return undefined;
    const tags = await look.at(certificateTags, chosen.certificate.arn);
    return {
      fields: { tags, domain: covers(chosen.certificate.names, domain) ? domain : '', validation: 'DNS' },
      outputs: { arn: chosen.certificate.arn },
      ...(chosen.owner === undefined ? {} : { owner: chosen.owner }),
    };
  },

  keeping: ({ domain, validation }) => ({ domain, validation }),

  async create(hands, { name: domain, fields, deployment = '' }) {
    const [acm, { RequestCertificateCommand }] = await Promise.all([hands.aws.acm(), import('@aws-sdk/client-acm')]);
    const { dead } = await chooseCertificate(lookAt(hands), domain, deployment);
    const { CertificateArn: arn = '' } = await acm.send(
      new RequestCertificateCommand({
        DomainName: domain,
        ValidationMethod: 'DNS',
        Tags: Object.entries(fields.tags ?? {}).map(([Key, Value]) => ({ Key, Value })),
        IdempotencyToken: await token([deployment, domain, ...dead.sort()]),
      }),
    );
    return { arn };
  },

  async update() {},

  async destroy(hands, _want, have) {
    const [acm, { DeleteCertificateCommand }] = await Promise.all([hands.aws.acm(), import('@aws-sdk/client-acm')]);
    await until(hands, { what: 'CloudFront to let go of the certificate', usually: 'a minute', timeoutMs: 1_800_000 }, async () => {
      try {
        await acm.send(new DeleteCertificateCommand({ CertificateArn: have.outputs['arn'] }));
      } catch (error) {
        // AWS: for a while after the distribution is gone the certificate is still in use. <https://github.com/hashicorp/terraform-provider-aws/issues/3866>
        if (awsErrorName(error) === 'ResourceInUseException') return undefined;
        if (awsErrorName(error) !== 'ResourceNotFoundException') throw error;
      }
      return true;
    });
  },
});

/** AWS: letters, digits and _, at most 32; the same one gives the same certificate for an hour. */
async function token(key: readonly string[]): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(key.join('\n')));
  return Buffer.from(digest).toString('hex').slice(0, 32);
}

/** What ACM says it failed for, in words, with what to do. */
export function failedCertificate(domain: string, status: string, failure: string | undefined): Trouble {
  if (failure === 'CAA_ERROR')
    return new Trouble(
      'setup.certificate',
      `ACM cannot issue a certificate for ${domain}: CAA records in DNS keep Amazon out`,
      `Add the record \`${domain.split('.').slice(-2).join('.')} CAA 0 issue "amazon.com"\` and run setup again.`,
    );
  if (status === 'VALIDATION_TIMED_OUT')
    return new Trouble(
      'setup.certificate',
      `ACM has waited 72 hours for the validation record of ${domain} and given up`,
      'Run setup again: it asks for a new certificate.',
    );
  return new Trouble(
    'setup.certificate',
    `the certificate for ${domain} is ${status}${failure === undefined ? '' : `: ${failure}`}`,
    'Run setup again: it asks for a new certificate.',
  );
}
