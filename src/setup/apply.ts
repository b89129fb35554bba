/** Does what a plan says, as much at once as order allows, and tells each step as it starts, waits and ends. */
import type { Aws } from '../aws/clients.ts';
import { reason, Trouble } from '../errors.ts';
import type { Clock } from '../outside/index.ts';
import { makeOne } from './make.ts';
import type { Change, Plan } from './plan.ts';
import type { Resource } from './resource.ts';
import { resources } from './resources/index.ts';
import type { Step } from './step.ts';
import { stream } from './stream.ts';

/** What applying needs of the world. */
export interface Tools {
  aws: Aws;
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
  const ready = new Set(plan.changes.filter(({ action }) => action === 'none').map(({ id }) => id));
  const waiting = new Set(plan.changes.filter(({ action }) => action !== 'none'));
  const steps = stream<Step>();
  let underWay = 0;
  let failure: unknown;

  const run = async (change: Change) => {
    const step = { id: change.id, title: `${change.title}: ${change.action}` };
    const started = tools.clock.now();
    const took = () => tools.clock.now() - started;
    steps.push({ ...step, state: 'start', note: `usually ${kinds(change.kind).usually}` });
    try {
      const made = await makeOne(change, kinds(change.kind), outputs, plan, tools, note => steps.push({ ...step, state: 'wait', note }));
      outputs.set(change.id, made);
      ready.add(change.id);
      steps.push({ ...step, state: 'done', ms: took() });
    } catch (error) {
      failure ??= tools.signal.aborted ? interrupted(error) : error;
      steps.push({ ...step, state: 'failed', note: tools.signal.aborted ? 'interrupted' : reason(error), ms: took() });
    }
  };
  const begin = () => {
    if (tools.signal.aborted) failure ??= interrupted(tools.signal.reason);
    for (const change of failure === undefined ? waiting : [])
      if (change.want.needs.every(id => ready.has(id))) {
        waiting.delete(change);
        underWay += 1;
        void run(change).finally(() => {
          underWay -= 1;
          begin();
        });
      }
    if (underWay === 0) steps.end();
  };
  begin();
  yield* steps.items();
  for (const { id, title, action } of waiting) yield { id, title: `${title}: ${action}`, state: 'skipped', note: 'not begun' };
  if (failure !== undefined) throw failure;
}

function interrupted(cause: unknown): Trouble {
  return new Trouble('interrupted', 'interrupted; what is made stays', 'Run the same command again: it finishes the work.', { cause });
}
