/** Reads CloudFront's origin request policies: what of a reader's request goes on to the origin. */
import type { OriginRequestPolicy as Kept } from '@aws-sdk/client-cloudfront';
import { orAbsent } from './absent.ts';
import type { Look } from './look.ts';

export interface OriginRequestPolicy {
  id: string;
  name: string;
  comment: string;
  /** `whitelist`, `none`, `allViewer`, `allExcept`, … */
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
    all.push(...(page?.Items ?? []).map(({ OriginRequestPolicy: each }) => read(each)));
    marker = page?.NextMarker || undefined;
  } while (marker);
  return all;
}

/** The one of that id, also where AWS manages it. */
export async function originRequestPolicy({ aws }: Look, id: string): Promise<OriginRequestPolicy | 'absent'> {
  const [cloudfront, { GetOriginRequestPolicyCommand }] = await Promise.all([aws.cloudfront(), import('@aws-sdk/client-cloudfront')]);
  const found = await orAbsent(cloudfront.send(new GetOriginRequestPolicyCommand({ Id: id })));
  return found === 'absent' ? 'absent' : read(found.OriginRequestPolicy);
}

function read(kept: Kept | undefined): OriginRequestPolicy {
  const config = kept?.OriginRequestPolicyConfig;
  return {
    id: kept?.Id ?? '',
    name: config?.Name ?? '',
    comment: config?.Comment ?? '',
    headerBehavior: config?.HeadersConfig?.HeaderBehavior ?? 'none',
    headers: (config?.HeadersConfig?.Headers?.Items ?? []).map(name => name.toLowerCase()).sort(),
    cookies: config?.CookiesConfig?.CookieBehavior ?? 'none',
    queryStrings: config?.QueryStringsConfig?.QueryStringBehavior ?? 'none',
  };
}
