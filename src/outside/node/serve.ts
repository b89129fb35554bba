/** Serves a function over HTTP: the only file that knows sockets, limits and shutdown. */
import { createServer as createPlain, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTls } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { createSecureContext, type SecureContext } from 'node:tls';
import { reason, Trouble } from '../../errors.ts';
import type { Handler, ServeOptions, Serving } from '../index.ts';

/** A client that dawdles holds a socket, not a thread: these only bound how many sockets it can hold. */
const limits = { headersTimeout: 15_000, requestTimeout: 60_000, keepAliveTimeout: 65_000, connectionsCheckingInterval: 5_000 };

/** @see Outside.serve */
export async function serve(handler: Handler, options: ServeOptions): Promise<Serving> {
  const stopping = new AbortController();
  const settings = { ...limits, maxHeaderSize: options.maxHeaderBytes ?? 16_384 };
  const scheme = options.tls === undefined ? 'http' : 'https';
  const listener = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    answer(handler, options, scheme, incoming, outgoing, stopping.signal).catch(fault => {
      options.onFault?.(fault);
      if (!outgoing.headersSent) outgoing.writeHead(500);
      outgoing.end();
    });
  };
  const server = options.tls === undefined ? createPlain(settings, listener) : createTls({ ...settings, ...shown(options.tls) }, listener);
  // Without a listener Node would answer 100 to a client that announces a body we are going to refuse.
  server.on('checkContinue', (incoming: IncomingMessage, outgoing: ServerResponse) => {
    if (declaredLength(incoming) <= options.maxBodyBytes) outgoing.writeContinue();
    listener(incoming, outgoing);
  });
  // Node's own closeAllConnections knows none that has not ended its TLS handshake, and such a one may last two minutes.
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const port = await listen(server, options);
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  return {
    url: `${scheme}://${host}:${port}`,
    stop: (graceMs = 10_000) => stop(server, sockets, stopping, graceMs),
  };
}

/** Cert and key, and the choice by the name that a client asks for; whoever it does not know is shown the first. */
function shown({ cert, key, certificateFor }: NonNullable<ServeOptions['tls']>) {
  if (certificateFor === undefined) return { cert, key };
  const contexts = new WeakMap<object, SecureContext>();
  const choose = async (name: string): Promise<SecureContext | undefined> => {
    const chosen = await certificateFor(name.toLowerCase());
    if (chosen === undefined) return undefined;
    const context = contexts.get(chosen) ?? createSecureContext(chosen);
    contexts.set(chosen, context);
    return context;
  };
  return {
    cert,
    key,
    SNICallback: (name: string, done: (error: Error | null, context?: SecureContext) => void) => {
      choose(name).then(
        context => done(null, context),
        error => done(error instanceof Error ? error : new Error(String(error))),
      );
    },
  };
}

function listen(server: Server, { host, port }: ServeOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', error => {
      const code = 'code' in error ? error.code : undefined;
      const why = code === 'EADDRINUSE' ? 'the port is taken' : code === 'EACCES' ? 'permission denied' : reason(error);
      const hint = code === 'EADDRINUSE' ? 'Stop what listens there or give another --port.' : 'Give another --host or --port.';
      reject(new Trouble('serve.refused', `cannot listen on ${host}:${port}: ${why}`, hint, { cause: error }));
    });
    server.listen({ host, port }, () => resolve((server.address() as AddressInfo).port));
  });
}

function stop(server: Server, sockets: ReadonlySet<Socket>, stopping: AbortController, graceMs: number): Promise<void> {
  return new Promise(resolve => {
    stopping.abort();
    const enough = setTimeout(() => {
      for (const socket of sockets) socket.destroy();
    }, graceMs);
    server.close(() => {
      clearTimeout(enough);
      resolve();
    });
  });
}

async function answer(
  handler: Handler,
  options: ServeOptions,
  scheme: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  stopping: AbortSignal,
): Promise<void> {
  const refuse = (status: 400 | 413) => {
    options.onRefused?.(status);
    outgoing.writeHead(status, { connection: 'close', 'content-length': 0 }).end();
    incoming.resume();
  };
  const body = declaredLength(incoming) > options.maxBodyBytes ? 'too long' : await readBody(incoming, options.maxBodyBytes);
  if (body === 'gone') return;
  if (body === 'too long') return refuse(413);
  const request = toRequest(incoming, body, scheme, options);
  if (request === undefined) return refuse(400);
  const peer = { target: incoming.url ?? '/', address: incoming.socket.remoteAddress ?? '' };
  const response = await handler(request, peer);
  const headers: Record<string, string | string[]> = Object.fromEntries(response.headers);
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) headers['set-cookie'] = cookies;
  // A kept-alive connection would outlive the server.
  if (stopping.aborted) headers['connection'] = 'close';
  const bytes = Buffer.from(await response.arrayBuffer());
  if (response.status !== 204 && response.status !== 304) headers['content-length'] ??= String(bytes.length);
  outgoing.writeHead(response.status, headers).end(bytes);
}

function declaredLength(incoming: IncomingMessage): number {
  return Number(incoming.headers['content-length'] ?? 0);
}

/** The whole body; `too long` as soon as it passes `maxBytes`; `gone` where the client hung up half way. */
function readBody(incoming: IncomingMessage, maxBytes: number): Promise<Buffer | 'too long' | 'gone'> {
  return new Promise(resolve => {
    const chunks: Buffer[] = [];
    let length = 0;
    incoming.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > maxBytes) resolve('too long');
      else chunks.push(chunk);
    });
    incoming.on('end', () => resolve(Buffer.concat(chunks)));
    incoming.on('error', () => resolve('gone'));
  });
}

/** Undefined where method or target cannot be a Request (CONNECT, TRACE, a host that is none). */
function toRequest(incoming: IncomingMessage, body: Buffer, scheme: string, { host }: ServeOptions): Request | undefined {
  const target = incoming.url ?? '/';
  const headers = new Headers();
  const method = incoming.method ?? 'GET';
  try {
    // Joined as text, not resolved: a target such as `//evil.example/` must stay a path.
    const origin = `${scheme}://${incoming.headers.host ?? host}`;
    const url = new URL(target.startsWith('/') ? origin + target : /^https?:\/\//i.test(target) ? target : `${origin}/`);
    for (let at = 0; at + 1 < incoming.rawHeaders.length; at += 2) headers.append(incoming.rawHeaders[at] ?? '', incoming.rawHeaders[at + 1] ?? '');
    const hasBody = method !== 'GET' && method !== 'HEAD' && body.length > 0;
    return new Request(url, { method, headers, ...(hasBody ? { body: new Uint8Array(body) } : {}) });
  } catch {
    return undefined;
  }
}
