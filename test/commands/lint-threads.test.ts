/** Many files on several threads: what is printed is what one thread prints, byte for byte. */

import { expect, test } from 'vitest';
import { threadsFrom } from '../../src/commands/lint-threads.ts';
import type { Outside } from '../../src/outside/index.ts';
import { isLong } from '../long.ts';
import { inFolder } from './linting.ts';

/** Every third has a finding, every seventh is JSON that is no template, one cannot be linted. */
const many: Record<string, string> = Object.fromEntries(
  Array.from({ length: threadsFrom + 200 }, (_, at) => {
    if (at % 7 === 0) return [`mails/${at}.json`, '{"not": "a template"}'];
    const link = at % 3 === 0 ? 'https://www.example.com/a b' : 'https://www.example.com/';
    return [`mails/${at}.html`, `<p>${'x'.repeat(at)}</p>\n<a href="${link}?n=${at}">é</a>\n`];
  }),
);

/** Threads that count what they are given; `none` leaves all the work to this thread. */
const counted =
  (seen: { pieces: number; ended: number }) =>
  (outside: Outside): Outside => ({
    ...outside,
    async threads(job, task) {
      const { threads, stop } = await outside.threads(job, task);
      return {
        threads: threads.map(({ work }) => ({
          work: piece => {
            seen.pieces++;
            return work(piece);
          },
        })),
        stop: async () => {
          await stop();
          seen.ended++;
        },
      };
    },
  });
const none = (outside: Outside): Outside => ({ ...outside, threads: async () => ({ threads: [], stop: async () => undefined }) });

/** A thread of the sources is TypeScript, which Node runs by itself since 22.18; the built program has none to run. */
const why = process.features.typescript ? '' : ' (skipped: this Node runs no TypeScript)';

test.skipIf(why !== '').each(isLong ? ['stylish', 'github', 'junit', 'checkstyle'] : ['stylish'])(
  `%s: the same from several threads as from one, and the threads have ended${why}`,
  async format => {
    await inFolder(many, async ({ lint }) => {
      const seen = { pieces: 0, ended: 0 };
      const shared = await lint(`mails --format ${format} --info`, { outside: counted(seen) });
      expect(shared).toEqual(await lint(`mails --format ${format} --info`, { outside: none }));
      expect(shared.code).toBe(1);
      expect(shared.out.length).toBeGreaterThan(10_000);
      expect(seen.ended).toBe(1);
      expect(seen.pieces).toBeGreaterThan(0);
    });
  },
);

test.each(['json', 'sarif'])('%s counts what came before, so one thread does it all', async format => {
  await inFolder(many, async ({ lint }) => {
    const seen = { pieces: 0, ended: 0 };
    const { out, code } = await lint(`mails --format ${format}`, { outside: counted(seen) });
    expect(code).toBe(1);
    expect(() => JSON.parse(out)).not.toThrow();
    expect(seen).toEqual({ pieces: 0, ended: 0 });
  });
});

test('Ctrl-C while threads work ends them', async () => {
  await inFolder(many, async ({ lint }) => {
    const stopping = new AbortController();
    const seen = { pieces: 0, ended: 0 };
    const hooked = (outside: Outside): Outside => {
      const { threads, ...rest } = counted(seen)(outside);
      return {
        ...rest,
        threads: async (job, task) => {
          const started = await threads(job, task);
          stopping.abort(new Error('stopped'));
          return started;
        },
      };
    };
    await expect(lint('mails', { signal: stopping.signal, outside: hooked })).rejects.toThrow('stopped');
    expect(seen.ended).toBe(1);
  });
});
