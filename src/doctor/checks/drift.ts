/** Whether everything is as setup would make it, where no other check says why it is not. */
import { Trouble } from '../../errors.ts';
import type { Change } from '../../setup/plan.ts';
import { isRef } from '../../setup/ref.ts';
import { lookActions } from '../../setup/resources/index.ts';
import { check, type Outcome, ok, problem } from '../check.ts';
import type { Scene } from '../scene.ts';

export const drift = check({
  id: 'drift',
  about: 'whether everything is as setup would make it',
  hop: 'drift',
  symptoms: [],
  iam: lookActions(),
  async look(scene) {
    const changes = await changesOf(scene);
    if (!Array.isArray(changes)) return changes;
    const differing = changes.filter(({ action, kind }) => action !== 'none' && !proofs.has(kind)).filter(isItsOwn);
    if (differing.length === 0) return ok(`everything is as setup would make it: ${changes.length} things`);
    return differing.map(change =>
      problem('advice', said(change), {
        subject: change.id,
        kind: change.kind,
        means: 'Running setup changes it; `--dry-run` shows how.',
        mend: scene.setupCommand,
      }),
    );
  },
});

/** Nothing that is there: setup's questions to the front, which `favicon` asks as well. */
const proofs = new Set(['front', 'proof']);

/** What refers to a thing that is not there yet differs for that reason alone. */
const isItsOwn = ({ action, fields }: Change): boolean => action === 'create' || fields.some(({ want }) => !isRef(want));

/** Of what setup does not go on with, the kind of the thing that it is about. */
const kinds: Readonly<Record<string, string>> = { 'setup.record': 'record', 'setup.zone': 'record', 'setup.identity': 'identity' };

/** Setup refuses what it could not go on with: that is the answer then. */
async function changesOf({ plan, setupCommand }: Scene): Promise<Change[] | Outcome> {
  try {
    return (await plan()).changes;
  } catch (error) {
    if (!(error instanceof Trouble) || !error.code.startsWith('setup.')) throw error;
    const kind = kinds[error.code];
    return problem('advice', `setup would not go on: ${error.message}`, {
      ...(kind === undefined ? {} : { kind }),
      means: error.hint,
      shows: `${setupCommand} --dry-run`,
    });
  }
}

function said({ title, action, fields }: Change): string {
  if (action === 'create') return `${title} is not there`;
  const short = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
  const own = fields.filter(({ want }) => !isRef(want));
  return `${title} differs: ${own.map(({ path, have, want }) => `${path} is ${short(have)}, not ${short(want)}`).join('; ')}`;
}
