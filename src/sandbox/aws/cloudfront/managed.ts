/** The policies that AWS manages, by their real ids, as far as a front for SES may meet them. */
import type { CachePolicyConfig, OriginRequestPolicyConfig } from '@aws-sdk/client-cloudfront';

function forwards(
  name: string,
  headers: OriginRequestPolicyConfig['HeadersConfig'],
  cookies: 'all' | 'none' = 'all',
  queries: 'all' | 'none' = 'all',
): OriginRequestPolicyConfig {
  return {
    Name: `Managed-${name}`,
    Comment: '',
    HeadersConfig: headers,
    CookiesConfig: { CookieBehavior: cookies },
    QueryStringsConfig: { QueryStringBehavior: queries },
  };
}

function listed(...items: string[]) {
  return { Quantity: items.length, Items: items };
}

/** AWS: <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html> */
export const managedOriginRequestPolicies: Readonly<Record<string, OriginRequestPolicyConfig>> = {
  '216adef6-5c7f-47e4-b989-5492eafa07d3': forwards('AllViewer', { HeaderBehavior: 'allViewer' }),
  'b689b0a8-53d0-40ab-baf2-68738e2966ac': forwards('AllViewerExceptHostHeader', { HeaderBehavior: 'allExcept', Headers: listed('Host') }),
  '33f36d7e-f396-46d9-90e0-52428a34d9dc': forwards('AllViewerAndCloudFrontHeaders-2022-06', { HeaderBehavior: 'allViewerAndWhitelistCloudFront' }),
  'bf0718e1-ba1e-49d1-88b1-f726733018ae': forwards('HostHeaderOnly', { HeaderBehavior: 'whitelist', Headers: listed('Host') }, 'none', 'none'),
  'acba4595-bd28-49b8-b9fe-13317c0390fa': forwards(
    'UserAgentRefererHeaders',
    { HeaderBehavior: 'whitelist', Headers: listed('User-Agent', 'Referer') },
    'none',
    'none',
  ),
  '59781a5b-3903-41f3-afcb-af62929ccde1': forwards('CORS-CustomOrigin', { HeaderBehavior: 'whitelist', Headers: listed('Origin') }, 'none', 'none'),
};

function keeps(name: string, [min, usual, most]: [number, number, number], compressed: boolean): CachePolicyConfig {
  return {
    Name: `Managed-${name}`,
    Comment: '',
    MinTTL: min,
    DefaultTTL: usual,
    MaxTTL: most,
    ParametersInCacheKeyAndForwardedToOrigin: {
      EnableAcceptEncodingGzip: compressed,
      EnableAcceptEncodingBrotli: compressed,
      HeadersConfig: { HeaderBehavior: 'none' },
      CookiesConfig: { CookieBehavior: 'none' },
      QueryStringsConfig: { QueryStringBehavior: 'none' },
    },
  };
}

/** AWS: <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html> */
export const managedCachePolicies: Readonly<Record<string, CachePolicyConfig>> = {
  '4135ea2d-6df8-44a3-9df3-4b5a84be39ad': keeps('CachingDisabled', [0, 0, 0], false),
  '658327ea-f89d-4fab-a63d-7e88639e58f6': keeps('CachingOptimized', [1, 86_400, 31_536_000], true),
  'b2884449-e4de-46a7-ac36-70bc7f1ddd6d': keeps('CachingOptimizedForUncompressedObjects', [1, 86_400, 31_536_000], false),
};
