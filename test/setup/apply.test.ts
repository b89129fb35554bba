/** Plans are walked in parallel as far as order allows, and told step by step. Kinds made up for the purpose. */
import { expect, test } from 'vitest';
import type { Aws } from '../../src/aws/clients.ts';
import { Trouble } from '../../src/errors.ts';
import type { Network } from '../../src/observe/look.ts';
import { apply, type Tools } from '../../src/setup/apply.ts';
import type { Change, Plan } from '../../src/setup/plan.ts';
import { type Fields, ref } from '../../src/setup/ref.ts';
import type { Resource } from '../../src/setup/resource.ts';
import type { Step } from '../../src/setup/step.ts';

const place = { account: '1', partition: 'aws', region: 'us-east-1' };

/** A thing to be made. */
function thing(id: string, needs: string[] = [], fields: Fields = {}): Change {
  const [kind = '', name = ''] = id.split('/');
  return { id, kind, title: id, action: 'create', fields: [], want: { id, kind, name, title: id, fields, needs }, have: null };
}

const planOf = (changes: Change[]): Plan => ({
  ...{ format: 1, deployment: 'default', place, changes, refusals: [], hazards: [], notes: [], fingerprint: '' },
});

/** Time as the world passes it: sleepers wake in order when nothing else can happen. */
function world() {
  let now = 0;
  const sleepers: { at: number; wake: () => void }[] = [];
  const tick = () => {
    sleepers.sort((a, b) => a.at - b.at);
    const next = sleepers.shift();
    if (next === undefined) return;
    now = next.at;
    next.wake();
  };
  return {
    now: () => now,
    sleep: (ms: number) =>
      new Promise<void>(resolve => {
        sleepers.push({ at: now + ms, wake: resolve });
        setTimeout(tick, 1);
      }),
  };
}

async function walk(changes: Change[], create: Resource['create'], signal = new AbortController().signal) {
  const tools: Tools = { aws: {} as Aws, network: {} as Network, clock: world(), signal };
  const kind = (name: string): Resource => ({
    ...{ kind: name, replaceOn: [], iam: [], usually: 'ten seconds', create },
    ...{ read: async () => undefined, update: async () => {}, destroy: async () => {} },
  });
  const steps: Step[] = [];
  let thrown: unknown;
  try {
    for await (const step of apply(planOf(changes), tools, kind)) steps.push(step);
  } catch (error) {
    thrown = error;
  }
  return {
    told: steps.map(({ id, state, note }) => [id, state, ...(state === 'start' ? [] : [note ?? ''])].join(' ').trim()),
    thrown,
    now: tools.clock.now(),
  };
}

test('what needs nothing goes at the same time, what needs another waits for it and gets its output', async () => {
  const seen: Record<string, Fields> = {};
  const { told, now } = await walk(
    [thing('certificate/main'), thing('topic/t'), thing('distribution/d', ['certificate/main'], { certificate: ref('certificate/main', 'arn') })],
    async ({ clock }, want) => {
      seen[want.id] = want.fields;
      await clock.sleep(want.kind === 'topic' ? 1000 : 10_000);
      return { arn: `arn:${want.id}` };
    },
  );
  expect(told).toEqual([
    'certificate/main start',
    'topic/t start',
    'topic/t done',
    'certificate/main done',
    'distribution/d start',
    'distribution/d done',
  ]);
  expect(seen['distribution/d']).toEqual({ certificate: 'arn:certificate/main' });
  expect(now).toBe(20_000);
});

test('waiting is told with its reason, and every start with its usual length', async () => {
  const changes = [thing('certificate/main')];
  const { told } = await walk(changes, async ({ waiting }) => {
    waiting('the certificate to be issued, usually some minutes');
    return {};
  });
  expect(told).toEqual([
    'certificate/main start',
    'certificate/main wait the certificate to be issued, usually some minutes',
    'certificate/main done',
  ]);
});

test('after a failure what is under way ends, nothing new begins, and the failure is thrown', async () => {
  const { told, thrown } = await walk([thing('a/1'), thing('b/2'), thing('c/3', ['b/2']), thing('d/4', ['a/1'])], async ({ clock }, want) => {
    await clock.sleep(want.id === 'a/1' ? 1000 : 2000);
    if (want.id === 'a/1') throw new Trouble('aws.refused', 'no');
    return {};
  });
  expect(told).toEqual(['a/1 start', 'b/2 start', 'a/1 failed no', 'b/2 done', 'c/3 skipped not begun', 'd/4 skipped not begun']);
  expect(thrown).toMatchObject({ code: 'aws.refused' });
});

test('an interruption begins nothing more and says that a re-run finishes the work', async () => {
  const stop = new AbortController();
  const { told, thrown } = await walk(
    [thing('a/1'), thing('b/2', ['a/1'])],
    async () => {
      stop.abort(new Error('Ctrl-C'));
      return {};
    },
    stop.signal,
  );
  expect(told).toEqual(['a/1 start', 'a/1 done', 'b/2 skipped not begun']);
  expect(thrown).toMatchObject({ code: 'interrupted', hint: 'Run the same command again: it finishes the work.' });
});

test('already interrupted, nothing begins at all', async () => {
  const { told, thrown } = await walk([thing('a/1')], async () => ({}), AbortSignal.abort());
  expect(told).toEqual(['a/1 skipped not begun']);
  expect(thrown).toMatchObject({ code: 'interrupted' });
});
