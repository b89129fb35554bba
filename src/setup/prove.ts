/** Says what is proven after an apply and what is not, by reading AWS afresh; waits for webhooks where asked. */
import { lookAt } from '../observe/look.ts';
import type { Tools } from './apply.ts';
import { haveAll } from './have.ts';
import type { Change, Plan } from './plan.ts';
import type { Have } from './resource.ts';
import { resources } from './resources/index.ts';
import type { Step } from './step.ts';

export interface Unproven {
  id: string;
  title: string;
  /** A sentence: why it cannot be said to work. */
  reason: string;
}

/** Everything of a plan that does not work yet: what waits for somebody else, and what still differs. */
export function unproven(plan: Plan): Unproven[] {
  return plan.changes.flatMap(({ id, title, action, have }): Unproven[] => {
    if (action !== 'none') return [{ id, title, reason: 'AWS does not show it as wanted yet; run setup --check in a minute' }];
    return have?.pending === undefined ? [] : [{ id, title, reason: have.pending }];
  });
}

const pollMs = 500;

/**
 * Waits until no webhook is pending any more, asking SNS to post the confirmation again where it was posted before this run.
 * @param asksAgain ids of webhooks that were pending already when setup began
 * @param isPatient false where it is no failure that the time runs out
 * @returns the plan as it stands at the end of the wait
 */
export async function* awaitWebhooks(
  plan: Plan,
  tools: Tools,
  { timeoutMs, asksAgain, isPatient }: { timeoutMs: number; asksAgain: ReadonlySet<string>; isPatient: boolean },
): AsyncGenerator<Step, Plan> {
  const waited = plan.changes.filter(({ have }) => have?.pending !== undefined);
  const started = tools.clock.now();
  const step = ({ id, title }: Change) => ({ id, title: `${title}: confirm` });
  for (const change of waited) {
    yield { ...step(change), state: 'wait', note: 'the webhook to confirm, usually a few seconds' };
    // AWS: subscribing what is pending already posts a fresh confirmation to it.
    if (asksAgain.has(change.id)) await resources(change.kind).create({ ...tools, place: plan.place, waiting: () => {} }, change.want);
  }
  const isPending = (haves: ReadonlyMap<string, Have>) => waited.some(({ id }) => haves.get(id)?.pending !== undefined);
  const wanted = waited.map(({ want }) => want);
  let haves = await haveAll(wanted, lookAt(tools));
  while (isPending(haves) && tools.clock.now() - started < timeoutMs) {
    await tools.clock.sleep(pollMs, tools.signal);
    haves = await haveAll(wanted, lookAt(tools));
  }
  const ms = tools.clock.now() - started;
  for (const change of waited) {
    if (haves.get(change.id)?.pending === undefined) yield { ...step(change), state: 'done', ms };
    else if (isPatient) yield { ...step(change), state: 'failed', note: 'no confirmation came', ms };
    else yield { ...step(change), state: 'skipped', note: 'not confirmed yet' };
  }
  return { ...plan, changes: plan.changes.map(change => ({ ...change, have: haves.get(change.id) ?? change.have })) };
}
