/** Reads CloudFront's origin request policies: what of a reader's request goes on to the origin. */
import type { Look } from './look.ts';

export interface OriginRequestPolicy {
  id: string;
  name: string;
  comment: string;
  /** `whitelist`, `none`, `allViewer`, … */
  headerBehavior: string;
  /** In lower case, sorted. */
  headers: string[];
  cookies: string;
  queryStrings: string;
}

/** The account's own, page by page. */
export async function originRequestPolicies({ aws }: Look): Promise<OriginRequestPolicy[]> {
  const [cloudfront, { ListOriginRequestPoliciesCommand }] = await Promise.all([aws.cloudfront(), import('@aws-sdk/client-cloudfront')]);
  const all: OriginRequestPolicy[] = [];
  let marker: string | undefined;
  do {
    const { OriginRequestPolicyList: page } = await cloudfront.send(
      new ListOriginRequestPoliciesCommand({ Type: 'custom', ...(marker === undefined ? {} : { Marker: marker }) }),
    );
    for (const { OriginRequestPolicy: each } of page?.Items ?? []) {
      const config = each?.OriginRequestPolicyConfig;
      all.push({
        id: each?.Id ?? '',
        name: config?.Name ?? '',
        comment: config?.Comment ?? '',
        headerBehavior: config?.HeadersConfig?.HeaderBehavior ?? 'none',
        headers: (config?.HeadersConfig?.Headers?.Items ?? []).map(name => name.toLowerCase()).sort(),
        cookies: config?.CookiesConfig?.CookieBehavior ?? 'none',
        queryStrings: config?.QueryStringsConfig?.QueryStringBehavior ?? 'none',
      });
    }
    marker = page?.NextMarker || undefined;
  } while (marker);
  return all;
}
