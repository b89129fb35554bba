/** Every single call throttled: a whole setup, its mending and its teardown get through all the same. */
import { afterAll, expect, test, vi } from 'vitest';
import { refusal } from './break-calls.ts';
import { type Fate, openStage, type Stage } from './stage.ts';

// The SDK's waits between attempts are real time; here a second of them is five milliseconds.
const sleep = globalThis.setTimeout;
vi.stubGlobal('setTimeout', (work: () => void, ms = 0) => sleep(work, ms / 200));
afterAll(() => void vi.unstubAllGlobals());

const domain = 'click.example.test';
const line = `setup --domain ${domain} --webhook https://hooks.example.com/ses`;
const made = async (stage: Stage) => JSON.parse(JSON.stringify(await stage.world()));

/** Refuses the first attempt of every call, and of every poll; the same call again is let through. */
function throttling(): { fate: Fate; count: () => number } {
  const seen = new Set<string>();
  let throttled = 0;
  return {
    count: () => throttled,
    fate(_n, request) {
      const call = `${request.method} ${request.path} ${request.body}`;
      if (seen.delete(call)) return 'pass';
      seen.add(call);
      throttled++;
      const [status, code] = request.path.startsWith('/v2') ? [429, 'TooManyRequestsException'] : ([400, 'Throttling'] as const);
      return refusal(request, Number(status), String(code), 'Rate exceeded');
    },
  };
}

test('a setup with a front gets there, and a teardown takes it away, with every call throttled once', { timeout: 60_000 }, async () => {
  const still = await openStage({ quick: true });
  await still.run(`${line} --yes`);
  const stage = await openStage({ quick: true });
  const first = throttling();
  const { code, err } = await stage.run(`${line} --yes`, { fate: first.fate });
  expect([code, err]).toEqual([0, expect.any(String)]);
  expect(await made(stage)).toEqual(await made(still));
  expect((await stage.run(`${line} --check`, { fate: throttling().fate })).code).toBe(0);
  const last = throttling();
  expect((await stage.run(`teardown --domain ${domain} --yes`, { fate: last.fate })).code).toBe(0);
  expect(await stage.world()).toMatchObject({ sets: [], topics: [], queues: [], front: { distributions: [], certificates: [] } });
  process.stdout.write(`every call throttled: ${first.count()} of a setup with a front, ${last.count()} of its teardown, worlds equal\n`);
});

test('throttled for good it gives up as exit 3 and says what to do', { timeout: 60_000 }, async () => {
  const stage = await openStage();
  const { code, err } = await stage.run(`${line} --yes`, {
    fate: (_n, request) => (request.path.includes('/distribution') ? refusal(request, 400, 'Throttling', 'Rate exceeded') : 'pass'),
  });
  expect([code, err]).toEqual([
    3,
    expect.stringMatching(/cloudfront:\w+ was throttled.*\nWait a minute and run it again; what is done stays done\./),
  ]);
});
