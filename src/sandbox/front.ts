/** What a reader meets: DNS says where a name leads, TLS what certificate is there, and CloudFront's edge or SES's tracking host answers. */
import { Trouble } from '../errors.ts';
import type { Handler } from '../outside/index.ts';
import { covers } from './aws/acm/certificate.ts';
import { cloudFrontTarget, lookup, trackingRegion } from './aws/route53/lookup.ts';
import { shownAtEdge, shownAtTrackingHost } from './front/certificates.ts';
import { distributionAt, edge } from './front/edge.ts';
import { trackingOrigin } from './front/origin.ts';
import type { World } from './world.ts';

function hostOf(request: Request): string {
  return (request.headers.get('host') ?? new URL(request.url).host).toLowerCase().replace(/:\d+$/, '');
}

/**
 * For a server on one address that stands for both: an alias of a distribution is answered by the edge, a name that leads to
 * `awstrack.me` by SES, everything else by the edge, which knows it not.
 */
export function front(world: World): Handler {
  const atEdge = edge(world);
  return async (request, peer) => {
    const host = hostOf(request);
    const last = distributionAt(world, host) === undefined ? (lookup(world, host, 'A').names.at(-1) ?? '') : '';
    return (trackingOrigin(world, last) ?? atEdge)(request, peer);
  };
}

export interface Reach {
  method?: string;
  headers?: Record<string, string>;
  /** Connect to what this name leads to instead; TLS and Host keep the URL's own name. */
  via?: string;
  /** Of the reader. */
  address?: string;
}

function refuse(why: string, url: URL): Trouble {
  return new Trouble('web.unreachable', `${url.host}: ${why}`);
}

/**
 * A reader opens an address: the name is looked up, the certificate must be for it and in date, then the request is answered.
 *
 * @param address as it stands in the mail; its raw path is kept
 * @throws Trouble `web.unreachable` where a browser would show an error page of its own
 */
export async function reach(
  world: World,
  address: string,
  { method = 'GET', headers = {}, via, address: ip = '127.0.0.1' }: Reach = {},
): Promise<Response> {
  const url = new URL(address);
  const name = url.hostname.toLowerCase();
  const place = via ?? name;
  const { values, names } = lookup(world, place, 'A');
  if (values.length === 0) throw refuse(`no address is known for ${place}`, url);
  const region = trackingRegion(names.at(-1) ?? '');
  const isEdge = cloudFrontTarget(world, place) !== undefined;
  const handler = isEdge ? edge(world) : trackingOrigin(world, names.at(-1) ?? '');
  if (handler === undefined) throw refuse(`nobody answers at ${values[0]}`, url);
  if (url.protocol === 'https:') {
    const shown = isEdge || region === undefined ? shownAtEdge(world, name) : shownAtTrackingHost(world, region);
    const now = world.clock.now();
    if (!covers({ names: [...shown.names] }, name)) throw refuse(`the certificate is for ${shown.names.join(', ')}`, url);
    if (now < shown.notBefore || now > shown.notAfter) throw refuse('the certificate is out of date', url);
  }
  const target = address.replace(/^https?:\/\/[^/?]*/i, '') || '/';
  const request = new Request(url, { method, headers: { ...headers, host: url.host }, redirect: 'manual' });
  return handler(request, { target, address: ip });
}
