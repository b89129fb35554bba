/** Asks a person for the yes that a change needs; without one it refuses. */
import { Trouble } from '../errors.ts';
import type { Say } from './say.ts';

/** @returns false where the person said no. Throws Trouble `setup.unconfirmed` where nobody is there to ask. */
export async function agreed(say: Say, question: string): Promise<boolean> {
  if (!say.isInteractive)
    throw new Trouble('setup.unconfirmed', 'nobody is there to say yes to this plan', 'Look at it with --dry-run, then say --yes.');
  const isYes = await say.confirm(question);
  if (!isYes) say.note('Nothing was changed.');
  return isYes;
}
