/** The contract of a check: a function from what was seen of a domain to what there is to say about it. */
import type { CheckId, Remark } from '../remark.ts';
import type { CertScene } from '../scene.ts';

/** Pure. At least one remark, a good one too, so that a report can say what was looked at. */
export type CertCheck = (scene: CertScene) => Remark[];

/** A remark that this was not looked at, and why. */
export function skipped(check: CheckId, says: string): Remark[] {
  return [{ check, level: 'skipped', says }];
}

/** Why what only AWS knows was not looked at. */
export const withoutAws = 'needs --aws';
/** Why what DNS knows was not looked at. */
export const withConnect = 'left out with --connect';
