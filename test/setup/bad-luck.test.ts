/** Every single call throttled: a whole setup, its mending and its teardown get through all the same. */
import { afterAll, expect, test, vi } from 'vitest';
import { isLong } from '../long.ts';
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

const switches = [['cloudfront-throttle'], ['ses-throttle'], ['route53-throttle', 'route53-overlap']];
test.each(isLong ? switches : switches.slice(0, 1))('by the sandbox’s own switches: %s %s', async (...traps) => {
  const stage = await openStage({ traps: traps.filter(each => each !== undefined), quick: true });
  // These let go by the world's own clock, so here the SDK waits on that.
  vi.stubGlobal('setTimeout', (work: () => void, ms = 0) => void stage.outside.clock.sleep(ms).then(work));
  const { code, err } = await stage.run(`${line} --yes`);
  expect([code, err]).toEqual([0, expect.any(String)]);
  expect((await stage.run(`${line} --check`)).code).toBe(0);
});

test.each(isLong ? [[[]], [['cloudfront-stale-invalid']]] : [[[]]])(
  'an update that somebody overtakes, refused by the sandbox itself, with %j',
  async traps => {
    const mended = `${line} --no-repair`;
    let put = -1;
    const find = await openStage({ traps, quick: true });
    await find.run(`${line} --yes`);
    await find.run(`${mended} --yes`, {
      fate(n, { method, path }) {
        if (method === 'PUT' && path.endsWith('/config')) put = n;
        return 'pass';
      },
    });
    expect(put).toBeGreaterThan(0);
    const stage = await openStage({ traps, quick: true });
    await stage.run(`${line} --yes`);
    const refused: string[] = [];
    const { code } = await stage.run(`${mended} --yes`, {
      async between(n) {
        if (n === put) await stage.cloud.update(await distributionId(stage), config => ({ ...config, PriceClass: 'PriceClass_100' }));
      },
      onCall: ({ operation, error }) => void (error === undefined || refused.push(`${operation} ${error}`)),
    });
    expect([code, refused]).toEqual([0, [expect.stringMatching(/^UpdateDistribution (PreconditionFailed|InvalidIfMatchVersion)$/)]]);
    expect(JSON.stringify(await stage.world())).toContain('"PriceClass":"PriceClass_100"');
    expect((await stage.run(`${mended} --check`)).code).toBe(0);
  },
);

async function distributionId({ cloud }: Stage): Promise<string> {
  const { distributions } = await import('../../src/observe/distribution.ts');
  const [found] = await distributions({ aws: { cloudfront: async () => cloud.edges } } as never);
  return found?.id ?? '';
}
