/** What every format is made from: the verdicts in the order of the command line, and what the run was asked. */
import type { CertVerdict } from '../judge.ts';

export interface CertReport {
  verdicts: readonly CertVerdict[];
  /** Milliseconds since 1970, UTC. */
  now: number;
  warnMs: number;
  critMs: number;
  /** The address that was asked instead of those in DNS. */
  connectTo?: string;
}
