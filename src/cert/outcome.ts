/** What a run found over all its domains, from which its exit code follows. Pure. */
import type { CertVerdict } from './judge.ts';

/**
 * `unseen`: something could not be seen, whatever was found elsewhere; `denied`: nothing but what AWS credentials kept back.
 * `found`: all was seen, and a domain is in warning or critical.
 */
export type CertOutcome = 'ok' | 'found' | 'unseen' | 'denied';

export function outcome(verdicts: readonly Pick<CertVerdict, 'state' | 'remarks'>[]): CertOutcome {
  const unseen = verdicts.flatMap(({ remarks }) => remarks.filter(({ level }) => level === 'unknown'));
  if (unseen.length > 0) return unseen.every(({ trouble }) => trouble === 'aws.denied' || trouble === 'aws.credentials') ? 'denied' : 'unseen';
  return verdicts.every(({ state }) => state === 'ok') ? 'ok' : 'found';
}
