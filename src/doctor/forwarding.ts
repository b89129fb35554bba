/** What of a reader's request a distribution passes on to its origin, and how long it keeps answers: by its policies, or by the old settings without them. */
import { type CachePolicy, cachePolicy } from '../observe/cache-policy.ts';
import type { DefaultCacheBehavior } from '../observe/distribution.ts';
import type { Look } from '../observe/look.ts';
import { type OriginRequestPolicy, originRequestPolicy } from '../observe/origin-request-policy.ts';

export interface Forwarding {
  /** Whether the reader's own header of that name goes on. @param name in lower case */
  passes(name: string): boolean;
  /** `some`: those that are named. */
  cookies: 'none' | 'some' | 'all';
  /** Seconds: at least, where SES says nothing, at most. */
  keeps: { min: number; usual: number; most: number };
  /** What says all that, in words: `policy Managed-AllViewer`. */
  by: { requests: string; caching: string };
}

/** IAM actions of `forwarding`. */
export const forwardingIam: readonly string[] = ['cloudfront:GetOriginRequestPolicy', 'cloudfront:GetCachePolicy'];

/** Of the behaviour that tracked links meet. A policy that is not there any more counts as one that passes nothing. */
export async function forwarding(look: Look, behavior: Partial<DefaultCacheBehavior>): Promise<Forwarding> {
  const { OriginRequestPolicyId: requestId, CachePolicyId: cacheId } = behavior;
  if (cacheId === undefined) return byOldSettings(behavior);
  const [requests, caching] = await Promise.all([
    requestId === undefined ? ('absent' as const) : look.at(originRequestPolicy, requestId),
    look.at(cachePolicy, cacheId),
  ]);
  return byPolicies(requests === 'absent' ? undefined : requests, caching === 'absent' ? undefined : caching);
}

function byPolicies(requests: OriginRequestPolicy | undefined, caching: CachePolicy | undefined): Forwarding {
  return {
    passes: name => (requests !== undefined && headerPasses(requests, name)) || caching?.headers.includes(name) === true,
    cookies: most([amount(requests?.cookies), amount(caching?.cookies)]),
    keeps: { min: caching?.minTtl ?? 0, usual: caching?.defaultTtl ?? 0, most: caching?.maxTtl ?? 0 },
    by: {
      requests: requests === undefined ? 'without an origin request policy' : `by the policy ${requests.name}`,
      caching: `by the policy ${caching?.name ?? 'that is gone'}`,
    },
  };
}

function headerPasses({ headerBehavior, headers }: OriginRequestPolicy, name: string): boolean {
  if (headerBehavior === 'whitelist') return headers.includes(name);
  if (headerBehavior === 'allExcept') return !headers.includes(name);
  return headerBehavior.startsWith('allViewer');
}

function byOldSettings({
  ForwardedValues: old,
  MinTTL: min = 0,
  DefaultTTL: usual = 86_400,
  MaxTTL: most = 31_536_000,
}: Partial<DefaultCacheBehavior>): Forwarding {
  const headers = (old?.Headers?.Items ?? []).map(name => name.toLowerCase());
  const by = 'by the settings of the behaviour, without policies';
  return {
    passes: name => headers.includes('*') || headers.includes(name),
    cookies: amount(old?.Cookies?.Forward),
    // AWS: with every header forwarded nothing is cached. <cloudfront API, ForwardedValues>
    keeps: headers.includes('*') ? { min: 0, usual: 0, most: 0 } : { min, usual, most },
    by: { requests: by, caching: by },
  };
}

function amount(behavior = 'none'): Forwarding['cookies'] {
  if (behavior === 'none') return 'none';
  return behavior === 'whitelist' ? 'some' : 'all';
}

function most(amounts: readonly Forwarding['cookies'][]): Forwarding['cookies'] {
  if (amounts.includes('all')) return 'all';
  return amounts.includes('some') ? 'some' : 'none';
}
