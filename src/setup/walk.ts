/** Does pieces of work, as many at once as their order allows, and tells each as it starts, waits and ends. */
import { reason, Trouble } from '../errors.ts';
import type { Clock } from '../outside/index.ts';
import type { Step } from './step.ts';
import { stream } from './stream.ts';

/** One piece of work. */
export interface Task {
  id: string;
  /** `topic ses-track-events: create`. */
  title: string;
  /** How long it usually takes, as a whole note: `usually a second`. */
  note: string;
  /** Ids that must be done before it; an id of no task counts as done. */
  needs: readonly string[];
  /** @param waiting says what it waits for */
  work(waiting: (note: string, byHand?: string) => void): Promise<void>;
}

/**
 * Yields the steps. After a failure nothing new is begun, what is under way ends, and the first failure is thrown.
 * @throws what the work threw; Trouble `interrupted` when the signal was aborted
 */
export async function* walk(tasks: readonly Task[], { clock, signal }: { clock: Clock; signal: AbortSignal }): AsyncGenerator<Step, void> {
  const waiting = new Set(tasks);
  const open = new Set(tasks.map(({ id }) => id));
  const steps = stream<Step>();
  let underWay = 0;
  let failure: unknown;

  const run = async ({ id, title, note, work }: Task) => {
    const started = clock.now();
    steps.push({ id, title, state: 'start', note });
    try {
      await work((told, byHand) => steps.push({ id, title, state: 'wait', note: told, ...(byHand === undefined ? {} : { byHand }) }));
      open.delete(id);
      steps.push({ id, title, state: 'done', ms: clock.now() - started });
    } catch (error) {
      failure ??= signal.aborted ? interrupted(error) : error;
      steps.push({ id, title, state: 'failed', note: signal.aborted ? 'interrupted' : reason(error), ms: clock.now() - started });
    }
  };
  const begin = () => {
    if (signal.aborted) failure ??= interrupted(signal.reason);
    for (const task of failure === undefined ? waiting : [])
      if (!task.needs.some(id => open.has(id))) {
        waiting.delete(task);
        underWay += 1;
        void run(task).finally(() => {
          underWay -= 1;
          begin();
        });
      }
    if (underWay === 0) steps.end();
  };
  begin();
  yield* steps.items();
  for (const { id, title } of waiting) yield { id, title, state: 'skipped', note: 'not begun' };
  if (failure !== undefined) throw failure;
}

function interrupted(cause: unknown): Trouble {
  return new Trouble('interrupted', 'interrupted; what is done stays done', 'Run the same command again: it finishes the work.', { cause });
}
