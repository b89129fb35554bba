/** What was acknowledged is there after kill -9, whenever it comes. SES_TRACK_KILLS sets how often it comes (default 1, or 40 in the long suite). */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openStore } from '../../src/outside/node/store.ts';
import { isLong } from '../long.ts';

const kills = Number(process.env['SES_TRACK_KILLS'] ?? (isLong ? 40 : 1));

/** Lets a writer run, kills it `afterMs` after its first acknowledgement, and gives back what it acknowledged. */
async function killedWriter(file: string, run: string, afterMs: number): Promise<string[]> {
  const script = join(import.meta.dirname, 'acknowledging-writer.ts');
  const writer = spawn(process.execPath, ['--experimental-strip-types', '--no-warnings', script, file, run], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  writer.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    if (said === '') setTimeout(() => writer.kill('SIGKILL'), afterMs);
    said += chunk;
  });
  await once(writer, 'close');
  expect(writer.signalCode).toBe('SIGKILL');
  return said.split('\n').slice(0, -1);
}

test(`nothing acknowledged is lost in ${kills} kills`, { timeout: 20_000 + kills * 2_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ses-track-test-'));
  const file = join(folder, 'events.db');
  try {
    for (let kill = 0; kill < kills; kill += 1) {
      const acknowledged = await killedWriter(file, `r${kill}`, 1 + ((kill * 37) % 90));
      expect(acknowledged.length).toBeGreaterThan(0);
      const store = await openStore(folder, `sqlite:${file}`, { mustExist: true });
      const kept = new Set<string>();
      for (const messageId of new Set(acknowledged.map(line => line.split(' ')[0] ?? '')))
        for (const event of (await store.find(messageId))[0]?.events ?? []) kept.add(`${messageId} ${event.id}`);
      await store.close();
      expect(acknowledged.filter(line => !kept.has(line))).toEqual([]);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
