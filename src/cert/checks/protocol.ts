/** Says which version of TLS each address speaks, and where it is none that browsers take. */
import { shown, silent } from '../scene.ts';
import { type CertCheck, skipped } from './check.ts';

export const protocol: CertCheck = scene => {
  const old = silent(scene).filter(({ failure }) => failure.cause === 'protocol');
  if (old.length > 0)
    return old.map(({ address, failure }) => ({
      check: 'protocol' as const,
      level: 'critical' as const,
      says: failure.why,
      means: 'Browsers turn every reader away. Let the front speak TLS 1.2 and newer.',
      address,
    }));
  const ends = shown(scene);
  if (ends.length === 0) return skipped('protocol', 'no certificate was seen');
  return [{ check: 'protocol', level: 'ok', says: [...new Set(ends.map(({ peer }) => peer.protocol))].sort().join(', ') }];
};
