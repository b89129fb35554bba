/** Does what a plan says, as much at once as order allows, and tells each step as it starts, waits and ends. */
import type { Aws } from '../aws/clients.ts';
import type { Network } from '../observe/look.ts';
import type { Clock } from '../outside/index.ts';
import { makeOne } from './make.ts';
import type { Plan } from './plan.ts';
import type { Resource } from './resource.ts';
import { resources } from './resources/index.ts';
import type { Step } from './step.ts';
import { walk } from './walk.ts';

/** What applying needs of the world. */
export interface Tools {
  aws: Aws;
  network: Network;
  clock: Clock;
  signal: AbortSignal;
}

/**
 * Yields the steps. After a failure nothing new is begun, what is under way ends, and the first failure is thrown; running it all again
 * finishes the work, since AWS itself is the state.
 * @param kinds the registry of resources
 * @throws Trouble of the call that failed, `interrupted` when the signal was aborted
 */
export async function* apply(plan: Plan, tools: Tools, kinds: (kind: string) => Resource = resources): AsyncGenerator<Step, void> {
  const outputs = new Map(
    plan.changes.flatMap(({ id, action, have }) => (have === null || action === 'replace' ? [] : [[id, have.outputs] as const])),
  );
  const tasks = plan.changes
    .filter(({ action }) => action !== 'none')
    .map(change => ({
      id: change.id,
      title: `${change.title}: ${change.action}`,
      note: `usually ${kinds(change.kind).usually}`,
      needs: change.want.needs,
      async work(waiting: (note: string, byHand?: string) => void) {
        outputs.set(change.id, await makeOne(change, kinds(change.kind), outputs, plan, tools, waiting));
      },
    }));
  yield* walk(tasks, tools);
}
