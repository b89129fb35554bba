/** Shakes hands over TLS and tells what the other side showed, and asks one request over such a connection. */
import { X509Certificate } from 'node:crypto';
import { lookup as systemLookup } from 'node:dns';
import { request as plainRequest } from 'node:http';
import { isIP, type LookupFunction } from 'node:net';
import tls, { checkServerIdentity, connect, type DetailedPeerCertificate, type PeerCertificate, rootCertificates, type TLSSocket } from 'node:tls';
import { reason, Trouble } from '../../errors.ts';
import type { Certificate, Dns, Tls, TlsFailure, TlsOptions, TlsPeer, TlsRefusal } from '../index.ts';
import { readAddress, writeAddress } from './address.ts';

const timeoutMs = 10_000;

/**
 * @param dns finds addresses where it has a server of its own (`via`); otherwise the system does
 * @param via SES_TRACK_CONNECT_TO: `host:port`. Trouble `config.invalid` when it is first used and is none.
 * @param roots PEM of authorities to trust beside Node's own and those of NODE_EXTRA_CA_CERTS
 */
export function nodeTls(dns: Dns, via: string | undefined, roots: readonly string[] = []): Tls {
  const trust = roots.length === 0 ? {} : { ca: [...ownRoots(), ...roots] };
  return {
    ...(via === undefined ? {} : { via }),
    peer: (host, options = {}) =>
      within(options, async limit => {
        const shaken = await shake({ dns, via, trust }, host, options, limit);
        if ('kind' in shaken) return shaken;
        shaken.socket.destroy();
        return { kind: 'peer', peer: shaken.peer };
      }),
    request: (url, options = {}) =>
      within(options, async limit => {
        const parts = /^https:\/\/([^/?#]+)([^#]*)/i.exec(url);
        const address = parts?.[1] === undefined ? undefined : readAddress(parts[1]);
        if (parts === null || address === undefined) throw new Error(`${url} is no https address`);
        const shaken = await shake({ dns, via, trust }, address.host, { ...(address.port ? { port: address.port } : {}), ...options }, limit);
        if ('kind' in shaken) return shaken;
        const { socket, peer } = shaken;
        try {
          if (peer.refusals.length > 0) return { kind: 'refused', peer };
          return await ask(socket, peer, options.method ?? 'HEAD', parts[1] ?? '', parts[2] || '/', limit);
        } finally {
          socket.destroy();
        }
      }),
  };
}

/** Giving Node a list replaces its own, so that has to be in it. Before Node 22.15 only the built-in roots can be had. */
function ownRoots(): readonly string[] {
  return 'getCACertificates' in tls ? tls.getCACertificates('default') : rootCertificates;
}

interface Limit {
  signal: AbortSignal;
  /** What to say of an error: that time ran out, or what it says itself. */
  why(error: unknown): string;
}

/** Gives the work one limit of time in all; rejects with the caller's own reason when the caller gives up. */
async function within<T>({ timeoutMs: ms = timeoutMs, signal }: TlsOptions, work: (limit: Limit) => Promise<T>): Promise<T> {
  signal?.throwIfAborted();
  const time = AbortSignal.timeout(ms);
  const either = signal === undefined ? time : AbortSignal.any([signal, time]);
  const result = await work({ signal: either, why: error => (time.aborted ? `no answer in ${ms / 1000} s` : words(error)) });
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
  trust: { ca?: string[] };
}

function shake(
  { dns, via, trust }: Ways,
  name: string,
  options: TlsOptions,
  limit: Limit,
): Promise<{ socket: TLSSocket; peer: TlsPeer } | TlsFailure> {
  const { host, port } = goal(via, name, options);
  return new Promise(resolve => {
    let at: TlsFailure['at'] = isIP(host) === 0 ? 'name' : 'connect';
    const socket = connect({
      host,
      port,
      ...(isIP(name) === 0 ? { servername: name } : {}),
      ...(options.family === undefined ? {} : { family: options.family }),
      lookup: lookup(dns, options, limit.signal),
      // What does not hold is told, not thrown; nothing is sent to such a peer.
      rejectUnauthorized: false,
      ...trust,
      ALPNProtocols: ['http/1.1'],
    });
    const fail = (error: unknown) => {
      socket.destroy();
      limit.signal.removeEventListener('abort', stop);
      resolve({ kind: 'failed', at, why: limit.why(error) });
    };
    const stop = () => fail(limit.signal.reason);
    limit.signal.addEventListener('abort', stop, { once: true });
    socket.once('lookup', error => {
      if (!error) at = 'connect';
    });
    socket.once('connect', () => {
      at = 'handshake';
    });
    socket.once('error', fail);
    // A peer that hangs up in the middle of a handshake makes no error by itself.
    socket.once('close', () => fail(new Error('the connection was closed')));
    socket.once('secureConnect', () => {
      limit.signal.removeEventListener('abort', stop);
      resolve({ socket, peer: describe(socket, name) });
    });
  });
}

/** Node's own lookup, or ours where names are asked of a server of our own. */
function lookup(dns: Dns, options: TlsOptions, signal: AbortSignal): LookupFunction {
  if (dns.via === undefined) return systemLookup as LookupFunction;
  return (host, { all, family: wanted }, done) => {
    const families = ([4, 6] as const).filter(each => !wanted || wanted === each || wanted === `IPv${each}`);
    Promise.all(families.map(family => dns.look(family === 4 ? 'A' : 'AAAA', host, { ...options, signal }).then(answer => ({ family, answer }))))
      .then(answers => {
        const found = answers.flatMap(({ family, answer }) => (answer.kind === 'found' ? answer.records.map(address => ({ address, family })) : []));
        const failed = answers.map(({ answer }) => answer).find(answer => answer.kind === 'failed');
        const [first] = found;
        if (first === undefined) done(Object.assign(new Error(failed?.why ?? `${host} has no address`), { code: 'ENOTFOUND' }), []);
        else if (all) done(null, found);
        else done(null, first.address, first.family);
      })
      .catch((error: unknown) => done(error instanceof Error ? error : new Error(String(error)), []));
  };
}

function describe(socket: TLSSocket, name: string): TlsPeer {
  const leaf = socket.getPeerCertificate(true);
  const refusals: TlsRefusal[] = [];
  const code = socket.authorizationError === undefined || socket.authorizationError === null ? '' : errorCode(socket.authorizationError);
  if (code !== '' && code !== 'ERR_TLS_CERT_ALTNAME_INVALID') refusals.push(refusal(code));
  const chain = certificates(leaf);
  const [first] = chain;
  if (first !== undefined && checkServerIdentity(name, leaf as PeerCertificate) !== undefined) {
    const names = first.names.length === 0 ? 'no name' : first.names.join(', ');
    refusals.push({ kind: 'name', why: `the certificate is for ${names}, not for ${name}` });
  }
  return { address: writeAddress(socket.remoteAddress ?? '', socket.remotePort ?? 0), protocol: socket.getProtocol() ?? '', chain, refusals };
}

const errorCode = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : String(error));

function refusal(code: string): TlsRefusal {
  if (code === 'CERT_HAS_EXPIRED') return { kind: 'expired', why: 'the certificate, or one above it, has expired' };
  if (code === 'CERT_NOT_YET_VALID') return { kind: 'early', why: 'the certificate, or one above it, is not valid yet' };
  if (code === 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' || code === 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY')
    return { kind: 'untrusted', why: 'the certificate leads to no trusted root: an intermediate was not sent, or its authority is not known here' };
  if (/SELF_SIGNED/.test(code)) return { kind: 'untrusted', why: 'the certificate is self-signed, or its root is not trusted here' };
  return { kind: 'untrusted', why: `the certificate is not trusted (${code})` };
}

/** Leaf first; a root is its own issuer, which ends the walk. */
function certificates(leaf: DetailedPeerCertificate): Certificate[] {
  const chain: Certificate[] = [];
  const seen = new Set<string>();
  for (let at: DetailedPeerCertificate | undefined = leaf; at?.raw !== undefined && !seen.has(at.fingerprint256); at = at.issuerCertificate) {
    seen.add(at.fingerprint256);
    const read = new X509Certificate(at.raw);
    chain.push({
      subject: read.subject.replaceAll('\n', ', '),
      issuer: read.issuer.replaceAll('\n', ', '),
      names: (at.subjectaltname ?? '').split(', ').flatMap(each => /^(?:DNS|IP Address):(.+)$/.exec(each)?.[1] ?? []),
      serial: read.serialNumber.toUpperCase(),
      notBefore: read.validFromDate.getTime(),
      notAfter: read.validToDate.getTime(),
      pem: read.toString(),
    });
  }
  return chain;
}

function ask(socket: TLSSocket, peer: TlsPeer, method: string, host: string, path: string, limit: Limit) {
  return new Promise<{ kind: 'answer'; peer: TlsPeer; status: number; headers: Headers } | TlsFailure>(resolve => {
    const asked = plainRequest({ createConnection: () => socket, method, path, headers: { host, 'user-agent': 'ses-track', accept: '*/*' } });
    const fail = (error: unknown) => {
      asked.destroy();
      resolve({ kind: 'failed', at: 'answer', why: limit.why(error) });
    };
    const stop = () => fail(limit.signal.reason);
    limit.signal.addEventListener('abort', stop, { once: true });
    asked.once('error', fail);
    asked.once('response', answer => {
      limit.signal.removeEventListener('abort', stop);
      const headers = new Headers();
      for (const [name, values] of Object.entries(answer.headersDistinct)) for (const value of values ?? []) headers.append(name, value);
      resolve({ kind: 'answer', peer, status: answer.statusCode ?? 0, headers });
    });
    asked.end();
  });
}

const sayings: Record<string, string> = {
  ENOTFOUND: 'the name has no address',
  EAI_AGAIN: 'the resolver did not answer',
  ECONNREFUSED: 'nobody listens there (connection refused)',
  ECONNRESET: 'the connection was closed',
  EHOSTUNREACH: 'the address cannot be reached',
  ENETUNREACH: 'the address cannot be reached from this network',
  ETIMEDOUT: 'no answer to the connection',
};

/** Node tries several addresses and then throws all their errors as one. */
function words(error: unknown): string {
  const first = error instanceof AggregateError && error.errors.length > 0 ? error.errors[0] : error;
  return sayings[errorCode(first)] ?? reason(first);
}
