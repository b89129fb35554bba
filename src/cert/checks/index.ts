/** Every check by its id, in the order in which a report names them. */
import type { CheckId } from '../remark.ts';
import { acmInUse } from './acm-in-use.ts';
import { acmRenewal } from './acm-renewal.ts';
import { acmStatus } from './acm-status.ts';
import { caa } from './caa.ts';
import { chain } from './chain.ts';
import type { CertCheck } from './check.ts';
import { clock } from './clock.ts';
import { expiry } from './expiry.ts';
import { favicon } from './favicon.ts';
import { ipv6 } from './ipv6.ts';
import { key } from './key.ts';
import { liveZone } from './live-zone.ts';
import { name } from './name.ts';
import { pointsAtFront } from './points-at-front.ts';
import { protocol } from './protocol.ts';
import { reach } from './reach.ts';
import { redirect } from './redirect.ts';
import { servedBy } from './served-by.ts';
import { validationRecord } from './validation-record.ts';

export const certChecks: Readonly<Record<CheckId, CertCheck>> = {
  reach,
  chain,
  name,
  expiry,
  key,
  protocol,
  'served-by': servedBy,
  redirect,
  favicon,
  clock,
  ipv6,
  caa,
  'acm-status': acmStatus,
  'acm-renewal': acmRenewal,
  'acm-in-use': acmInUse,
  'validation-record': validationRecord,
  'live-zone': liveZone,
  'points-at-front': pointsAtFront,
};
