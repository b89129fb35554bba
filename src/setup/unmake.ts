/** Does what a teardown says, and tells each step as it starts, waits and ends. */
import { orAbsent } from '../observe/absent.ts';
import type { Tools } from './apply.ts';
import { clearCommand, clearTracking } from './clear-tracking.ts';
import { resolve } from './ref.ts';
import type { Hands } from './resource.ts';
import { resources } from './resources/index.ts';
import type { Step } from './step.ts';
import { goesAfter, grantKind, type Removal, type Teardown, trackingKind } from './teardown.ts';
import { walk } from './walk.ts';
import { withdraw } from './withdraw.ts';

/**
 * Yields the steps. What is gone already counts as done; after a failure nothing new is begun, and running it again finishes the work.
 * @throws Trouble of the call that failed, `interrupted` when the signal was aborted
 */
export async function* unmake({ removals, place }: Teardown, tools: Tools): AsyncGenerator<Step, void> {
  const going = removals.filter(({ action }) => action === 'remove');
  const outputs = new Map(removals.map(({ id, have }) => [id, have.outputs]));
  const tasks = going.map(removal => ({
    id: removal.id,
    title: `${removal.title}: remove`,
    note: removal.kind === 'distribution' ? 'usually several minutes' : 'usually a second',
    needs: goesAfter(removal, going),
    async work(waiting: Hands['waiting']) {
      const hands = { ...tools, place, waiting };
      if (removal.kind === trackingKind) return clear(removal, hands);
      if (removal.kind === grantKind) return withdraw(hands, removal.want.name, setsOf(removal));
      const want = { ...removal.want, fields: resolve(removal.want.fields, outputs) };
      // An answer that was lost, or another teardown at the same time: it is gone, which is what was wanted.
      await orAbsent(resources(removal.kind).destroy(hands, want, removal.have));
    },
  }));
  yield* walk(tasks, tools);
}

async function clear({ want }: Removal, hands: Hands): Promise<void> {
  const isGone = await orAbsent(clearTracking(hands, want.name));
  if (isGone !== false) return;
  hands.waiting(`SES did not clear them; they go with the set. What clears them at once: ${clearCommand(want.name, hands.place.region)}`);
}

function setsOf({ want }: Removal): string[] {
  const sets = want.fields['sets'];
  return Array.isArray(sets) ? sets.map(String) : [];
}
