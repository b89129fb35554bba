/** A world with the real SDK clients of the front's services over it, and the few steps that most tests begin with. */
import * as acmSdk from '@aws-sdk/client-acm';
import * as cloudFrontSdk from '@aws-sdk/client-cloudfront';
import * as route53Sdk from '@aws-sdk/client-route-53';
import * as sesSdk from '@aws-sdk/client-sesv2';
import { acm } from '../../../src/sandbox/aws/acm.ts';
import { cloudfront } from '../../../src/sandbox/aws/cloudfront.ts';
import { route53 } from '../../../src/sandbox/aws/route53.ts';
import { furnish } from '../../../src/sandbox/aws/sesv2/state.ts';
import { sesv2 } from '../../../src/sandbox/aws/sesv2.ts';
import { throttle } from '../../../src/sandbox/throttle.ts';
import type { TrapName } from '../../../src/sandbox/traps.ts';
import { requestHandler } from '../../../src/sandbox/wire/faces.ts';
import { newWire } from '../../../src/sandbox/wire/wire.ts';
import { testWorld } from '../worlds.ts';

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;
export const domain = 'click.example.test';
export const hostOnlyPolicy = 'bf0718e1-ba1e-49d1-88b1-f726733018ae';
export const noCache = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';

export type Cloud = ReturnType<typeof openCloud>;

/** AWS's name for what was refused, and its message: `NoSuchHostedZone: …`. */
export async function refusal(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    return String(error);
  }
  return 'nothing was refused';
}

export function openCloud(options: { traps?: TrapName[]; region?: string; world?: 'ready' | 'empty' } = {}) {
  const world = testWorld({ traps: options.traps ?? [] });
  furnish(world, options.world ?? 'ready');
  const wire = newWire(world, { handlers: { acm, cloudfront, route53, sesv2 }, before: throttle });
  return { world, ...stepsWith(requestHandler(wire), ms => world.clock.sleep(ms), options.region) };
}

/** The same steps over any sandbox. @param wait lets that much of its time pass */
export function stepsWith(handler: unknown, wait: (ms: number) => Promise<void>, region = 'us-east-1') {
  const settings = { region, credentials: { accessKeyId: 'any', secretAccessKey: 'any' }, requestHandler: handler as never, maxAttempts: 1 };
  const dns = new route53Sdk.Route53Client(settings);
  const certificates = new acmSdk.ACMClient(settings);
  const edges = new cloudFrontSdk.CloudFrontClient(settings);

  async function zoneId(name = 'example.test.'): Promise<string> {
    const { HostedZones: [zone] = [] } = await dns.send(new route53Sdk.ListHostedZonesByNameCommand({ DNSName: name }));
    return zone?.Id ?? '';
  }

  async function change(...changes: [route53Sdk.ChangeAction, route53Sdk.ResourceRecordSet][]) {
    const batch = { Changes: changes.map(([Action, ResourceRecordSet]) => ({ Action, ResourceRecordSet })) };
    const { ChangeInfo: info } = await dns.send(new route53Sdk.ChangeResourceRecordSetsCommand({ HostedZoneId: await zoneId(), ChangeBatch: batch }));
    return info?.Id ?? '';
  }

  const describe = async (arn: string): Promise<acmSdk.CertificateDetail> =>
    (await certificates.send(new acmSdk.DescribeCertificateCommand({ CertificateArn: arn }))).Certificate ?? {};

  async function request(input: Partial<acmSdk.RequestCertificateCommandInput> = {}): Promise<string> {
    const { CertificateArn: arn = '' } = await certificates.send(
      new acmSdk.RequestCertificateCommand({ DomainName: domain, ValidationMethod: 'DNS', ...input }),
    );
    return arn;
  }

  /** Writes the validation records into the zone, as soon as ACM tells them. */
  async function validate(arn: string): Promise<void> {
    await wait(30_000);
    for (const { ResourceRecord: record } of (await describe(arn)).DomainValidationOptions ?? [])
      await change(['UPSERT', cname(record?.Name ?? '', record?.Value ?? '')]);
  }

  async function issued(input: Partial<acmSdk.RequestCertificateCommandInput> = {}): Promise<string> {
    const arn = await request(input);
    await validate(arn);
    await wait(2 * hour);
    return arn;
  }

  return {
    dns,
    certificates,
    edges,
    ses: new sesSdk.SESv2Client(settings),
    wait,
    zoneId,
    change,
    describe,
    request,
    validate,
    issued,
    create: (config: cloudFrontSdk.DistributionConfig) => edges.send(new cloudFrontSdk.CreateDistributionCommand({ DistributionConfig: config })),
    /** Reads, changes what the caller says, writes back. */
    async update(id: string, edit: (config: cloudFrontSdk.DistributionConfig) => cloudFrontSdk.DistributionConfig) {
      const { DistributionConfig: config, ETag } = await edges.send(new cloudFrontSdk.GetDistributionConfigCommand({ Id: id }));
      if (config === undefined) throw new Error('no configuration');
      return edges.send(new cloudFrontSdk.UpdateDistributionCommand({ Id: id, IfMatch: ETag, DistributionConfig: edit(config) }));
    },
    get: (id: string) => edges.send(new cloudFrontSdk.GetDistributionCommand({ Id: id })),
  };
}

export function cname(name: string, value: string, ttl = 300): route53Sdk.ResourceRecordSet {
  return { Name: name, Type: 'CNAME', TTL: ttl, ResourceRecords: [{ Value: value }] };
}

/** A front for SES as a careful operator makes it; what differs is given. */
export function frontConfig(
  certificateArn: string | undefined,
  {
    behavior = {},
    origin = {},
    ...rest
  }: Partial<cloudFrontSdk.DistributionConfig> & {
    behavior?: Partial<cloudFrontSdk.DefaultCacheBehavior>;
    origin?: Partial<cloudFrontSdk.Origin>;
  } = {},
): cloudFrontSdk.DistributionConfig {
  return {
    CallerReference: 'ours',
    Comment: '',
    Enabled: true,
    ...(certificateArn === undefined
      ? {}
      : {
          Aliases: { Quantity: 1, Items: [domain] },
          ViewerCertificate: { ACMCertificateArn: certificateArn, SSLSupportMethod: 'sni-only', MinimumProtocolVersion: 'TLSv1.2_2021' },
        }),
    Origins: {
      Quantity: 1,
      Items: [
        {
          Id: 'ses',
          DomainName: 'r.us-east-1.awstrack.me',
          CustomOriginConfig: {
            HTTPPort: 80,
            HTTPSPort: 443,
            OriginProtocolPolicy: 'https-only',
            OriginSslProtocols: { Quantity: 1, Items: ['TLSv1.2'] },
          },
          ...origin,
        },
      ],
    },
    DefaultCacheBehavior: {
      TargetOriginId: 'ses',
      ViewerProtocolPolicy: 'redirect-to-https',
      CachePolicyId: noCache,
      OriginRequestPolicyId: hostOnlyPolicy,
      AllowedMethods: { Quantity: 3, Items: ['GET', 'HEAD', 'OPTIONS'], CachedMethods: { Quantity: 2, Items: ['GET', 'HEAD'] } },
      ...behavior,
    },
    ...rest,
  };
}
