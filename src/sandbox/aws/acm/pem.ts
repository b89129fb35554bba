/** The PEM of a certificate: imported, or issued by the sandbox's own root when it is first asked for. */
import type { ServerCertificate } from '../../../outside/index.ts';
import { authorityOf } from '../../root.ts';
import type { World } from '../../world.ts';
import type { Certificate } from './certificate.ts';

/** Made once for each term of a certificate; a renewed one has a new key. Its key is ECDSA whatever KeyAlgorithm says. */
export function pemOf(world: World, certificate: Certificate): ServerCertificate & { chain: string } {
  const { notBefore = world.clock.now(), notAfter } = certificate;
  if (certificate.pem === undefined || (certificate.type !== 'IMPORTED' && certificate.pem.notBefore !== notBefore)) {
    const authority = authorityOf(world);
    const { cert, key } = authority.issue(certificate.names, { notBefore, ...(notAfter === undefined ? {} : { notAfter }) });
    certificate.pem = { certificate: cert, chain: authority.certificate, key, notBefore };
  }
  const { certificate: cert, chain = '', key } = certificate.pem;
  return { cert, chain, key };
}
