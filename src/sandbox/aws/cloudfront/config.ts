/** A distribution's configuration as CloudFront keeps it: every default written out, lists in CloudFront's own order. Pure. */
import type { AllowedMethods, DefaultCacheBehavior, DistributionConfig, Method, Origin, ViewerCertificate } from '@aws-sdk/client-cloudfront';
import { fault } from '../../wire/handler.ts';

/** AWS: the order in which it gives methods back, whatever order they came in. */
const methodOrder: readonly string[] = ['HEAD', 'DELETE', 'POST', 'GET', 'OPTIONS', 'PUT', 'PATCH'];

/** Refuses every `Quantity` that does not count its `Items`. */
export function checkQuantities(value: unknown, where = 'DistributionConfig'): void {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return;
  if ('Quantity' in value && value.Quantity !== undefined) {
    const items = 'Items' in value && Array.isArray(value.Items) ? value.Items.length : 0;
    if (value.Quantity !== items) throw fault('InconsistentQuantities', `The value of Quantity and the size of Items don't match. (${where})`);
  }
  for (const [key, one] of Object.entries(value)) checkQuantities(one, `${where}.${key}`);
}

function inOrder(items: readonly Method[] | undefined): Method[] {
  return [...(items ?? [])].sort((a, b) => methodOrder.indexOf(a) - methodOrder.indexOf(b));
}

function methods(given: AllowedMethods | undefined): AllowedMethods {
  const items = inOrder(given?.Items ?? ['GET', 'HEAD']);
  const cached = inOrder(given?.CachedMethods?.Items ?? ['GET', 'HEAD']);
  return { Quantity: items.length, Items: items, CachedMethods: { Quantity: cached.length, Items: cached } };
}

/** What a behaviour has in any case; a behaviour for a path has the same and the path. */
function behavior<B extends Partial<DefaultCacheBehavior>>(given: B): B {
  return {
    TrustedSigners: { Enabled: false, Quantity: 0 },
    TrustedKeyGroups: { Enabled: false, Quantity: 0 },
    SmoothStreaming: false,
    Compress: false,
    LambdaFunctionAssociations: { Quantity: 0 },
    FunctionAssociations: { Quantity: 0 },
    FieldLevelEncryptionId: '',
    GrpcConfig: { Enabled: false },
    ...given,
    AllowedMethods: methods(given.AllowedMethods),
  };
}

function origin(given: Origin): Origin {
  const { CustomOriginConfig: custom } = given;
  return {
    OriginPath: '',
    CustomHeaders: { Quantity: 0 },
    ConnectionAttempts: 3,
    ConnectionTimeout: 10,
    OriginShield: { Enabled: false },
    OriginAccessControlId: '',
    ...given,
    ...(custom === undefined
      ? {}
      : {
          CustomOriginConfig: {
            OriginSslProtocols: { Quantity: 3, Items: ['TLSv1', 'TLSv1.1', 'TLSv1.2'] },
            OriginReadTimeout: 30,
            OriginKeepaliveTimeout: 5,
            ...custom,
          },
        }),
  };
}

function viewerCertificate(given: ViewerCertificate | undefined): ViewerCertificate {
  const arn = given?.ACMCertificateArn;
  if (arn === undefined || arn === '')
    return given?.IAMCertificateId === undefined
      ? { CloudFrontDefaultCertificate: true, SSLSupportMethod: 'vip', MinimumProtocolVersion: 'TLSv1', CertificateSource: 'cloudfront' }
      : given;
  // AWS: Certificate and CertificateSource are its old names for the same; it fills them in.
  return {
    CloudFrontDefaultCertificate: false,
    ACMCertificateArn: arn,
    SSLSupportMethod: given?.SSLSupportMethod ?? 'sni-only',
    MinimumProtocolVersion: given?.MinimumProtocolVersion ?? 'TLSv1.2_2021',
    Certificate: arn,
    CertificateSource: 'acm',
  };
}

/** The configuration as GetDistributionConfig gives it back. */
export function withDefaults(given: DistributionConfig): DistributionConfig {
  const origins = (given.Origins?.Items ?? []).map(origin);
  const behaviors = (given.CacheBehaviors?.Items ?? []).map(behavior);
  return {
    DefaultRootObject: '',
    OriginGroups: { Quantity: 0 },
    CustomErrorResponses: { Quantity: 0 },
    Logging: { Enabled: false, IncludeCookies: false, Bucket: '', Prefix: '' },
    PriceClass: 'PriceClass_All',
    Restrictions: { GeoRestriction: { RestrictionType: 'none', Quantity: 0 } },
    WebACLId: '',
    HttpVersion: 'http2',
    IsIPV6Enabled: true,
    ContinuousDeploymentPolicyId: '',
    Staging: false,
    ...given,
    Aliases: given.Aliases ?? { Quantity: 0 },
    Origins: { Quantity: origins.length, Items: origins },
    DefaultCacheBehavior: given.DefaultCacheBehavior === undefined ? undefined : behavior(given.DefaultCacheBehavior),
    CacheBehaviors: behaviors.length === 0 ? { Quantity: 0 } : { Quantity: behaviors.length, Items: behaviors },
    ViewerCertificate: viewerCertificate(given.ViewerCertificate),
  };
}

// AWS: "more required fields than when you create". <https://docs.aws.amazon.com/AmazonCloudFront/latest/APIReference/API_UpdateDistribution.html>
const neededByUpdate = [
  'Aliases',
  'CacheBehaviors',
  'CustomErrorResponses',
  'DefaultRootObject',
  'HttpVersion',
  'Logging',
  'PriceClass',
  'Restrictions',
  'ViewerCertificate',
  'WebACLId',
] as const satisfies (keyof DistributionConfig)[];

/** Refuses an update that is not the whole configuration. */
export function checkWhole(given: DistributionConfig): void {
  const missing = neededByUpdate.find(name => given[name] === undefined);
  if (missing !== undefined) throw fault('InvalidArgument', `The parameter ${missing} is required.`);
}
