/** Shakes hands over TLS and tells what the other side showed, and asks one request over such a connection, or without TLS. */
import type { ClientRequest, IncomingMessage } from 'node:http';
import { isIP, type LookupFunction } from 'node:net';
import { connect, type SecureContext, type TLSSocket } from 'node:tls';
import { Trouble } from '../../errors.ts';
import type { Dns, Tls, TlsFailure, TlsOptions, TlsPeer } from '../index.ts';
import { readAddress } from './address.ts';
import { causeOf, dnsFailed } from './tls-failure.ts';
import { describe, verdictOn } from './tls-peer.ts';
import { ownRoots, trusting } from './tls-trust.ts';

const timeoutMs = 10_000;

/**
 * @param dns finds addresses where it has a server of its own (`via`); otherwise the system does
 * @param via SES_TRACK_CONNECT_TO: `host:port`. Trouble `config.invalid` when it is first used and is none.
 * @param roots PEM of authorities to trust beside Node's own and those of NODE_EXTRA_CA_CERTS
 */
export function nodeTls(dns: Dns, via: string | undefined, roots: readonly string[] = []): Tls {
  const ways: Ways = { dns, via, roots, contextFor: trusting() };
  return {
    ...(via === undefined ? {} : { via }),
    peer: (host, options = {}) =>
      within(options, async limit => {
        const shaken = await shake(ways, host, options, limit);
        if ('kind' in shaken) return shaken;
        shaken.socket.destroy();
        return { kind: 'peer', peer: shaken.peer };
      }),
    request: (url, options = {}) =>
      within(options, async limit => {
        const parts = /^https:\/\/([^/?#]+)([^#]*)/i.exec(url);
        const address = parts?.[1] === undefined ? undefined : readAddress(parts[1]);
        if (parts === null || address === undefined) throw new Error(`${url} is no https address`);
        const shaken = await shake(ways, address.host, { ...(address.port ? { port: address.port } : {}), ...options }, limit);
        if ('kind' in shaken) return shaken;
        const { socket, peer } = shaken;
        try {
          if (peer.refusals.length > 0) return { kind: 'refused', peer };
          const answer = await ask(socket, options.method ?? 'HEAD', parts[1] ?? '', parts[2] || '/', limit);
          return answer.kind === 'failed' ? answer : { ...answer, peer };
        } finally {
          socket.destroy();
        }
      }),
    plain: (host, path, options = {}) => within(options, limit => askPlainly(ways, host, path, options, limit)),
  };
}

interface Limit {
  signal: AbortSignal;
  /** What to say of an error: that time ran out, or what it says itself. */
  failure(at: TlsFailure['at'], error: unknown): TlsFailure;
}

/** Gives the work one limit of time in all; rejects with the caller's own reason when the caller gives up. */
async function within<T>({ timeoutMs: ms = timeoutMs, signal }: TlsOptions, work: (limit: Limit) => Promise<T>): Promise<T> {
  signal?.throwIfAborted();
  const time = AbortSignal.timeout(ms);
  const either = signal === undefined ? time : AbortSignal.any([signal, time]);
  const result = await work({
    signal: either,
    failure(at, error) {
      const shaking = at === 'handshake';
      if (time.aborted) {
        const why = `${shaking ? 'connected, but no TLS handshake' : 'no answer'} in ${ms / 1000} s`;
        return { kind: 'failed', at, cause: at === 'name' ? 'dns' : 'timeout', why };
      }
      const { cause, why } = causeOf(error);
      return { kind: 'failed', at, cause, why: shaking && cause === 'closed' ? `${why} in the TLS handshake` : why };
    },
  });
  signal?.throwIfAborted();
  return result;
}

/** Where to connect, and the name to ask for. `connectTo` with a port stands above SES_TRACK_CONNECT_TO, which stands above all else. */
function goal(via: string | undefined, host: string, { connectTo, port = 443 }: TlsOptions): { host: string; port: number } {
  const asked = connectTo === undefined ? undefined : readAddress(connectTo);
  if (asked?.port !== undefined) return { host: asked.host, port: asked.port };
  if (via === undefined) return { host: asked?.host ?? connectTo ?? host, port };
  const address = readAddress(via);
  if (address?.port === undefined)
    throw new Trouble('config.invalid', `SES_TRACK_CONNECT_TO is "${via}", expected host:port`, 'Give it as 127.0.0.1:443, or unset it.');
  return { host: address.host, port: address.port };
}

interface Ways {
  dns: Dns;
  via: string | undefined;
  roots: readonly string[];
  contextFor(roots: readonly string[]): SecureContext;
}

/** Roots that are given are few and tried alone first, since reading Node's own takes as long as all else together. */
async function shake(ways: Ways, name: string, options: TlsOptions, limit: Limit): Promise<{ socket: TLSSocket; peer: TlsPeer } | TlsFailure> {
  const given = [...ways.roots, ...(options.roots ?? [])];
  let socket = await handshake(ways, name, options, given, limit);
  if (!('kind' in socket) && given.length > 0 && verdictOn(socket) !== '') {
    socket.destroy();
    socket = await handshake(ways, name, options, [...ownRoots(), ...given], limit);
  }
  return 'kind' in socket ? socket : { socket, peer: describe(socket, name) };
}

/** @param roots PEM; none stands for Node's own */
function handshake(
  { dns, via, contextFor }: Ways,
  name: string,
  options: TlsOptions,
  roots: readonly string[],
  limit: Limit,
): Promise<TLSSocket | TlsFailure> {
  const { host, port } = goal(via, name, options);
  return new Promise(resolve => {
    let at: TlsFailure['at'] = isIP(host) === 0 ? 'name' : 'connect';
    const socket = connect({
      host,
      port,
      ...(isIP(name) === 0 ? { servername: name } : {}),
      ...(options.family === undefined ? {} : { family: options.family }),
      ...ownLookup(dns, options, limit.signal),
      // What does not hold is told, not thrown; nothing is sent to such a peer.
      rejectUnauthorized: false,
      secureContext: contextFor(roots),
      ALPNProtocols: ['http/1.1'],
    });
    const fail = (error: unknown) => {
      socket.destroy();
      limit.signal.removeEventListener('abort', stop);
      resolve(limit.failure(at, error));
    };
    const stop = () => fail(limit.signal.reason);
    socket.once('error', fail);
    if (limit.signal.aborted) return stop();
    limit.signal.addEventListener('abort', stop, { once: true });
    socket.once('lookup', error => {
      if (!error) at = 'connect';
    });
    socket.once('connect', () => {
      at = 'handshake';
    });
    // A peer that hangs up in the middle of a handshake makes no error by itself.
    socket.once('close', () => fail(closed()));
    socket.once('secureConnect', () => {
      limit.signal.removeEventListener('abort', stop);
      resolve(socket);
    });
  });
}

const closed = () => Object.assign(new Error('the connection was closed'), { code: 'ECONNRESET' });

/** Where names are asked of a server of our own; Node's lookup otherwise, of which nothing is loaded where an address is given. */
function ownLookup(dns: Dns, options: Pick<TlsOptions, 'timeoutMs'>, signal: AbortSignal): { lookup?: LookupFunction } {
  if (dns.via === undefined) return {};
  const lookup: LookupFunction = (host, { all, family: wanted }, done) => {
    const families = ([4, 6] as const).filter(each => !wanted || wanted === each || wanted === `IPv${each}`);
    Promise.all(families.map(family => dns.look(family === 4 ? 'A' : 'AAAA', host, { ...options, signal }).then(answer => ({ family, answer }))))
      .then(answers => {
        const found = answers.flatMap(({ family, answer }) => (answer.kind === 'found' ? answer.records.map(address => ({ address, family })) : []));
        const failed = answers.map(({ answer }) => answer).find(answer => answer.kind === 'failed');
        const [first] = found;
        if (first !== undefined && all) done(null, found);
        else if (first !== undefined) done(null, first.address, first.family);
        else if (failed !== undefined) done(Object.assign(new Error(failed.why), { code: dnsFailed }), []);
        else done(Object.assign(new Error(`${host} has no address`), { code: 'ENOTFOUND' }), []);
      })
      .catch((error: unknown) => done(error instanceof Error ? error : new Error(String(error)), []));
  };
  return { lookup };
}

type Answer = { kind: 'answer'; status: number; headers: Headers } | TlsFailure;

const headersFor = (host: string) => ({ host, 'user-agent': 'ses-track', accept: '*/*' });

/** Over the connection that is there. HTTP is loaded by the first request: a handshake alone starts a third sooner without. */
async function ask(socket: TLSSocket, method: string, host: string, path: string, limit: Limit): Promise<Answer> {
  const { request } = await import('node:http');
  return answerTo(request({ createConnection: () => socket, method, path, headers: headersFor(host) }), () => 'answer', limit);
}

/** Over a connection of its own, without TLS. */
async function askPlainly({ dns, via }: Ways, name: string, path: string, options: TlsOptions, limit: Limit): Promise<Answer> {
  const { request } = await import('node:http');
  const { host, port } = goal(via, name, { port: 80, ...options });
  let at: TlsFailure['at'] = isIP(host) === 0 ? 'name' : 'connect';
  const asked = request({
    host,
    port,
    ...(options.family === undefined ? {} : { family: options.family }),
    ...ownLookup(dns, options, limit.signal),
    agent: false,
    method: 'HEAD',
    path,
    headers: headersFor(name),
  });
  asked.once('socket', socket => {
    socket.once('lookup', error => {
      if (!error) at = 'connect';
    });
    socket.once('connect', () => {
      at = 'answer';
    });
  });
  return answerTo(asked, () => at, limit);
}

/** Ends the request, takes the head of its answer and leaves the rest. */
function answerTo(asked: ClientRequest, at: () => TlsFailure['at'], limit: Limit): Promise<Answer> {
  return new Promise(resolve => {
    const fail = (error: unknown) => {
      limit.signal.removeEventListener('abort', stop);
      asked.destroy();
      resolve(limit.failure(at(), error));
    };
    const stop = () => fail(limit.signal.reason);
    asked.once('error', fail);
    if (limit.signal.aborted) return stop();
    limit.signal.addEventListener('abort', stop, { once: true });
    asked.once('response', (answer: IncomingMessage) => {
      limit.signal.removeEventListener('abort', stop);
      const headers = new Headers();
      for (const [name, values] of Object.entries(answer.headersDistinct)) for (const value of values ?? []) headers.append(name, value);
      resolve({ kind: 'answer', status: answer.statusCode ?? 0, headers });
      answer.destroy();
    });
    asked.end();
  });
}
