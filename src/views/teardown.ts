/** Shows what a teardown takes away and what it leaves, and how it ended. */
import type { Paint } from '../cli/paint.ts';
import type { Removal, Teardown } from '../setup/teardown.ts';

/** What `teardown --json` prints. Documented in docs/commands/teardown.md; it only grows. */
export interface TeardownResult {
  deployment: string;
  region: string;
  account: string;
  /** `planned` under --dry-run. */
  outcome: 'planned' | 'unchanged' | 'removed';
  removals: Pick<Removal, 'id' | 'kind' | 'title' | 'action' | 'why'>[];
  warnings: string[];
}

export function teardownResult(outcome: TeardownResult['outcome'], { deployment, place, removals, warnings }: Teardown): TeardownResult {
  return {
    deployment,
    region: place.region,
    account: place.account,
    outcome,
    removals: removals.map(({ id, kind, title, action, why }) => ({ id, kind, title, action, ...(why === undefined ? {} : { why }) })),
    warnings,
  };
}

/** What would go and what would stay. */
export function teardownPlanText({ deployment, region, account, removals, warnings }: TeardownResult, paint: Paint): string {
  const count = (action: Removal['action']) => removals.filter(each => each.action === action).length;
  return [
    `${paint.bold(`Deployment ${deployment}`)} in ${region}, account ${account}`,
    ...removals.map(({ title, action, why }) => (action === 'remove' ? `${paint.bad('-')} ${title}` : `${paint.dim('=')} ${title}${stays(why)}`)),
    ...warnings.map(each => paint.warn(`! ${each}`)),
    count('remove') === 0 ? nothing(removals, warnings) : `${count('remove')} to remove, ${count('keep')} to keep.`,
  ].join('\n');
}

/** The end of a teardown in words. */
export function teardownText({ outcome, removals, warnings }: TeardownResult, paint: Paint): string {
  const kept = removals.filter(({ action }) => action === 'keep').map(({ title, why }) => `  kept  ${title}${stays(why)}`);
  if (outcome !== 'removed') return [nothing(removals, warnings), ...kept, ...warnings.map(each => paint.warn(`! ${each}`))].join('\n');
  return [paint.good(`Done: ${removals.length - kept.length} removed.`), ...kept].join('\n');
}

function nothing(removals: TeardownResult['removals'], warnings: readonly string[]): string {
  if (removals.length > 0) return 'Nothing to tear down: all that is there stays.';
  return warnings.length > 0 ? 'Nothing to tear down, as far as could be looked.' : 'Nothing to tear down: nothing of this deployment is there.';
}

const stays = (why: string | undefined): string => (why === undefined ? '' : `: ${why}`);
