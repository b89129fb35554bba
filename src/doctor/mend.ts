/** The setup command that mends, with the yes that it would ask for. */
import { Trouble } from '../errors.ts';
import type { Scene } from './scene.ts';

/** With --adopt where something is not ours, with --force where something is dangerous; bare where setup's plan cannot be made. */
export async function setupMend({ plan, setupCommand }: Scene): Promise<string> {
  try {
    const { refusals, hazards } = await plan();
    return [setupCommand, ...(refusals.length > 0 ? ['--adopt'] : []), ...(hazards.length > 0 ? ['--force'] : [])].join(' ');
  } catch (error) {
    if (error instanceof Trouble) return setupCommand;
    throw error;
  }
}

/** What only makes a problem plainer, such as who has a name: undefined where AWS does not let it be read, for the problem stands without it. */
export async function ifAllowed<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Trouble && error.code !== 'interrupted') return undefined;
    throw error;
  }
}
