/** Tells whether a certificate that readers are shown is the one that ACM has. Pure. */
import type { Certificate as AcmCertificate } from '../observe/certificate.ts';
import type { Certificate } from '../outside/index.ts';

/** By serial number, else by its end: AWS does not always tell the first. */
export function isSame(leaf: Certificate, { serial, notAfter }: Pick<AcmCertificate, 'serial' | 'notAfter'>): boolean {
  const plain = (hex: string) => hex.toUpperCase().replace(/^0+/, '');
  if (serial !== undefined) return plain(serial) === plain(leaf.serial);
  return notAfter === undefined || Math.floor(notAfter / 1000) === Math.floor(leaf.notAfter / 1000);
}
