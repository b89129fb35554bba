/** A certificate authority of the sandbox's own: issues server certificates that hold wherever its root is trusted. */
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { ServerCertificate } from '../outside/index.ts';
import { bits, der, identifier, octets, pem, sequence, serialNumber, set, text, time, yes } from './der.ts';

export interface Authority {
  /** PEM of the root, for NODE_EXTRA_CA_CERTS. */
  certificate: string;
  /** @param names DNS names or IPv4 addresses, wildcards allowed; the first is also the subject */
  issue(names: readonly string[], validity?: Validity): ServerCertificate;
}

/** Milliseconds since 1970, UTC. */
export interface Validity {
  notBefore?: number;
  notAfter?: number;
}

const dayMs = 86_400_000;
/** What ACM gives a public certificate today; browsers take no longer one. */
const leafDays = 198;
const rootDays = 3650;
const rootName = 'ses-track sandbox root (not a real authority)';

/**
 * Makes a root with a key of its own, ECDSA P-256, a few milliseconds in all.
 *
 * @param from.now the time that validity is counted from; a day before is valid too, for clocks that are slow
 * @param from.bytes randomness for serial numbers
 */
export function openAuthority(from: { now: () => number; bytes: (count: number) => Uint8Array }): Authority {
  const root = newKeys();
  const rootId = keyId(root.publicKey);
  const make = (subject: string, publicKey: KeyObject, { notBefore, notAfter }: Required<Validity>, ...extensions: Buffer[]) => {
    const toBeSigned = sequence(
      der(0xa0, der(0x02, Buffer.from([2]))),
      serialNumber(from.bytes(16)),
      ecdsaWithSha256,
      party(rootName),
      sequence(time(notBefore), time(notAfter)),
      party(subject),
      publicKey.export({ type: 'spki', format: 'der' }),
      der(
        0xa3,
        sequence(...extensions, extension(ids.subjectKey, octets(keyId(publicKey))), extension(ids.authorityKey, sequence(der(0x80, rootId)))),
      ),
    );
    return pem('CERTIFICATE', sequence(toBeSigned, ecdsaWithSha256, bits(sign('sha256', toBeSigned, root.privateKey))));
  };
  const now = from.now();
  return {
    certificate: make(
      rootName,
      root.publicKey,
      { notBefore: now - dayMs, notAfter: now + rootDays * dayMs },
      critical(ids.basicConstraints, sequence(yes)),
      // keyCertSign and cRLSign
      critical(ids.keyUsage, bits(Buffer.from([0x06]), 1)),
    ),
    issue(names, { notBefore = from.now() - dayMs, notAfter = from.now() + leafDays * dayMs } = {}) {
      const keys = newKeys();
      const cert = make(
        // A common name is at most 64 characters long; the names that count stand in the extension.
        (names[0] ?? '').slice(0, 64),
        keys.publicKey,
        { notBefore, notAfter },
        critical(ids.basicConstraints, sequence()),
        // digitalSignature
        critical(ids.keyUsage, bits(Buffer.from([0x80]), 7)),
        extension(ids.extendedKeyUsage, sequence(identifier(ids.serverAuth))),
        extension(ids.subjectAltName, sequence(...names.map(generalName))),
      );
      return { cert, key: String(keys.privateKey.export({ type: 'pkcs8', format: 'pem' })) };
    },
  };
}

const newKeys = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** Object identifiers as their content bytes (RFC 5280 §4.2.1, RFC 5758 §3.2). */
const ids = {
  ecdsaWithSha256: '2a8648ce3d040302',
  commonName: '550403',
  subjectKey: '551d0e',
  keyUsage: '551d0f',
  subjectAltName: '551d11',
  basicConstraints: '551d13',
  authorityKey: '551d23',
  extendedKeyUsage: '551d25',
  serverAuth: '2b06010505070301',
};
const ecdsaWithSha256 = sequence(identifier(ids.ecdsaWithSha256));

const party = (name: string) => sequence(set(sequence(identifier(ids.commonName), text(name))));
const extension = (id: string, content: Buffer) => sequence(identifier(id), octets(content));
const critical = (id: string, content: Buffer) => sequence(identifier(id), yes, octets(content));
const keyId = (key: KeyObject) =>
  createHash('sha1')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest();

function generalName(name: string): Buffer {
  return /^\d+(\.\d+){3}$/.test(name) ? der(0x87, Buffer.from(name.split('.').map(Number))) : der(0x82, Buffer.from(name, 'latin1'));
}
