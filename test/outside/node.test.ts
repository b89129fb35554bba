/** The small promises of the outside as Node keeps them: clock, files, web. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { clock } from '../../src/outside/node/clock.ts';
import { nodeFiles } from '../../src/outside/node/files.ts';
import { serve } from '../../src/outside/node/serve.ts';
import { web } from '../../src/outside/node/web.ts';

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'ses-track-test-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

test('a sleep ends early with the reason of its signal', async () => {
  const stop = new AbortController();
  const asleep = clock.sleep(60_000, stop.signal);
  stop.abort(new Error('enough'));
  await expect(asleep).rejects.toThrow('enough');
  await expect(clock.sleep(60_000, stop.signal)).rejects.toThrow('enough');
});

test('a written file is whole and nothing is left beside it', () =>
  inFolder(async folder => {
    const files = nodeFiles(folder);
    await files.write('plan.json', 'one');
    await files.write('plan.json', 'two');
    await files.append('plan.json', '!');
    expect(await readFile(join(folder, 'plan.json'), 'utf8')).toBe('two!');
    expect(await readdir(folder)).toEqual(['plan.json']);
    expect(await files.exists('plan.json')).toBe(true);
    expect(await files.exists('other')).toBe(false);
  }));

test('a file that cannot be read or written is trouble that names it', () =>
  inFolder(async folder => {
    const files = nodeFiles(folder);
    await expect(files.read('none.txt')).rejects.toMatchObject({ code: 'file.unreadable', message: 'cannot read none.txt: no such file or folder' });
    await expect(files.write('no/such/folder', '')).rejects.toMatchObject({ code: 'file.unwritable' });
    await expect(files.append('.', '')).rejects.toMatchObject({ code: 'file.unwritable', message: 'cannot write .: it is a folder' });
  }));

test('a redirect is given back, not followed', async () => {
  const serving = await serve(async () => new Response(null, { status: 302, headers: { location: 'http://127.0.0.1:1/' } }), {
    host: '127.0.0.1',
    port: 0,
    maxBodyBytes: 0,
  });
  const response = await web(new Request(serving.url));
  await serving.stop();
  expect(response.status).toBe(302);
  expect(response.headers.get('location')).toBe('http://127.0.0.1:1/');
});

test('an address where nobody answers is trouble that names it', async () => {
  const serving = await serve(async () => new Response(), { host: '127.0.0.1', port: 0, maxBodyBytes: 0 });
  await serving.stop();
  await expect(web(new Request(serving.url))).rejects.toMatchObject({ code: 'web.unreachable', message: expect.stringContaining('ECONNREFUSED') });
});

test('a request that the caller gives up rejects with the caller’s own reason', async () => {
  const serving = await serve(() => new Promise(() => undefined), { host: '127.0.0.1', port: 0, maxBodyBytes: 0 });
  const stop = new AbortController();
  const asked = web(new Request(serving.url, { signal: stop.signal }));
  stop.abort(new Error('changed my mind'));
  await expect(asked).rejects.toThrow('changed my mind');
  await serving.stop(0);
});
