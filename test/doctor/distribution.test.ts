/** What the doctor says of a distribution that somebody changed: one way each, and whether what it prints mends it. */
import * as cloudfront from '@aws-sdk/client-cloudfront';
import { describe, test } from 'vitest';
import { isLong, onlyLong } from '../long.ts';
import { frontConfig } from '../sandbox/aws/cloud.ts';
import { behaving, distributionOf, edited, leading, settle } from './front-steps.ts';
import { domain, front, proves, type World } from './stage.ts';

const allViewer = '216adef6-5c7f-47e4-b989-5492eafa07d3';
const exceptHost = 'b689b0a8-53d0-40ab-baf2-68738e2966ac';
const hostOnly = 'bf0718e1-ba1e-49d1-88b1-f726733018ae';
const cachingOptimized = '658327ea-f89d-4fab-a63d-7e88639e58f6';
const webAcl = 'arn:aws:wafv2:us-east-1:123456789012:global/webacl/shop/473e64fd-f30b-4765-81a0-62ad96dd167a';

const short: World[] = [
  {
    name: 'pain 2: CloudFront without the Host header answers 403',
    flags: front,
    broken: stage => behaving(stage, { OriginRequestPolicyId: exceptHost }),
    finds: ['host-header'],
    says: /does not pass the reader's Host on to SES, by the policy Managed-AllViewerExceptHostHeader/,
    mends: 'ses-track',
  },
  {
    name: 'pain 5: another distribution of the account took the alternate name',
    flags: front,
    async broken(stage) {
      const { certificate } = await distributionOf(stage);
      const { Distribution: made } = await stage.cloud.create(
        frontConfig(certificate, { Aliases: { Quantity: 0 }, origin: { DomainName: 'www.example.test' } }),
      );
      const to = { TargetDistributionId: made?.Id, Alias: domain };
      await stage.cloud.edges.send(new cloudfront.AssociateAliasCommand(to));
      await settle(stage);
    },
    finds: ['alias-owner'],
    says: /is an alternate name of distribution E\w+, not of E\w+, which was made for it/,
    mends: 'aws',
  },
];

