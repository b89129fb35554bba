/** Whom a TLS connection trusts, and how strong a key must be: the same for every Node. */
import tls, { createSecureContext, DEFAULT_CIPHERS, rootCertificates, type SecureContext } from 'node:tls';

/** Giving Node a list replaces its own, so that has to be in it. Before Node 22.15 only the built-in roots can be had. */
export function ownRoots(): readonly string[] {
  return 'getCACertificates' in tls ? tls.getCACertificates('default') : rootCertificates;
}

/**
 * A function that makes contexts and keeps them, since making one reads every root.
 * It takes PEM, one or several certificates each; none stands for Node's own. What is no certificate is passed over without a word.
 */
export function trusting(): (roots: readonly string[]) => SecureContext {
  const kept = new Map<string, SecureContext>();
  return roots => {
    const key = roots.join('\n');
    const found = kept.get(key) ?? contextFor(roots);
    kept.set(key, found);
    return found;
  };
}

function contextFor(roots: readonly string[]): SecureContext {
  return createSecureContext({
    // Node 22 takes RSA keys of 1024 bits by itself, Node 24 takes none under 2048, as browsers do.
    ciphers: `${DEFAULT_CIPHERS}:@SECLEVEL=2`,
    minVersion: 'TLSv1.2',
    ...(roots.length === 0 ? {} : { ca: [...roots] }),
  });
}
