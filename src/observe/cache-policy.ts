/** Reads a cache policy of CloudFront: how long answers are kept, and what of a request tells them apart and so goes on to the origin. */
import { orAbsent } from './absent.ts';
import type { Look } from './look.ts';

export interface CachePolicy {
  id: string;
  name: string;
  /** Seconds: kept at least, where the origin says nothing, at most. */
  minTtl: number;
  defaultTtl: number;
  maxTtl: number;
  /** In lower case, sorted. */
  headers: string[];
  /** `none`, `whitelist`, `all`, `allExcept` */
  cookies: string;
}

/** The one of that id, also where AWS manages it. */
export async function cachePolicy({ aws }: Look, id: string): Promise<CachePolicy | 'absent'> {
  const [cloudfront, { GetCachePolicyCommand }] = await Promise.all([aws.cloudfront(), import('@aws-sdk/client-cloudfront')]);
  const found = await orAbsent(cloudfront.send(new GetCachePolicyCommand({ Id: id })));
  if (found === 'absent') return 'absent';
  const config = found.CachePolicy?.CachePolicyConfig;
  const key = config?.ParametersInCacheKeyAndForwardedToOrigin;
  return {
    id,
    name: config?.Name ?? '',
    minTtl: config?.MinTTL ?? 0,
    // AWS: what a policy leaves out is a day, and a year at most. <cloudfront API, CachePolicyConfig>
    defaultTtl: config?.DefaultTTL ?? 86_400,
    maxTtl: config?.MaxTTL ?? 31_536_000,
    headers: (key?.HeadersConfig?.Headers?.Items ?? []).map(name => name.toLowerCase()).sort(),
    cookies: key?.CookiesConfig?.CookieBehavior ?? 'none',
  };
}
