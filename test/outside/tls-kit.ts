/**
 * Real TLS servers on 127.0.0.1, one a fault, with certificates made by the real `openssl`.
 *
 *     test.skipIf(noOpenssl !== '')(`a certificate that has expired${noOpenssl}`, () =>
 *       withFault('expired', async ({ address, root }) => {
 *         // address: `127.0.0.1:41234`, for --connect; root: PEM of the one authority to trust, for --ca
 *         expect(await tls.peer(domain, { connectTo: address, roots: [root] })).toMatchObject(…);
 *       }));
 *
 * - `domain` (`click.example.test`) is the name to ask for; what each fault is stands in `Fault`.
 * - `withFault(fault, work, { notBefore, notAfter, names, answer })`: other dates (milliseconds; a certificate that ends in 2049 makes a golden that
 *   never changes where the clock is handed in), other names, another answer to requests. The server is gone when the work ends.
 * - Certificates are made when first asked for and kept: a fault costs some 20 ms the first time and 2 ms after that; `rsa-4096` a second.
 */
import { createServer as createHttp } from 'node:http';
import { createServer as createHttps, type ServerOptions } from 'node:https';
import { createServer as createTcp, type Server, type Socket } from 'node:net';
import { DEFAULT_CIPHERS } from 'node:tls';
import { type Issued, issue, type Keys, makeKeys, noOpenssl, type Wish } from './openssl.ts';

export { noOpenssl } from './openssl.ts';

export const domain = 'click.example.test';
/** As an operator types it, and as DNS and certificates have it. */
export const idn = { typed: 'klick.bücher.test', domain: 'klick.xn--bcher-kva.test' };

/** What a server shows or does. All but the first ten would keep a browser out; the last eight make no handshake, or no answer. */
export type Fault =
  /** Leaf and intermediate below a root that is given; ECDSA P-256, SHA-256, TLS 1.3. `good-root-sent`: the root too, which nobody needs. */
  | 'good'
  | 'good-root-sent'
  /** As CloudFront and Let's Encrypt have sent: the root once more, signed by an older one that is trusted no longer, and expired too. */
  | 'good-cross-signed'
  /** TLS 1.2 at most. */
  | 'tls-1.2'
  /** For `*.example.test`; for `idn.domain`. */
  | 'wildcard'
  | 'idn'
  | 'rsa-2048'
  /** A second to make. */
  | 'rsa-4096'
  /** Ends in ten days and a half; in three and a half. */
  | 'ends-in-10-days'
  | 'ends-in-3-days'
  /** Yesterday; not before tomorrow. */
  | 'expired'
  | 'early'
  /** For `other.example.test`; with a common name alone. */
  | 'wrong-name'
  | 'no-name'
  | 'self-signed'
  /** Below a root that is not given: root not sent; root sent. */
  | 'unknown-root'
  | 'unknown-root-sent'
  /** Leaf alone, as a public authority's, which says where its issuer can be had; leaf with another authority's intermediate. */
  | 'incomplete'
  | 'wrong-intermediate'
  /** Leaf alone, as a private authority's, which says nothing. */
  | 'incomplete-private'
  | 'expired-intermediate'
  /** RSA of 1024 bits: of the certificate, of the intermediate. */
  | 'weak-key'
  | 'weak-intermediate'
  /** The certificate signed with SHA-1. */
  | 'sha1'
  /** Two faults at once. */
  | 'expired-wrong-name'
  | 'expired-incomplete'
  | 'expired-weak-key'
  /** TLS 1.1 at most. */
  | 'old-tls'
  /** HTTP without TLS; a mail server's greeting. */
  | 'plain-http'
  | 'greeting'
  /** Takes the connection and says nothing; hangs up when the handshake begins. */
  | 'silent'
  | 'hangs-up'
  /** Refuses by TLS alert. */
  | 'alert-unrecognized-name'
  | 'alert-handshake-failure'
  /** Begins the handshake after `lateMs`; shakes hands and never answers the request. */
  | 'late'
  | 'no-answer';

export const lateMs = 1500;

export interface Options extends Pick<Wish, 'notBefore' | 'notAfter'> {
  names?: string[];
  /** To any request. Default: as SES answers for /favicon.ico in us-east-1. */
  answer?: { status: number; headers?: Record<string, string> };
}

