/** Judges one domain by what was seen of it: every check asked, the worst of all addresses deciding. Pure. */
import { certChecks } from './checks/index.ts';
import { checkIds, type Level, type Remark } from './remark.ts';
import { type CertScene, commonName, firstToEnd } from './scene.ts';

export type { CertScene } from './scene.ts';

export type CertState = 'ok' | 'warning' | 'critical' | 'unknown';

export interface CertVerdict {
  domain: string;
  state: CertState;
  /** When the first of the certificates that its addresses show ends; milliseconds since 1970, UTC. */
  notAfter?: number;
  /** Who issued that one: its common name. */
  issuer?: string;
  servedBy: CertScene['edge']['servedBy'];
  /** Every address that was asked, those that did not answer too. */
  addresses: string[];
  /** At least one a check, in the order of `checkIds`. */
  remarks: Remark[];
}

/** From bad to good: what is known to be bad stands above what could not be seen. */
const order: readonly CertState[] = ['critical', 'unknown', 'warning', 'ok'];

/** Only what decides has these levels: chain, name, expiry, and that there is an answer at all; and what AWS was asked for and kept back. */
const states: Readonly<Record<Level, CertState>> = {
  critical: 'critical',
  unknown: 'unknown',
  warning: 'warning',
  advice: 'ok',
  ok: 'ok',
  skipped: 'ok',
};

/** The first of those in the order critical, unknown, warning, ok. */
export function worst(all: readonly CertState[]): CertState {
  return order.find(state => all.includes(state)) ?? 'ok';
}

export function judge(scene: CertScene): CertVerdict {
  const remarks = checkIds.flatMap(id => certChecks[id](scene));
  const first = firstToEnd(scene);
  return {
    domain: scene.domain,
    state: worst(remarks.map(({ level }) => states[level])),
    ...(first === undefined ? {} : { notAfter: first.notAfter, issuer: commonName(first.issuer) }),
    servedBy: scene.edge.servedBy,
    addresses: scene.edge.ends.map(({ address }) => address),
    remarks,
  };
}

/** Whether there is nothing to do: no state but ok, and no advice. */
export function isFine({ state, remarks }: Pick<CertVerdict, 'state' | 'remarks'>): boolean {
  return state === 'ok' && remarks.every(({ level }) => level !== 'advice');
}
