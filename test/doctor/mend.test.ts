/** The setup command as it is printed: with the yes that setup would ask for, bare where that cannot be told. */
import { expect, test } from 'vitest';
import { ifAllowed, setupMend } from '../../src/doctor/mend.ts';
import type { Scene } from '../../src/doctor/scene.ts';
import { Trouble } from '../../src/errors.ts';

const denied = new Trouble('aws.denied', 'these credentials may not', '');
const bug = new Error('a bug');
const planning = (plan: () => Promise<unknown>) => setupMend({ plan, setupCommand: 'ses-track setup' } as unknown as Scene);
const rejecting = (error: Error) => async () => {
  throw error;
};

test('what is not ours asks for --adopt, what is dangerous for --force', async () => {
  const of = (refusals: string[], hazards: string[]) => planning(async () => ({ refusals, hazards }));
  expect([await of([], []), await of(['x'], []), await of([], ['x']), await of(['x'], ['x', 'y'])]).toEqual([
    'ses-track setup',
    'ses-track setup --adopt',
    'ses-track setup --force',
    'ses-track setup --adopt --force',
  ]);
});

test('where the plan cannot be made the command stands bare; a bug is not hidden', async () => {
  expect(await planning(rejecting(denied))).toBe('ses-track setup');
  await expect(planning(rejecting(bug))).rejects.toBe(bug);
});

test('what only makes a problem plainer may be denied; whoever stops the program stops this, too', async () => {
  const stopped = new Trouble('interrupted', 'stopped', '');
  expect([await ifAllowed(Promise.resolve(1)), await ifAllowed(rejecting(denied)())]).toEqual([1, undefined]);
  for (const error of [bug, stopped]) await expect(ifAllowed(rejecting(error)())).rejects.toBe(error);
});