export interface FaultyPeer {
  /** `127.0.0.1:41234` */
  address: string;
  port: number;
  /** PEM of the authority to trust; empty where there is no openssl to make it. */
  root: string;
  /** PEM of the authority that `unknown-root` is below, which nobody trusts. */
  strangerRoot: string;
}

/** Opens the server, does the work, closes the server and whatever is connected to it. */
export async function withFault<T>(fault: Fault, work: (peer: FaultyPeer) => Promise<T>, options: Options = {}): Promise<T> {
  const server = serverFor(fault, options);
  const pem = (whose: 'root' | 'strangerRoot') => (noOpenssl === '' ? authorities()[whose]().cert : '');
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('tlsClientError', () => {});
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  try {
    return await work({
      address: `127.0.0.1:${port}`,
      port,
      root: pem('root'),
      get strangerRoot() {
        return pem('strangerRoot');
      },
    });
  } finally {
    for (const socket of sockets) socket.destroy();
    await new Promise(done => server.close(done));
  }
}

/** Each made once, when first asked for. */
const made = new Map<string, unknown>();
function once<T>(name: string, make: () => T): T {
  if (!made.has(name)) made.set(name, make());
  return made.get(name) as T;
}

const keysOf = (name: string, kind: Parameters<typeof makeKeys>[0] = 'ec'): Keys => once(`keys ${name}`, () => makeKeys(kind));

const dayMs = 86_400_000;
const longAgo = () => Date.now() - 400 * dayMs;
const forYears = () => Date.now() + 9000 * dayMs;
const ca = ['basicConstraints = critical, CA:TRUE', 'keyUsage = critical, keyCertSign, cRLSign', 'subjectKeyIdentifier = hash'];

function authority(subject: string, by?: Issued, wish: Partial<Wish> = {}): Issued {
  return once(`authority ${subject}`, () =>
    issue({ keys: keysOf(subject), subject, extensions: ca, notBefore: longAgo(), notAfter: forYears(), ...wish }, by),
  );
}

function authorities() {
  const root = () => authority('Kit Root');
  return {
    root,
    intermediate: () => authority('Kit Intermediate', root()),
    ended: () => authority('Kit Ended Intermediate', root(), { notAfter: Date.now() - dayMs }),
    cross: () =>
      once('cross', () =>
        issue(
          { keys: keysOf('Kit Root'), subject: 'Kit Root', extensions: ca, notBefore: longAgo(), notAfter: Date.now() - dayMs },
          authority('Stranger Root'),
        ),
      ),
    short: () => authority('Kit Short Intermediate', root(), { keys: keysOf('short', 'rsa:1024') }),
    strangerRoot: () => authority('Stranger Root'),
    stranger: () => authority('Stranger Intermediate', authority('Stranger Root')),
  };
}

interface LeafWish extends Partial<Wish> {
  names?: readonly string[];
  isPublic?: boolean;
}

/** Public authorities' certificates say where their issuer's can be had. */
function leaf(
  by: Issued | undefined,
  { names = [domain], isPublic = true, ...wish }: LeafWish,
  { notBefore, notAfter, names: asked }: Options,
): Issued {
  const given = { ...wish, ...(notBefore === undefined ? {} : { notBefore }), ...(notAfter === undefined ? {} : { notAfter }) };
  const all = asked ?? names;
  const extensions = [
    'basicConstraints = critical, CA:FALSE',
    'keyUsage = critical, digitalSignature',
    'extendedKeyUsage = serverAuth',
    ...(all.length === 0 ? [] : [`subjectAltName = ${all.map(name => `DNS:${name}`).join(', ')}`]),
    ...(isPublic && by !== undefined ? ['authorityInfoAccess = caIssuers;URI:http://crt.example.test/issuer.cer'] : []),
  ];
  const full = { keys: keysOf('leaf'), subject: all[0] ?? domain, extensions, ...given };
  const { keys, ...rest } = full;
  return once(`leaf ${by?.subject} ${JSON.stringify(rest)} ${keys.request}`, () => issue(full, by));
}