const long: World[] = [
  {
    name: 'pain 2: the front leads to SES of another region',
    flags: front,
    broken: stage => leading(stage, { DomainName: 'r.eu-west-1.awstrack.me' }),
    finds: ['origin'],
    says: /leads to SES in eu-west-1, and the configuration sets are looked for in us-east-1[\s\S]*--force/,
    mends: 'ses-track',
  },
  {
    name: 'pain 5: the alternate name was taken off the distribution',
    flags: front,
    broken: stage => edited(stage, config => ({ ...config, Aliases: { Quantity: 0 } })),
    finds: ['alias-owner'],
    says: /has lost the alternate name/,
    mends: 'ses-track',
  },
  {
    name: 'pain 5: the alternate name went to another account',
    flags: front,
    async broken(stage) {
      await edited(stage, config => ({ ...config, Aliases: { Quantity: 0 } }));
      stage.sandbox.setTraps({ 'cloudfront-alias-elsewhere': true });
    },
    finds: ['alias-owner'],
    says: /is an alternate name of distribution \*{7}ERE0000 of account \*{6}999999/,
    mends: 'nothing',
  },
  {
    name: 'somebody disabled the distribution',
    flags: front,
    broken: stage => edited(stage, config => ({ ...config, Enabled: false })),
    finds: ['distribution-enabled'],
    mends: 'ses-track',
  },
  {
    name: 'pain 25: a guide said http-only for the origin',
    flags: front,
    broken: async stage => {
      const custom = { HTTPPort: 80, HTTPSPort: 443, OriginProtocolPolicy: 'http-only', OriginSslProtocols: { Quantity: 1, Items: ['TLSv1.2'] } };
      await leading(stage, { CustomOriginConfig: custom as cloudfront.CustomOriginConfig });
    },
    finds: ['origin-protocol'],
    mends: 'ses-track',
  },
  {
    name: 'the front leads to the web site in place of SES',
    flags: front,
    broken: stage => leading(stage, { DomainName: 'www.example.test' }),
    finds: ['origin'],
    says: /leads to www\.example\.test in place of r\.us-east-1\.awstrack\.me/,
    mends: 'ses-track',
  },
  {
    name: 'the origin was given a path',
    flags: front,
    broken: stage => leading(stage, { OriginPath: '/click' }),
    finds: ['origin-path'],
    mends: 'ses-track',
  },
  {
    name: 'the origin was given a user agent of its own',
    flags: front,
    broken: stage => leading(stage, { CustomHeaders: { Quantity: 1, Items: [{ HeaderName: 'User-Agent', HeaderValue: 'front' }] } }),
    finds: ['origin-headers'],
    mends: 'ses-track',
  },
  {
    name: 'pain 25: the managed policy with Host alone loses the user agent',
    flags: front,
    broken: stage => behaving(stage, { OriginRequestPolicyId: hostOnly }),
    finds: ['user-agent'],
    mends: 'ses-track',
  },
  {
    name: 'a 400 for readers with many cookies: AllViewer passes them on',
    flags: front,
    broken: stage => behaving(stage, { OriginRequestPolicyId: allViewer }),
    finds: ['cookies'],
    says: /passes all cookies on to SES[\s\S]*8192 bytes of headers\. Cookies that example\.test sets/,
    mends: 'ses-track',
  },
  {
    name: "somebody edited setup's own policy",
    flags: front,
    async broken({ cloud }) {
      const { OriginRequestPolicyList: list } = await cloud.edges.send(new cloudfront.ListOriginRequestPoliciesCommand({ Type: 'custom' }));
      const { Id, OriginRequestPolicyConfig: config } = list?.Items?.[0]?.OriginRequestPolicy ?? {};
      const { ETag: IfMatch } = await cloud.edges.send(new cloudfront.GetOriginRequestPolicyCommand({ Id }));
      const OriginRequestPolicyConfig = { ...config, CookiesConfig: { CookieBehavior: 'all' } } as cloudfront.OriginRequestPolicyConfig;
      await cloud.edges.send(new cloudfront.UpdateOriginRequestPolicyCommand({ Id, IfMatch, OriginRequestPolicyConfig }));
    },
    finds: ['cookies'],
    says: /by the policy ses-track/,
    mends: 'ses-track',
  },
  {
    name: 'clicks are swallowed by the cache',
    flags: front,
    broken: stage => behaving(stage, { CachePolicyId: cachingOptimized }),
    finds: ['caching'],
    says: /keeps answers for up to 1 d, by the policy Managed-CachingOptimized/,
    mends: 'ses-track',
  },
  {
    name: 'old settings in place of policies: cached, no Host',
    flags: front,
    broken: stage =>
      edited(stage, config => {
        const { CachePolicyId: _, OriginRequestPolicyId: __, ...rest } = config.DefaultCacheBehavior ?? {};
        const ForwardedValues = { QueryString: false, Cookies: { Forward: 'none' as const } };
        return { ...config, DefaultCacheBehavior: { ...rest, ForwardedValues, MinTTL: 0 } as cloudfront.DefaultCacheBehavior };
      }),
    finds: ['host-header', 'caching'],
    says: /by the settings of the behaviour, without policies/,
    mends: 'ses-track',
  },
  {
    name: 'https alone, where the policy lets SES write http links',
    flags: `${front} --https-policy optional`,
    broken: stage => behaving(stage, { ViewerProtocolPolicy: 'https-only' }),
    finds: ['viewer-protocol'],
    says: /takes https alone, and mails carry http links and pixels/,
    mends: 'ses-track',
  },
  {
    name: 'a behaviour of its own takes the links',
    flags: front,
    broken: stage =>
      edited(stage, config => ({
        ...config,
        CacheBehaviors: { Quantity: 1, Items: [{ ...config.DefaultCacheBehavior, PathPattern: '/CL*' } as cloudfront.CacheBehavior] },
      })),
    finds: ['other-paths'],
    mends: 'ses-track',
  },
  {
    name: 'a geographic restriction keeps readers out',
    flags: front,
    broken: stage =>
      edited(stage, config => ({
        ...config,
        Restrictions: { GeoRestriction: { RestrictionType: 'whitelist', Quantity: 2, Items: ['DE', 'FR'] } },
      })),
    finds: ['geo-restriction'],
    says: /keeps out readers everywhere but in DE, FR/,
    mends: 'ses-track',
  },
  {
    name: 'IPv6 was switched off',
    flags: front,
    broken: stage => edited(stage, config => ({ ...config, IsIPV6Enabled: false })),
    finds: ['distribution-ipv6'],
    mends: 'ses-track',
  },
  {
    name: 'a web ACL refuses readers',
    flags: front,
    async broken(stage) {
      stage.sandbox.setTraps({ 'web-acl-refuses': true });
      await edited(stage, config => ({ ...config, WebACLId: webAcl }));
    },
    finds: ['web-acl'],
    says: /has the web ACL shop, and answers 403/,
    mends: 'aws',
  },
  {
    name: 'an error page passes refusals off as answers',
    flags: front,
    broken: stage =>
      edited(stage, config => ({
        ...config,
        CustomErrorResponses: {
          Quantity: 1,
          Items: [{ ErrorCode: 403, ResponseCode: '200', ResponsePagePath: '/sorry.html', ErrorCachingMinTTL: 10 }],
        },
      })),
    finds: ['error-pages'],
    says: /shows errors as good answers: 403 as 200/,
    mends: 'nothing',
  },
  {
    name: 'pain 19: the function that repairs decoded links was taken off',
    flags: front,
    broken: stage => behaving(stage, { FunctionAssociations: { Quantity: 0 } }),
    finds: ['link-repair'],
    says: /runs no function/,
    mends: 'ses-track',
  },
  {
    name: 'pain 19: the function that repairs decoded links runs other code',
    flags: front,
    async broken({ cloud: { edges } }) {
      const Name = 'ses-track-link-repair';
      const { ETag: IfMatch, FunctionSummary: found } = await edges.send(new cloudfront.DescribeFunctionCommand({ Name }));
      const code = { FunctionConfig: found?.FunctionConfig, FunctionCode: Buffer.from('function handler(event) { return event.request; }') };
      const { ETag } = await edges.send(new cloudfront.UpdateFunctionCommand({ Name, IfMatch, ...code }));
      await edges.send(new cloudfront.PublishFunctionCommand({ Name, IfMatch: ETag }));
    },
    finds: ['link-repair'],
    says: /runs other code than was shipped|the edges run other code/,
    mends: 'ses-track',
  },
  {
    name: 'pain 19: another function stands in the place of the repair',
    flags: front,
    async broken(stage) {
      const { edges } = stage.cloud;
      const config = { Comment: '', Runtime: 'cloudfront-js-2.0' as const };
      const FunctionCode = Buffer.from('function handler(event) { return event.request; }');
      const { ETag, FunctionSummary: made } = await edges.send(
        new cloudfront.CreateFunctionCommand({ Name: 'headers', FunctionConfig: config, FunctionCode }),
      );
      await edges.send(new cloudfront.PublishFunctionCommand({ Name: 'headers', IfMatch: ETag }));
      const Items = [{ FunctionARN: made?.FunctionMetadata?.FunctionARN, EventType: 'viewer-request' as const }];
      await behaving(stage, { FunctionAssociations: { Quantity: 1, Items } });
    },
    finds: ['link-repair'],
    says: /runs the function headers in place of ses-track-link-repair/,
    mends: 'ses-track',
  },
];

describe('a distribution', { concurrent: true, timeout: 60_000 }, () => {
  test.each(short.map(world => [world.name, world] as const))('%s', async (_, world) => proves(world, isLong));
});

describe.skipIf(!isLong)(`a distribution${onlyLong}`, { concurrent: true, timeout: 120_000 }, () => {
  test.each(long.map(world => [world.name, world] as const))('%s', async (_, world) => proves(world, isLong));
});
