/** Says which version of TLS each address speaks, and where it is one that browsers no longer take. */
import { shown } from '../scene.ts';
import { type CertCheck, skipped } from './check.ts';

export const protocol: CertCheck = scene => {
  const ends = shown(scene);
  if (ends.length === 0) return skipped('protocol', 'no certificate was seen');
  const old = ends.filter(({ peer }) => !/^TLSv1\.[23]$/.test(peer.protocol));
  if (old.length > 0)
    return old.map(({ address, peer }) => ({
      check: 'protocol' as const,
      level: 'advice' as const,
      says: `speaks ${peer.protocol}`,
      means: 'Browsers refuse anything older than TLS 1.2. Set the front to TLS 1.2 and newer.',
      address,
    }));
  return [{ check: 'protocol', level: 'ok', says: [...new Set(ends.map(({ peer }) => peer.protocol))].sort().join(', ') }];
};
