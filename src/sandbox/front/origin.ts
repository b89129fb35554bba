/** What of a viewer's request reaches the origin, and SES's tracking host as an origin: it looks at Host before anything else. */
import type { DefaultCacheBehavior, DistributionConfig, Origin } from '@aws-sdk/client-cloudfront';
import type { Handler } from '../../outside/index.ts';
import { managedCachePolicies } from '../aws/cloudfront/managed.ts';
import { originRequestPolicies } from '../aws/cloudfront/policies.ts';
import { trackingRegion } from '../aws/route53/lookup.ts';
import { isWithin } from '../aws/route53/names.ts';
import { ses } from '../aws/sesv2/state.ts';
import { trackingHost } from '../tracking-host.ts';
import type { World } from '../world.ts';
import type { Viewer } from './viewer.ts';

/** Everything, nothing, these alone, or all but these. */
type Choice = { kind: 'all' | 'none' } | { kind: 'only' | 'except'; names: readonly string[] };

interface Forwarding {
  headers: Choice[];
  cookies: Choice[];
  queries: Choice[];
}

function lower(items: readonly string[] | undefined): string[] {
  return (items ?? []).map(one => one.toLowerCase());
}

function choice(behavior: string | undefined, names: readonly string[] | undefined): Choice {
  if (behavior === 'whitelist') return { kind: 'only', names: names ?? [] };
  if (behavior === 'allExcept') return { kind: 'except', names: names ?? [] };
  return { kind: behavior === 'all' || behavior?.startsWith('allViewer') === true ? 'all' : 'none' };
}

/** By the cache policy and the origin request policy, or by the old settings of a behaviour without them. */
function forwardingOf(world: World, behavior: Partial<DefaultCacheBehavior>): Forwarding {
  const { ForwardedValues: old } = behavior;
  if (old !== undefined) {
    const headers = lower(old.Headers?.Items);
    const queries = old.QueryString === true ? 'all' : 'none';
    return {
      headers: [headers.includes('*') ? { kind: 'all' } : { kind: 'only', names: headers }],
      cookies: [choice(old.Cookies?.Forward, old.Cookies?.WhitelistedNames?.Items)],
      queries: [{ kind: queries }],
    };
  }
  const forward = originRequestPolicies(world).find(one => one.id === behavior.OriginRequestPolicyId)?.config;
  const key = managedCachePolicies[behavior.CachePolicyId ?? '']?.ParametersInCacheKeyAndForwardedToOrigin;
  return {
    headers: [
      choice(forward?.HeadersConfig?.HeaderBehavior, lower(forward?.HeadersConfig?.Headers?.Items)),
      choice(key?.HeadersConfig?.HeaderBehavior, lower(key?.HeadersConfig?.Headers?.Items)),
    ],
    cookies: [choice(forward?.CookiesConfig?.CookieBehavior, forward?.CookiesConfig?.Cookies?.Items)],
    queries: [choice(forward?.QueryStringsConfig?.QueryStringBehavior, forward?.QueryStringsConfig?.QueryStrings?.Items)],
  };
}

function passes(choices: readonly Choice[], name: string): boolean {
  return choices.some(
    one => one.kind === 'all' || (one.kind === 'only' && one.names.includes(name)) || (one.kind === 'except' && !one.names.includes(name)),
  );
}

function kept(text: string, separator: string, choices: readonly Choice[]): string {
  // What is kept is kept as it stands: nothing is decoded.
  return text
    .split(separator)
    .filter(part => part !== '' && passes(choices, part.trim().split('=')[0] ?? ''))
    .join(separator);
}

// AWS: these never go on to the origin as they came. <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html>
const unforwarded =
  /^(connection|cookie|expect|host|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|user-agent|via|x-forwarded-(for|proto)|x-amz-cf-.*|x-edge-.*|x-real-ip)$/;

export interface ToOrigin {
  url: string;
  target: string;
  headers: Headers;
}

