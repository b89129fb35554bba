/** What the doctor says of what setup would change, and of what setup would not go on with. */
import { expect, test } from 'vitest';
import { drift } from '../../src/doctor/checks/drift.ts';
import { Trouble, type TroubleCode } from '../../src/errors.ts';
import type { Change, Plan } from '../../src/setup/plan.ts';
import { ref } from '../../src/setup/ref.ts';
import { outcomes, told } from './facts.ts';

const change = (kind: string, action: Change['action'], fields: unknown[] = []): Change =>
  ({ id: `${kind}/a`, kind, title: `${kind} a`, action, fields }) as unknown as Change;
const planned = (...changes: Change[]) => ({ plan: async () => ({ changes }) as unknown as Plan });
const differs = { path: 'enabled', have: false, want: true };
const refers = { path: 'topic', have: null, want: ref('topic/b', 'arn') };

test('what setup would change is told with what is there and what is wished; what refers to a thing that is missing is not', async () => {
  expect(await told(drift, planned(change('topic', 'none'), change('queue', 'none')))).toEqual([
    'ok: everything is as setup would make it: 2 things',
  ]);
  const words = { path: 'name', have: 'old', want: 'new' };
  expect(
    await told(
      drift,
      planned(
        change('topic', 'create', [refers]),
        change('set', 'update', [differs, words]),
        change('record', 'replace', [refers, differs]),
        change('options', 'update', [refers]),
        change('front', 'create'),
        change('proof', 'create'),
      ),
    ),
  ).toEqual([
    'problem advice: topic a is not there → setup',
    'problem advice: set a differs: enabled is false, not true; name is old, not new → setup',
    'problem advice: record a differs: enabled is false, not true → setup',
  ]);
  const [one] = await outcomes(drift, planned(change('topic', 'create')));
  expect(one).toMatchObject({ subject: 'topic/a', kind: 'topic' });
});

test.each<[TroubleCode, string | undefined]>([
  ['setup.record', 'record'],
  ['setup.zone', 'record'],
  ['setup.identity', 'identity'],
  ['setup.timeout', undefined],
])('setup that would not go on by %s is told by its words', async (code, kind) => {
  const plan = async (): Promise<Plan> => {
    throw new Trouble(code, 'somebody else has it', 'Ask them.');
  };
  expect(await told(drift, { plan })).toEqual(['problem advice: setup would not go on: somebody else has it ? setup --dry-run']);
  const [one] = await outcomes(drift, { plan });
  expect([one?.kind, one?.means]).toEqual([kind, 'Ask them.']);
});

test('what keeps setup from planning at all is for whoever asked', async () => {
  for (const error of [new Trouble('aws.unreachable', 'no answer', ''), new Error('a bug')])
    await expect(
      outcomes(drift, {
        plan: async () => {
          throw error;
        },
      }),
    ).rejects.toBe(error);
});
