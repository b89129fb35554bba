/** Turns what cert-check remarks on a tracking domain into outcomes: who is hurt, which command mends it here. */
import { deniedAction } from '../aws/trouble.ts';
import type { CertScene } from '../cert/judge.ts';
import type { CheckId, Remark } from '../cert/remark.ts';
import { Trouble } from '../errors.ts';
import type { AskedTracking } from '../setup/front-wants.ts';
import { type Harm, type Outcome, ok, problem, skipped, unknown } from './check.ts';
import { ifAllowed } from './mend.ts';
import type { Scene } from './scene.ts';

/** A domain as it was seen, and what is wished of it. */
export interface Seen {
  cert: CertScene;
  scene: Scene;
  tracking: AskedTracking;
}

export interface Telling {
  check: CheckId;
  /** Of advice; what is critical hurts readers now. */
  harm: Harm;
  /** Where the remark says less than the doctor knows. */
  means?(seen: Seen): string;
  /** In place of setup's command, or where the remark has none. */
  mend?(seen: Seen): Promise<string | undefined>;
}

/** One outcome for each thing that is said; what several addresses show alike is said once. */
export async function tellAll(telling: Telling, remarks: readonly Remark[], seen: Seen): Promise<Outcome[]> {
  const addresses = seen.cert.edge.ends.length;
  const groups = Map.groupBy(remarks, ({ level, says }) => `${level} ${says}`);
  return Promise.all(
    [...groups.values()].map(group => {
      const places = group.flatMap(({ address }) => address ?? []);
      const where = places.length === 0 || places.length === addresses ? '' : ` (at ${places.join(', ')})`;
      return Promise.all(group.slice(0, 1).map(remark => tell(telling, remark, where, seen)));
    }),
  ).then(told => told.flat());
}

async function tell(telling: Telling, remark: Remark, where: string, seen: Seen): Promise<Outcome> {
  const { level, says } = remark;
  const { cert } = seen;
  const saw = `${cert.domain}: ${says}${where}`;
  if (level === 'skipped') return skipped(says);
  if (level === 'ok') return ok(saw);
  const means = telling.means?.(seen) ?? remark.means;
  const isDead = (telling.check === 'reach' && isDeadName(cert)) || (telling.check === 'live-zone' && isLedAstray(cert));
  if ((level === 'unknown' && !isDead) || isUnasked(telling, remark, cert)) return notSeen(remark, saw, means);
  const mend = await mendOf(telling, remark, seen);
  const ended = telling.harm === 'soon' && level === 'advice' && hasEnded(cert);
  return problem(ended || isDead ? 'clicks' : harmOf(telling, remark, cert), saw, {
    ...(means === undefined ? {} : { means: ended ? `The certificate has ended, and every link in every mail is dead. ${means}` : means }),
    ...(mend === undefined ? {} : { mend }),
  });
}

/** What AWS kept back names the IAM action. */
function notSeen({ check, says, trouble }: Remark, saw: string, means: string | undefined): Outcome {
  const more = means === undefined ? {} : { means };
  // The others may be unknown for good, such as IPv6 where this machine has none; a domain of which nothing answers is an examination that failed.
  if (trouble === undefined) return { ...unknown(saw, more), ...(check === 'reach' ? { trouble: 'web.unreachable' as const } : {}) };
  const action = deniedAction(new Trouble(trouble, says));
  return { ...unknown(says, more), trouble, ...(action === undefined ? {} : { action }) };
}

/** DNS itself says that there is nothing, or its servers are of no use: no reader gets further. */
function isDeadName({ edge: { chain } }: CertScene): boolean {
  return chain !== undefined && (isGone(chain) || chain.cause === 'servfail');
}

/** Readers get what another zone says, and that is nothing, or SES without a front. */
function isLedAstray(cert: CertScene): boolean {
  return cert.edge.servedBy === 'ses' || isDeadName(cert);
}

/** What DNS did not answer is not known to be wrong: whose the zone is, what stands in a record, anything where this machine gets no answer at all. */
function isUnasked({ check }: Telling, { level, mend }: Remark, { acm, edge: { chain } }: CertScene): boolean {
  if (level !== 'advice') return false;
  if (check === 'live-zone') return acm?.owners !== undefined && 'failed' in acm.owners;
  // Setup mends a record that is gone or wrong; one that was not looked up has no mend.
  if (check === 'validation-record') return mend === undefined;
  return check === 'caa' && chain?.end === 'failed' && chain.cause !== 'servfail';
}

const isGone = ({ end }: NonNullable<CertScene['edge']['chain']>): boolean => end === 'no-name' || end === 'no-data' || end === 'loop';

function hasEnded(cert: CertScene): boolean {
  return leaves(cert).some(({ notAfter }) => notAfter < cert.now);
}

const leaves = ({ edge }: CertScene) => edge.ends.flatMap(({ seen }) => (seen.kind === 'peer' ? (seen.peer.chain[0] ?? []) : []));

function harmOf({ check, harm }: Telling, { level }: Remark, cert: CertScene): Harm {
  if (check !== 'expiry') return level === 'critical' || level === 'warning' ? 'clicks' : harm;
  return hasEnded(cert) || leaves(cert).some(({ notBefore }) => notBefore > cert.now) ? 'clicks' : harm;
}

/** Setup mends what it made; a front of the operator's own it does not touch, nor records that are written by hand. */
async function mendOf(telling: Telling, { mend }: Remark, seen: Seen): Promise<string | undefined> {
  const { cert, scene, tracking } = seen;
  if (telling.mend !== undefined) return ifAllowed(telling.mend(seen));
  if (tracking.front === 'own') return undefined;
  if (telling.check === 'reach')
    return tracking.dns === 'route53' && cert.edge.chain !== undefined && isGone(cert.edge.chain) ? scene.setupCommand : undefined;
  return mend?.startsWith('ses-track setup') === true ? scene.setupCommand : undefined;
}
