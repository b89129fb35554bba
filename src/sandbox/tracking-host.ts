/** What answers at `r.<region>.awstrack.me`: follows tracked links that carry the sandbox's own signature, serves the pixel, counts both. */
import { type ClickLink, type OpenPixel, parseTrackedLink } from '../links/tracked-link.ts';
import type { Handler } from '../outside/index.ts';
import { unsubscribe } from './aws/sesv2/contacts.ts';
import { sesEverywhere } from './aws/sesv2/state.ts';
import { findMail } from './inbox.ts';
import { publishEvent } from './publish-event.ts';
import { defaultHost, trackingKey } from './tracking-key.ts';
import type { World } from './world.ts';

/** AWS: a request whose headers, cookies among them, are longer is answered 400. <https://docs.aws.amazon.com/ses/latest/dg/configure-custom-open-click-domains.html> */
const headerLimit = 8192;
/** AWS: opens and clicks are collected for 60 days after the send. It does not say that links stop leading on; here they go on. */
const collectionMs = 60 * 86_400_000;

const gif = Uint8Array.from(Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64'));
const unsubscribeHead = '/unsubscribe/';

/** Whether a path is the tracking host's business on an address that serves other things too. */
export function isTrackingPath(path: string): boolean {
  return /^\/(L0|CL0|CL1|I0|CI0)(\/|$)/.test(path) || path === '/favicon.ico' || path.startsWith(unsubscribeHead);
}

/** The address that unsubscribes who got that mail. AWS's own looks otherwise; how, it does not say. */
export function unsubscribeUrl(world: World, region: string, messageId: string): string {
  const key = trackingKey(world);
  const path = `${unsubscribeHead}${messageId}`;
  return `https://${defaultHost(world, region)}${path}/${key.sign(path)}${key.keyId}`;
}

/**
 * @param region whose origin it is, `r.<region>.awstrack.me`; without it the host name tells, and for any other name it is the world's
 * @returns the host as a function; the raw target is what counts, so a server should hand it in as `peer.target`
 */
export function trackingHost(world: World, region?: string): Handler {
  return async (request, peer) => {
    const url = new URL(request.url);
    const target = (peer?.target ?? url.pathname + url.search).replace(/^https?:\/\/[^/]*/i, '');
    // AWS: a front that does not hand on the reader's Host gets no answer from SES; seen as 403 behind CloudFront, reported as 400.
    const response = isKnownHost(world, url.hostname) ? await answer(world, target, request) : refuse(400, 'Bad Request');
    // AWS: which Region took the request, and how it came from the front.
    response.headers.set('x-amz-ses-region', region ?? regionOf(world, url.hostname));
    response.headers.set('x-amz-ses-request-protocol', url.protocol.slice(0, -1));
    return request.method === 'HEAD' ? new Response(null, response) : response;
  };
}

/** SES's own hosts, every domain that a set uses or that is verified (or below one that is), and this machine's own addresses. */
function isKnownHost(world: World, host: string): boolean {
  if (/(^|\.)awstrack\.me$|^localhost$|^\[|^[\d.]+$/.test(host) || host === new URL(world.url).hostname) return true;
  const labels = host.split('.');
  return sesEverywhere(world).some(
    ({ configurationSets, identities }) =>
      [...configurationSets.values()].some(set => set.tracking?.CustomRedirectDomain?.toLowerCase() === host) ||
      labels.some((_, index) => identities.get(labels.slice(index).join('.'))?.isVerified === true),
  );
}

function regionOf(world: World, host: string): string {
  return /\.r\.([a-z0-9-]+)\.awstrack\.me$|^r\.([a-z0-9-]+)\.awstrack\.me$/.exec(host)?.slice(1).find(Boolean) ?? world.region;
}

async function answer(world: World, target: string, request: Request): Promise<Response> {
  let length = 0;
  for (const [name, value] of request.headers) length += name.length + value.length + 4;
  if (length > headerLimit) return refuse(400, 'Request Header Or Cookie Too Large');
  const path = target.split('?')[0] ?? '';
  if (path.startsWith(unsubscribeHead)) return answerUnsubscribe(world, path, request);
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405, 'Method Not Allowed');
  if (path === '/favicon.ico') return new Response(gif, { headers: { 'content-type': 'image/x-icon' } });
  const link = parseTrackedLink(target);
  // AWS: a link that a client decoded on the way is answered 400; so is any other that is not as SES signed it.
  if (link.kind === 'none' || (link.kind === 'click' && link.form === 'decoded')) return refuse(400, 'Bad Request');
  const whole = target.slice(0, target.length - link.extra.length);
  if (!isSigned(world, whole.slice(0, whole.lastIndexOf('/')), link)) return refuse(400, 'Bad Request');
  // AWS does not say whether HEAD counts; here it does not.
  if (request.method === 'GET') await count(world, link, request.headers);
  if (link.kind === 'open') return new Response(gif, { headers: { 'content-type': 'image/gif', 'cache-control': 'no-cache, no-store' } });
  return new Response(null, { status: 302, headers: { location: link.target } });
}

function isSigned(world: World, path: string, link: { signature?: string; keyId?: string }): boolean {
  const key = trackingKey(world);
  return link.keyId === key.keyId && link.signature === key.sign(path);
}

async function count(world: World, link: ClickLink | OpenPixel, headers: Headers): Promise<void> {
  const mail = findMail(world, link.messageId ?? '');
  const at = world.clock.now();
  if (mail === undefined || at - mail.at > collectionMs) return;
  const reader = {
    at,
    // AWS does not say how it learns the address behind a front; X-Forwarded-For is what a front sends.
    ip: headers.get('x-forwarded-for')?.split(',')[0]?.trim() ?? '127.0.0.1',
    userAgent: headers.get('user-agent') ?? '',
  };
  if (link.kind === 'open') return publishEvent(world, mail, { type: 'OPEN', ...reader });
  const linkTags = mail.links.filter(each => each.url === link.target)[(link.ordinal ?? 1) - 1]?.tags ?? null;
  return publishEvent(world, mail, { type: 'CLICK', ...reader, link: link.target, linkTags });
}

async function answerUnsubscribe(world: World, path: string, request: Request): Promise<Response> {
  const [, messageId = '', stamp = ''] = /^\/unsubscribe\/([^/]+)\/([^/]+)$/.exec(path) ?? [];
  const key = trackingKey(world);
  const mail = findMail(world, messageId);
  const [address = ''] = mail?.destination ?? [];
  if (stamp !== key.sign(`${unsubscribeHead}${messageId}`) + key.keyId || mail?.list === undefined) return refuse(400, 'Bad Request');
  // A mail client that looks ahead must not unsubscribe anybody: only the POST does (RFC 8058).
  if (request.method !== 'POST') return page(`<form method="post"><button>Unsubscribe</button></form>`);
  const source = (await request.text()).includes('One-Click') ? 'UnsubscribeHeader' : 'UnsubscribePage';
  const { name, topic } = mail.list;
  const changed = unsubscribe(world, mail.region, { list: name, topic, address });
  if (changed !== undefined) await publishEvent(world, mail, { type: 'SUBSCRIPTION', at: world.clock.now(), list: name, source, ...changed });
  return page('<p>You are unsubscribed.</p>');
}

function page(body: string): Response {
  return new Response(`<!doctype html><title>Unsubscribe</title>${body}`, { headers: { 'content-type': 'text/html; charset=utf-8' } });
}

/** AWS does not say what stands in the body of its 400. */
function refuse(status: number, text: string): Response {
  return new Response(`${text}\n`, { status, headers: { 'content-type': 'text/plain; charset=utf-8' } });
}
