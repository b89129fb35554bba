/** What a reader meets: DNS says where a name leads, TLS what certificate is there, and CloudFront's edge or SES's tracking host answers. */
import { Trouble } from '../errors.ts';
import type { Handler, TlsFailure, TlsRefusal } from '../outside/index.ts';
import { covers } from './aws/acm/certificate.ts';
import { cloudFrontTarget, lookup, trackingRegion } from './aws/route53/lookup.ts';
import { type Shown, shownAtEdge, shownAtTrackingHost } from './front/certificates.ts';
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

/** Where TLS with a place ends: with nobody, or with what answers and the certificate that is shown. */
export type Met = Pick<TlsFailure, 'at' | 'cause' | 'why'> | { shown: Shown; refusals: TlsRefusal[]; handler: Handler };

/**
 * Looks a place up and shakes hands with it, as a browser would.
 *
 * @param name asked for by SNI
 * @param place connected to: that name, or another one's addresses
 */
export function meet(world: World, name: string, place = name): Met {
  const { values, names } = lookup(world, place, 'A');
  if (values.length === 0) return { at: 'name', cause: 'no-name', why: `no address is known for ${place}` };
  const region = trackingRegion(names.at(-1) ?? '');
  const isEdge = cloudFrontTarget(world, place) !== undefined;
  const handler = isEdge ? edge(world) : trackingOrigin(world, names.at(-1) ?? '');
  if (handler === undefined) return { at: 'connect', cause: 'refused', why: `nobody answers at ${values[0]}` };
  const shown = isEdge || region === undefined ? shownAtEdge(world, name) : shownAtTrackingHost(world, region);
  const now = world.clock.now();
  const refusals: TlsRefusal[] = [];
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  const own = { certificate: 0 };
  if (now > shown.notAfter) refusals.push({ kind: 'expired', ...own, why: `the certificate expired on ${day(shown.notAfter)}` });
  if (now < shown.notBefore) refusals.push({ kind: 'early', ...own, why: `the certificate is not valid before ${day(shown.notBefore)}` });
  if (!covers({ names: [...shown.names] }, name))
    refusals.push({ kind: 'name', ...own, why: `the certificate is for ${shown.names.join(', ')}, not for ${name}` });
  return { shown, refusals, handler };
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
  const met = meet(world, name, via);
  if ('at' in met) throw refuse(met.why, url);
  const [refusal] = met.refusals;
  if (url.protocol === 'https:' && refusal !== undefined) throw refuse(refusal.why, url);
  const target = address.replace(/^https?:\/\/[^/?]*/i, '') || '/';
  const request = new Request(url, { method, headers: { ...headers, host: url.host }, redirect: 'manual' });
  return met.handler(request, { target, address: ip });
}
