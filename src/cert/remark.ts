/** What a check says of one domain: how bad it is, what was seen, what it means, what mends it. Plain JSON. */
import type { TroubleCode } from '../errors.ts';

/** In the order in which a report names them. Each is a file in cert/checks and a page in docs/checks. */
export const checkIds = [
  'reach',
  'chain',
  'name',
  'expiry',
  'key',
  'protocol',
  'served-by',
  'redirect',
  'favicon',
  'clock',
  'ipv6',
  'caa',
  'acm-status',
  'acm-renewal',
  'acm-in-use',
  'validation-record',
  'live-zone',
  'points-at-front',
] as const;
export type CheckId = (typeof checkIds)[number];

/**
 * `advice`: does not count for the state, yet there is something to do. `unknown`: it could not be seen. `skipped`: it was not looked
 * at, and `says` why.
 */
export type Level = 'ok' | 'advice' | 'warning' | 'critical' | 'unknown' | 'skipped';

export interface Remark {
  check: CheckId;
  level: Level;
  /** What was seen: one clause, no full stop. The same words for the same thing, so that addresses can be put together. */
  says: string;
  /** What that means and what to do: whole sentences. */
  means?: string;
  /** A command line that mends it, run as it stands. */
  mend?: string;
  /** A command line that shows more of it and changes nothing. */
  shows?: string;
  /** The address where it was seen, where not all show the same. */
  address?: string;
  /** What kept it from being seen, where AWS said no. */
  trouble?: TroubleCode;
}