/** The request that CloudFront makes, with the mark of this request for `x-amz-cf-id`. */
export function toOrigin(
  world: World,
  viewer: Viewer,
  behavior: Partial<DefaultCacheBehavior>,
  origin: Origin,
  mark: { id: string; via: string },
): ToOrigin {
  const { headers, cookies, queries } = forwardingOf(world, behavior);
  const name = (origin.DomainName ?? '').toLowerCase();
  const policy = origin.CustomOriginConfig?.OriginProtocolPolicy;
  const scheme = policy === 'http-only' ? 'http' : policy === 'https-only' ? 'https' : viewer.scheme;
  const query = kept(viewer.query ?? '', '&', queries);
  const isWholeQuery = queries.some(one => one.kind === 'all') && viewer.query !== undefined;
  const target = `${origin.OriginPath ?? ''}${viewer.path}${isWholeQuery ? `?${viewer.query}` : query === '' ? '' : `?${query}`}`;
  const sent = new Headers([...viewer.headers].filter(([header]) => !unforwarded.test(header) && passes(headers, header)));
  const agent = passes(headers, 'user-agent') ? viewer.headers.get('user-agent') : 'Amazon CloudFront';
  if (agent !== null) sent.set('user-agent', agent);
  // AWS: without Host among the forwarded headers the origin is asked by its own name; SES then knows nobody.
  sent.set('host', passes(headers, 'host') ? viewer.host : name);
  const cookie = kept(viewer.headers.get('cookie') ?? '', ';', cookies).trim();
  if (cookie !== '') sent.set('cookie', cookie);
  const before = viewer.headers.get('x-forwarded-for');
  sent.set('x-forwarded-for', before === null ? viewer.address : `${before}, ${viewer.address}`);
  sent.set('via', mark.via);
  sent.set('x-amz-cf-id', mark.id);
  for (const { HeaderName: header, HeaderValue: value } of origin.CustomHeaders?.Items ?? []) if (header !== undefined) sent.set(header, value ?? '');
  return { url: `${scheme}://${name}/`, target, headers: sent };
}

export function originOf(config: DistributionConfig, behavior: Partial<DefaultCacheBehavior>): Origin | undefined {
  return (config.Origins?.Items ?? []).find(one => one.Id === behavior.TargetOriginId);
}

/** The hosts SES answers for in a region: the account's default host, verified domains with what is below them, domains that a set uses. */
function isServed(world: World, region: string, host: string): boolean {
  if (host.endsWith(`.r.${region}.awstrack.me`)) return true;
  const { configurationSets, identities } = ses(world, region);
  return (
    [...configurationSets.values()].some(set => set.tracking?.CustomRedirectDomain?.toLowerCase() === host) ||
    [...identities.values()].some(one => one.type === 'DOMAIN' && one.isVerified && isWithin(host, one.name))
  );
}

/**
 * What answers at `r.<region>.awstrack.me`.
 *
 * @param name the name that was connected to; its region is asked
 * @returns undefined where no such host exists
 */
export function trackingOrigin(world: World, name: string): Handler | undefined {
  const region = trackingRegion(name);
  if (region === undefined) return undefined;
  const host = trackingHost(world, region);
  return async (request, peer) => {
    const asked = (request.headers.get('host') ?? '').toLowerCase().replace(/:\d+$/, '');
    if (asked === '') return new Response('Bad Request\n', { status: 400 });
    // AWS: a Host that SES does not know is answered 403; seen where a front did not forward it.
    if (!isServed(world, region, asked)) return new Response('Forbidden\n', { status: 403 });
    const url = new URL(request.url);
    url.hostname = asked;
    const body = request.body === null ? {} : { body: await request.arrayBuffer() };
    return host(new Request(url, { method: request.method, headers: request.headers, redirect: 'manual', ...body }), {
      target: peer?.target ?? url.pathname + url.search,
      address: peer?.address ?? '127.0.0.1',
    });
  };
}
