/** A request as the edge sees it, and what a viewer-request function makes of it. */
import { isObject, parseJson } from '../../events/json.ts';
import type { Peer } from '../../outside/index.ts';
import { type EventRequest, type Field, type FunctionEvent, runFunction } from '../aws/cloudfront/run-function.ts';
import type { Distribution } from '../aws/cloudfront/state.ts';

export interface Viewer {
  method: string;
  scheme: 'http' | 'https';
  /** Lower case, without a port. */
  host: string;
  /** Still percent-encoded, as it came. */
  path: string;
  /** As it came, without its `?`; undefined where there is none. */
  query: string | undefined;
  headers: Headers;
  address: string;
  body: ArrayBuffer | undefined;
}

/** Reads a request without touching its raw target. */
export async function viewerOf(request: Request, peer?: Peer): Promise<Viewer> {
  const url = new URL(request.url);
  const target = (peer?.target ?? url.pathname + url.search).replace(/^https?:\/\/[^/?]*/i, '') || '/';
  const mark = target.indexOf('?');
  const body = request.method === 'GET' || request.method === 'HEAD' ? undefined : await request.arrayBuffer();
  return {
    method: request.method,
    scheme: url.protocol === 'https:' ? 'https' : 'http',
    host: (request.headers.get('host') ?? url.host).toLowerCase().replace(/:\d+$/, ''),
    path: mark < 0 ? target : target.slice(0, mark),
    query: mark < 0 ? undefined : target.slice(mark + 1),
    headers: request.headers,
    address: peer?.address ?? '127.0.0.1',
    body: body === undefined || body.byteLength === 0 ? undefined : body,
  };
}

// AWS: <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-function-restrictions-all.html>
const hidden =
  /^(connection|expect|keep-alive|proxy-.*|trailer|upgrade|x-accel-.*|x-amz-cf-.*|x-amzn-.*|x-cache|x-edge-.*|x-forwarded-proto|x-real-ip)$/;
const readOnly = ['content-length', 'host', 'transfer-encoding', 'via'];
const mostUri = 8192;

/** Raw pairs, percent-encoding and all: the runtime does not decode. */
function fieldsOf(pairs: readonly (readonly [string, string])[]): Record<string, Field> {
  const fields: Record<string, Field> = {};
  for (const [name, value] of pairs) {
    const known = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (known === undefined) fields[name] = { value };
    else {
      // AWS: `value` is the last one, `multiValue` has them all.
      known.multiValue = [...(known.multiValue ?? [{ value: known.value }]), { value }];
      known.value = value;
    }
  }
  return fields;
}

function pair(text: string): [string, string] {
  const at = text.indexOf('=');
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

function eventRequest(viewer: Viewer): EventRequest {
  const headers = [...viewer.headers].filter(([name]) => name !== 'cookie' && name !== 'host' && !hidden.test(name));
  const cookies = (viewer.headers.get('cookie') ?? '').split(/;\s*/).filter(Boolean).map(pair);
  return {
    method: viewer.method,
    uri: viewer.path,
    querystring: fieldsOf((viewer.query ?? '').split('&').filter(Boolean).map(pair)),
    headers: fieldsOf([['host', viewer.host], ...headers]),
    cookies: fieldsOf(cookies),
  };
}

function pairsOf(fields: unknown): [string, string][] {
  if (!isObject(fields)) return [];
  return Object.entries(fields).flatMap(([name, field]): [string, string][] => {
    if (!isObject(field)) return [];
    const many = field['multiValue'];
    if (Array.isArray(many)) return many.map((one): [string, string] => [name, isObject(one) ? String(one['value'] ?? '') : '']);
    return [[name, String(field['value'] ?? '')]];
  });
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** What goes on to the cache and the origin, an answer of the function's own, or why CloudFront refuses what it returned. */
export type Viewed =
  | { kind: 'request'; viewer: Viewer }
  | { kind: 'response'; response: Response }
  | { kind: 'failed'; status: 502 | 503; why: string };

function invalid(why: string): Viewed {
  return { kind: 'failed', status: 502, why };
}

function queryAfter(viewer: Viewer, before: EventRequest, after: Record<string, unknown>): string | undefined {
  const { querystring } = after;
  // An untouched query goes on byte for byte.
  if (same(before.querystring, querystring)) return viewer.query;
  // AWS: runtime 2.0 takes a string too.
  const text =
    typeof querystring === 'string'
      ? querystring
      : pairsOf(querystring)
          .map(([name, value]) => (value === '' ? name : `${name}=${value}`))
          .join('&');
  return text === '' ? undefined : text;
}

function headersAfter(viewer: Viewer, before: EventRequest, after: Record<string, unknown>): Headers | undefined {
  if (same(before.headers, after['headers']) && same(before.cookies, after['cookies'])) return viewer.headers;
  const headers = new Headers([...viewer.headers].filter(([name]) => hidden.test(name)));
  for (const [name, value] of pairsOf(after['headers'])) {
    if (hidden.test(name.toLowerCase())) return undefined;
    headers.append(name, value);
  }
  const cookies = pairsOf(after['cookies']).map(([name, value]) => `${name}=${value}`);
  if (cookies.length > 0) headers.set('cookie', cookies.join('; '));
  return headers;
}

function answered(output: Record<string, unknown>): Viewed {
  const status = Number(output['statusCode']);
  if (!Number.isInteger(status) || status < 200 || status > 599) return invalid('The function returned a response without a valid status code.');
  const { body } = output;
  const text = isObject(body) ? String(body['data'] ?? '') : typeof body === 'string' ? body : null;
  return { kind: 'response', response: new Response(text, { status, headers: pairsOf(output['headers']) }) };
}

function checked(viewer: Viewer, before: EventRequest, after: Record<string, unknown>): Viewed {
  const { uri } = after;
  if (after['method'] !== before.method) return invalid('The function changed the method.');
  if (typeof uri !== 'string' || !uri.startsWith('/')) return invalid('The function returned a URI that does not begin with /.');
  const headers = isObject(after['headers']) ? after['headers'] : {};
  const touched = readOnly.find(name => !same(before.headers[name], headers[name]));
  if (touched !== undefined) return invalid(`The function changed the read-only header ${touched}.`);
  const query = queryAfter(viewer, before, after);
  if (uri.length + (query ?? '').length >= mostUri) return invalid(`The URI and the query string together have ${mostUri} characters or more.`);
  const kept = headersAfter(viewer, before, after);
  if (kept === undefined) return invalid('The function added a header that CloudFront does not allow.');
  return { kind: 'request', viewer: { ...viewer, path: uri, query, headers: kept } };
}

/** Runs the function that stands before the cache. */
export function viewedBy(code: string, viewer: Viewer, distribution: Distribution, requestId: string): Viewed {
  const request = eventRequest(viewer);
  const event: FunctionEvent = {
    version: '1.0',
    context: { distributionDomainName: distribution.domainName, distributionId: distribution.id, eventType: 'viewer-request', requestId },
    viewer: { ip: viewer.address },
    request,
  };
  const ran = runFunction(code, event, viewer.query ?? null);
  if ('error' in ran) return { kind: 'failed', status: 503, why: ran.error };
  const output: unknown = parseJson(ran.output);
  if (!isObject(output)) return invalid('The function returned neither a request nor a response.');
  return 'statusCode' in output ? answered(output) : checked(viewer, request, output);
}
