/** A self-signed certificate from a few lines of DER: what a signer needs to publish its key, and no more. */

import type { KeyObject } from 'node:crypto';
import { sign } from 'node:crypto';

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

function length(size: number): number[] {
  if (size < 0x80) return [size];
  const bytes: number[] = [];
  for (let rest = size; rest > 0; rest >>= 8) bytes.unshift(rest & 0xff);
  return [0x80 | bytes.length, ...bytes];
}

function der(tag: number, ...contents: Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag, ...length(content.length)]), content]);
}

const sequence = (...contents: Uint8Array[]) => der(0x30, ...contents);
const set = (...contents: Uint8Array[]) => der(0x31, ...contents);
/** RFC 8017 §A.2: sha256WithRSAEncryption, with its NULL. */
const sha256WithRsa = sequence(der(0x06, Buffer.from('2a864886f70d01010b', 'hex')), der(0x05));
const commonName = der(0x06, Buffer.from('550403', 'hex'));

function positive(bytes: Uint8Array): Uint8Array {
  // A first bit would make it negative; a leading zero byte would not be the shortest form.
  const [first = 0, ...rest] = bytes;
  return Uint8Array.from([(first & 0x7f) | 0x40, ...rest]);
}

function time(at: number): Buffer {
  // RFC 5280 §4.1.2.5: two digits of the year until 2049, four from 2050.
  const digits = new Date(at).toISOString().replace(/[-:T]|\.\d+/g, '');
  return digits < '2050' ? der(0x17, Buffer.from(digits.slice(2))) : der(0x18, Buffer.from(digits));
}

/** @returns the certificate as PEM, signed with SHA256withRSA; the keys must be RSA */
export function selfSigned({ name, privateKey, publicKey, notBefore, notAfter, serial }: CertificateWishes): string {
  const party = sequence(set(sequence(commonName, der(0x0c, Buffer.from(name)))));
  const toBeSigned = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, positive(serial)),
    sha256WithRsa,
    party,
    sequence(time(notBefore), time(notAfter)),
    party,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = sign('sha256', toBeSigned, privateKey);
  const whole = sequence(toBeSigned, sha256WithRsa, der(0x03, Buffer.from([0]), signature));
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
