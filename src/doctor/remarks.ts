/** Turns what cert-check remarks on a tracking domain into outcomes: who is hurt, which command mends it here. */

import { deniedAction } from '../aws/trouble.ts';
import type { CertScene } from '../cert/judge.ts';
import type { CheckId, Remark } from '../cert/remark.ts';
import { Trouble } from '../errors.ts';
import type { AskedTracking } from '../setup/front-wants.ts';
import { type Harm, type Outcome, ok, problem, skipped, unknown } from './check.ts';
import { ifAllowed } from './mend.ts';
import type { Scene } from './scene.ts';

export interface Telling {
  check: CheckId;
  /** Of advice; what is critical hurts readers now. */
  harm: Harm;
  /** Where the remark says less than the doctor knows. */
  means?(cert: CertScene, scene: Scene, tracking: AskedTracking): string | undefined;
  /** In place of setup's command, or where the remark has none. */
  mend?(cert: CertScene, scene: Scene): Promise<string | undefined>;
}

/** One outcome for each thing that is said; what several addresses show alike is said once. */
export async function tellAll(
  telling: Telling,
  remarks: readonly Remark[],
  cert: CertScene,
  scene: Scene,
  tracking: AskedTracking,
): Promise<Outcome[]> {
  const groups = [...Map.groupBy(remarks, ({ says, level }) => `${level} ${says}`).values()];
  return Promise.all(
    groups.map(group => {
      const [first] = group;
      const places = group.flatMap(({ address }) => address ?? []);
      const isEverywhere = places.length === 0 || places.length === cert.edge.ends.length;
      return tell(telling, { ...(first as Remark) }, isEverywhere ? '' : ` (at ${places.join(', ')})`, cert, scene, tracking);
    }),
  );
}

async function tell(telling: Telling, remark: Remark, where: string, cert: CertScene, scene: Scene, tracking: AskedTracking): Promise<Outcome> {
  const { level, says, trouble } = remark;
  const saw = `${cert.domain}: ${says}${where}`;
  if (level === 'skipped') return skipped(says);
  if (level === 'ok') return ok(saw);
  const means = telling.means?.(cert, scene, tracking) ?? remark.means;
  const isDead = telling.check === 'reach' && isDeadName(cert);
  if (level === 'unknown' && !isDead) {
    const action = trouble === undefined ? undefined : deniedAction(new Trouble(trouble, says));
    const told = unknown(trouble === undefined ? saw : says, means === undefined ? {} : { means });
    return { ...told, ...(trouble === undefined ? {} : { trouble }), ...(action === undefined ? {} : { action }) };
  }
  const mend = await mendOf(telling, remark, cert, scene, tracking);
  const ended = telling.harm === 'soon' && level === 'advice' && hasEnded(cert);
  return problem(harmOf(telling, remark, cert, ended || isDead), saw, {
    ...(means === undefined ? {} : { means: ended ? `The certificate has ended, and every link in every mail is dead. ${means}` : means }),
    ...(mend === undefined ? {} : { mend }),
  });
}

/** DNS itself says that there is nothing, or its servers are of no use: no reader gets further. */
function isDeadName({ edge: { chain } }: CertScene): boolean {
  return chain !== undefined && (/^(no-name|no-data|loop)$/.test(chain.end) || chain.cause === 'servfail');
}

function hasEnded({ edge, now }: CertScene): boolean {
  return edge.ends.some(({ seen }) => seen.kind === 'peer' && (seen.peer.chain[0]?.notAfter ?? now) < now);
}

function harmOf({ check, harm }: Telling, { level }: Remark, cert: CertScene, isNow: boolean): Harm {
  if (isNow) return 'clicks';
  if (check === 'expiry') return hasEnded(cert) || isEarly(cert) ? 'clicks' : 'soon';
  return level === 'critical' || level === 'warning' ? 'clicks' : harm;
}

function isEarly({ edge, now }: CertScene): boolean {
  return edge.ends.some(({ seen }) => seen.kind === 'peer' && (seen.peer.chain[0]?.notBefore ?? now) > now);
}

/** Setup mends what it made; a front of the operator's own it does not touch. */
async function mendOf(telling: Telling, { mend, check }: Remark, cert: CertScene, scene: Scene, { front, dns }: AskedTracking) {
  if (telling.mend !== undefined) return ifAllowed(telling.mend(cert, scene));
  if (front === 'own') return undefined;
  if (check === 'reach' && isDeadName(cert) && cert.edge.chain?.cause === undefined) return dns === 'manual' ? undefined : scene.setupCommand;
  return mend?.startsWith('ses-track setup') === true ? scene.setupCommand : undefined;
}
