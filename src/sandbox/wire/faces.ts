/** The wire's two faces: a request handler for SDK clients, in process; and a Request → Response for the loopback server. */

import { reason } from '../../errors.ts';
import type { Handler } from '../../outside/index.ts';
import type { WireRequest, WireResponse } from './request.ts';
import type { Wire } from './wire.ts';

/** A body longer than this is refused: AWS takes mails of 40 MB, and base64 makes them longer. */
export const maxBodyBytes = 64 * 1024 * 1024;

/** What an SDK client hands to its request handler. */
interface SdkRequest {
  method: string;
  hostname: string;
  path: string;
  query?: Record<string, string | string[] | null>;
  headers: Record<string, string>;
  body?: unknown;
}

const utf8 = new TextEncoder();

async function bytesOf(body: unknown): Promise<Uint8Array> {
  if (body === undefined || body === null) return new Uint8Array();
  if (typeof body === 'string') return utf8.encode(body);
  if (body instanceof Uint8Array) return body;
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  if (typeof body === 'object' && Symbol.asyncIterator in body) {
    const parts: Uint8Array[] = [];
    for await (const part of body as AsyncIterable<Uint8Array | string>) parts.push(typeof part === 'string' ? utf8.encode(part) : part);
    return Buffer.concat(parts);
  }
  throw new TypeError('a request body of an unknown kind');
}

/** A client that gives up, of a long poll for one, gets its promise back at once. */
function unlessAborted<T>(signal: unknown, work: () => Promise<T>): Promise<T> {
  if (!(signal instanceof AbortSignal)) return work();
  return new Promise((resolve, reject) => {
    const abort = () => reject(Object.assign(new Error('Request aborted'), { name: 'AbortError' }));
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort, { once: true });
    work()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', abort));
  });
}

function lowerCased(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/**
 * For `new SNSClient({ requestHandler: requestHandler(wire) })`: no socket, no server. A handler that breaks its schema rejects the call, it is
 * not dressed up as an answer of AWS.
 */
export function requestHandler(wire: Wire) {
  return {
    async handle(
      request: SdkRequest,
      options?: { abortSignal?: unknown },
    ): Promise<{ response: { statusCode: number; headers: Record<string, string>; body: Uint8Array } }> {
      const query = Object.entries(request.query ?? {}).flatMap(([name, value]) =>
        (Array.isArray(value) ? value : [value ?? '']).map((one): [string, string] => [name, one]),
      );
      const headers = { host: request.hostname, ...lowerCased(request.headers) };
      const asked: WireRequest = { method: request.method, path: request.path, query, headers, body: await bytesOf(request.body) };
      const { status, headers: answered, body } = await unlessAborted(options?.abortSignal, () => wire.answer(asked));
      return { response: { statusCode: status, headers: answered, body } };
    },
    updateHttpClientConfig(): void {},
    httpHandlerConfigs: () => ({}),
    destroy(): void {},
  };
}

function refuse(status: number, code: string, message: string): Response {
  return new Response(`${code}: ${message}\n`, { status, headers: { 'content-type': 'text/plain; charset=UTF-8' } });
}

/** For a server on 127.0.0.1. Refuses what a web page sends (a browser says so), and bodies over `limit` bytes. Paths are read as they came: `%2F` is no slash. */
export function httpFace(wire: Wire, limit = maxBodyBytes): Handler {
  return async (request, peer) => {
    // Any page that the developer has open could otherwise ask the loopback address to send mail.
    // A link that someone opens is no such page: it can carry no credentials, so all it can ask for are SNS's own links.
    const isForeign = /^(cross|same)-site$/.test(request.headers.get('sec-fetch-site') ?? '') && request.headers.get('sec-fetch-mode') !== 'navigate';
    if (request.headers.has('origin') || isForeign) return refuse(403, 'AccessDenied', 'the AWS wire does not answer browsers');
    const body = new Uint8Array(await request.arrayBuffer());
    if (body.length > limit) return refuse(413, 'RequestEntityTooLarge', `a body may have ${limit} bytes`);
    const { pathname, search } = new URL(request.url);
    // The target as it stood on the request line, since a URL loses dot segments.
    const target = peer?.target.startsWith('/') ? peer.target : pathname + search;
    const [path = '/'] = target.split('?');
    const asked: WireRequest = {
      method: request.method,
      path,
      query: [...new URLSearchParams(target.slice(path.length))],
      headers: Object.fromEntries(request.headers),
      body,
    };
    try {
      return toResponse(await wire.answer(asked));
    } catch (error) {
      wire.world.failures.push(error);
      return refuse(500, 'InternalFailure', `this is a bug of the sandbox: ${reason(error)}`);
    }
  };
}

function toResponse({ status, headers, body }: WireResponse): Response {
  const { 'content-length': _, ...rest } = headers;
  // A null body, since 204 and 304 may have none.
  return new Response(body.length === 0 ? null : new Uint8Array(body), { status, headers: rest });
}
