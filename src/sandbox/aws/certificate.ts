/** A self-signed RSA certificate: what a signer needs to publish its key, and no more. */
import { type KeyObject, sign } from 'node:crypto';
import { bits, der, identifier, pem, sequence, serialNumber, set, text, time } from '../der.ts';

export interface CertificateWishes {
  /** Common name of subject and issuer. */
  name: string;
  privateKey: KeyObject;
  publicKey: KeyObject;
  /** Milliseconds since 1970. */
  notBefore: number;
  notAfter: number;
  serial: Uint8Array;
}

/** RFC 8017 §A.2: sha256WithRSAEncryption, with its NULL. */
const sha256WithRsa = sequence(identifier('2a864886f70d01010b'), der(0x05));
const commonName = identifier('550403');

/** @returns the certificate as PEM, signed with SHA256withRSA; the keys must be RSA */
export function selfSigned({ name, privateKey, publicKey, notBefore, notAfter, serial }: CertificateWishes): string {
  const party = sequence(set(sequence(commonName, text(name))));
  const toBeSigned = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    serialNumber(serial),
    sha256WithRsa,
    party,
    sequence(time(notBefore), time(notAfter)),
    party,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  return pem('CERTIFICATE', sequence(toBeSigned, sha256WithRsa, bits(sign('sha256', toBeSigned, privateKey))));
}