/** What is shown: the certificate, then what is sent with it. */
function shown(fault: Fault, options: Options): { leaf: Issued; above: Issued[] } {
  const { root, intermediate, cross, ended, short, strangerRoot, stranger } = authorities();
  const below = (by: Issued, wish: LeafWish = {}, above: Issued[] = [by]) => ({ leaf: leaf(by, wish, options), above });
  const usual = (wish: LeafWish = {}, above?: Issued[]) => below(intermediate(), wish, above);
  // The same dates in every call, so that what was made is found again.
  const from = once('from', () => Date.now());
  const past = { notBefore: from - 90 * dayMs, notAfter: from - dayMs };
  switch (fault) {
    case 'good-root-sent':
      return usual({}, [intermediate(), root()]);
    case 'good-cross-signed':
      return usual({}, [intermediate(), cross()]);
    case 'wildcard':
      return usual({ names: ['*.example.test'] });
    case 'idn':
      return usual({ names: [idn.domain] });
    case 'rsa-2048':
      return usual({ keys: keysOf('rsa-2048', 'rsa:2048') });
    case 'rsa-4096':
      return usual({ keys: keysOf('rsa-4096', 'rsa:4096') });
    case 'ends-in-10-days':
      return usual({ notAfter: from + 10.5 * dayMs });
    case 'ends-in-3-days':
      return usual({ notAfter: from + 3.5 * dayMs });
    case 'expired':
      return usual(past);
    case 'early':
      return usual({ notBefore: from + dayMs });
    case 'wrong-name':
      return usual({ names: ['other.example.test'] });
    case 'no-name':
      return usual({ names: [] });
    case 'self-signed':
      return { leaf: leaf(undefined, {}, options), above: [] };
    case 'unknown-root':
      return below(stranger());
    case 'unknown-root-sent':
      return below(stranger(), {}, [stranger(), strangerRoot()]);
    case 'incomplete':
      return usual({}, []);
    case 'wrong-intermediate':
      return usual({ isPublic: false }, [stranger()]);
    case 'incomplete-private':
      return usual({ isPublic: false }, []);
    case 'expired-intermediate':
      return below(ended());
    case 'weak-key':
      return usual({ keys: keysOf('rsa-1024', 'rsa:1024') });
    case 'weak-intermediate':
      return below(short());
    case 'sha1':
      return usual({ digest: 'sha1' });
    case 'expired-wrong-name':
      return usual({ ...past, names: ['other.example.test'] });
    case 'expired-incomplete':
      return usual(past, []);
    case 'expired-weak-key':
      return usual({ ...past, keys: keysOf('rsa-1024', 'rsa:1024') });
    default:
      return usual();
  }
}

const sesAnswer = { status: 200, headers: { 'x-amz-ses-region': 'us-east-1', 'x-amz-ses-request-protocol': 'https' } };

function serverFor(fault: Fault, options: Options): Server {
  const { status, headers = {} } = options.answer ?? sesAnswer;
  const alert = (number: number) => createTcp(socket => socket.once('data', () => socket.end(Buffer.from([21, 3, 3, 0, 2, 2, number]))));
  if (fault === 'plain-http') return createHttp((_, response) => response.writeHead(status, headers).end());
  if (fault === 'greeting') return createTcp(socket => socket.write('220 mail.example.test ESMTP\r\n'));
  if (fault === 'silent') return createTcp(() => {});
  if (fault === 'hangs-up') return createTcp(socket => socket.once('data', () => socket.destroy()));
  if (fault === 'alert-unrecognized-name') return alert(112);
  if (fault === 'alert-handshake-failure') return alert(40);
  const { leaf: own, above } = shown(fault, options);
  const server = createHttps(
    {
      key: own.key,
      cert: [own, ...above].map(each => each.cert).join(''),
      // So that a weak key can be shown.
      ciphers: `${DEFAULT_CIPHERS}:@SECLEVEL=0`,
      ...versions[fault],
    },
    (_, response) => (fault === 'no-answer' ? undefined : response.writeHead(status, headers).end()),
  );
  if (fault !== 'late') return server;
  return createTcp({ pauseOnConnect: true }, socket => {
    const wait = setTimeout(() => server.emit('connection', socket), lateMs);
    socket.on('close', () => clearTimeout(wait));
  });
}

const versions: Partial<Record<Fault, ServerOptions>> = {
  'tls-1.2': { maxVersion: 'TLSv1.2' },
  'old-tls': { minVersion: 'TLSv1', maxVersion: 'TLSv1.1' },
};
