/** A distribution's settings, from and to CloudFront's own form. Pure. */
import type {
  DefaultCacheBehavior,
  DistributionConfig,
  FunctionAssociation,
  Method,
  MinimumProtocolVersion,
  Origin,
  Restrictions,
  ViewerProtocolPolicy,
} from '@aws-sdk/client-cloudfront';
import type { Fields, Json } from '../ref.ts';

export type DistributionFields = Fields & {
  /** Of one that we make or made. */
  tags: Record<string, string>;
  enabled: boolean;
  aliases: string[];
  /** The certificate's ARN, once it is issued. */
  certificate: Json;
  minimumTls: string;
  ipv6: boolean;
  origin: string;
  originProtocol: string;
  /** `none`, or what goes before every path, also before those that SES has signed. */
  originPath: string;
  /** Names of headers that SES gets in place of the reader's own, in lower case. */
  originHeaders: string[];
  cachePolicy: string;
  /** Its id. */
  originRequestPolicy: Json;
  viewerProtocol: string;
  methods: string[];
  /** ARN of the function on viewer request; null where none is wanted. */
  function: Json;
  /** Paths that are treated otherwise; a tracked link must not be. */
  otherPaths: string[];
  /** Whose readers are let in: `all`, `only DE, FR`, `not DE, FR`. */
  countries: string;
};

/** AWS: <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html> */
const cachingDisabled = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';
const originId = 'ses';

/** What is there, in the words of the wish. */
export function fieldsOf(config: DistributionConfig, tags: Record<string, string>): DistributionFields {
  const behavior = config.DefaultCacheBehavior;
  const origin = (config.Origins?.Items ?? []).find(({ Id }) => Id === behavior?.TargetOriginId);
  const atRequest = (behavior?.FunctionAssociations?.Items ?? []).find(({ EventType }) => EventType === 'viewer-request');
  return {
    tags,
    enabled: config.Enabled ?? false,
    aliases: (config.Aliases?.Items ?? []).map(alias => alias.toLowerCase()).sort(),
    certificate: config.ViewerCertificate?.ACMCertificateArn ?? null,
    minimumTls: config.ViewerCertificate?.MinimumProtocolVersion ?? '',
    ipv6: config.IsIPV6Enabled ?? false,
    origin: origin?.DomainName ?? '',
    originProtocol: origin?.CustomOriginConfig?.OriginProtocolPolicy ?? '',
    originPath: origin?.OriginPath || 'none',
    originHeaders: (origin?.CustomHeaders?.Items ?? []).map(({ HeaderName = '' }) => HeaderName.toLowerCase()).sort(),
    cachePolicy: behavior?.CachePolicyId === cachingDisabled ? 'CachingDisabled' : (behavior?.CachePolicyId ?? 'none'),
    originRequestPolicy: behavior?.OriginRequestPolicyId ?? null,
    viewerProtocol: behavior?.ViewerProtocolPolicy ?? '',
    methods: [...(behavior?.AllowedMethods?.Items ?? [])].sort(),
    function: atRequest?.FunctionARN ?? null,
    otherPaths: (config.CacheBehaviors?.Items ?? []).map(({ PathPattern = '' }) => PathPattern),
    countries: countriesOf(config.Restrictions),
  };
}

function countriesOf(restrictions: Restrictions | undefined): string {
  const { RestrictionType: type, Items: listed = [] } = restrictions?.GeoRestriction ?? {};
  return type === undefined || type === 'none' ? 'all' : `${type === 'whitelist' ? 'only' : 'not'} ${[...listed].sort().join(', ')}`;
}

/** A distribution as we make it. */
export function newConfig(fields: DistributionFields, { reference, comment }: { reference: string; comment: string }): DistributionConfig {
  const empty: DistributionConfig = {
    CallerReference: reference,
    Comment: comment,
    Enabled: true,
    Origins: { Quantity: 0, Items: [] },
    DefaultCacheBehavior: { TargetOriginId: originId, ViewerProtocolPolicy: 'redirect-to-https' },
  };
  return withFields(empty, fields);
}

/** The configuration with every wanted field put in, and everything else as it was. */
export function withFields(config: DistributionConfig, fields: DistributionFields): DistributionConfig {
  const before = config.DefaultCacheBehavior;
  const target = before?.TargetOriginId ?? originId;
  const origins = (config.Origins?.Items ?? []).filter(({ Id }) => Id !== target);
  const old = (config.Origins?.Items ?? []).find(({ Id }) => Id === target);
  const all = [...origins, originOf(target, old, fields)];
  const kept = fields.otherPaths.length === 0 ? [] : (config.CacheBehaviors?.Items ?? []);
  return {
    ...config,
    Enabled: fields.enabled,
    IsIPV6Enabled: fields.ipv6,
    Aliases: { Quantity: fields.aliases.length, Items: fields.aliases },
    Origins: { Quantity: all.length, Items: all },
    DefaultCacheBehavior: behaviorOf(target, before, fields),
    CacheBehaviors: kept.length === 0 ? { Quantity: 0 } : { Quantity: kept.length, Items: kept },
    ViewerCertificate: {
      ACMCertificateArn: String(fields.certificate),
      SSLSupportMethod: 'sni-only',
      MinimumProtocolVersion: fields.minimumTls as MinimumProtocolVersion,
    },
    ...(fields.countries === 'all' ? { Restrictions: { GeoRestriction: { RestrictionType: 'none', Quantity: 0 } } } : {}),
  };
}

function originOf(id: string, old: Origin | undefined, { origin }: DistributionFields): Origin {
  return {
    ...(old === undefined ? {} : { OriginShield: old.OriginShield }),
    Id: id,
    DomainName: origin,
    OriginPath: '',
    CustomHeaders: { Quantity: 0 },
    // AWS: over plain http SES answers that it was reached by http, which is not the set-up that it documents.
    CustomOriginConfig: {
      HTTPPort: 80,
      HTTPSPort: 443,
      OriginProtocolPolicy: 'https-only',
      OriginSslProtocols: { Quantity: 1, Items: ['TLSv1.2'] },
    },
  };
}

function behaviorOf(target: string, old: DefaultCacheBehavior | undefined, fields: DistributionFields): DefaultCacheBehavior {
  // AWS: with a cache policy these old settings may not be there.
  const { ForwardedValues: _, MinTTL: _min, MaxTTL: _max, DefaultTTL: _default, ...rest } = old ?? {};
  const others = (old?.FunctionAssociations?.Items ?? []).filter(({ EventType }) => EventType !== 'viewer-request');
  const ours: FunctionAssociation[] = typeof fields.function === 'string' ? [{ FunctionARN: fields.function, EventType: 'viewer-request' }] : [];
  const functions = [...others, ...ours];
  return {
    ...rest,
    TargetOriginId: target,
    ViewerProtocolPolicy: fields.viewerProtocol as ViewerProtocolPolicy,
    AllowedMethods: {
      Quantity: fields.methods.length,
      Items: fields.methods as Method[],
      CachedMethods: { Quantity: 2, Items: ['GET', 'HEAD'] },
    },
    CachePolicyId: cachingDisabled,
    OriginRequestPolicyId: String(fields.originRequestPolicy),
    FunctionAssociations: functions.length === 0 ? { Quantity: 0 } : { Quantity: functions.length, Items: functions },
  };
}
