/** The small promises of the outside as Node keeps them: clock, files, web. */
import { execFileSync, spawn } from 'node:child_process';
import { constants, lstat, mkdir, mkdtemp, open, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
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

test('a file written anew keeps its permissions, and a link stays a link', () =>
  inFolder(async folder => {
    const files = nodeFiles(folder);
    await writeFile(join(folder, 'real.html'), 'one', { mode: 0o640 });
    await symlink('real.html', join(folder, 'link.html'));
    await files.write('link.html', 'two');
    expect((await lstat(join(folder, 'link.html'))).isSymbolicLink()).toBe(true);
    expect(await readFile(join(folder, 'real.html'), 'utf8')).toBe('two');
    expect((await stat(join(folder, 'real.html'))).mode & 0o777).toBe(0o640);
  }));

test.skipIf(process.platform === 'win32')('what is no file, as a pipe or /dev/null, is written to and stays what it is', () =>
  inFolder(async folder => {
    const files = nodeFiles(folder);
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    // Open for both, so that nobody waits for the other side.
    const pipe = await open(join(folder, 'pipe'), constants.O_RDWR | constants.O_NONBLOCK);
    await files.write('pipe', 'one', 0o644);
    expect((await lstat(join(folder, 'pipe'))).isFIFO()).toBe(true);
    expect((await pipe.read()).buffer.toString('utf8', 0, 3)).toBe('one');
    await pipe.close();
    // The pipe stands for /dev/null: where this fails it would be gone from the machine.
    expect(await readdir(folder)).toEqual(['pipe']);
  }),
);

test('files read now come whole, whatever the size of those before', () =>
  inFolder(async folder => {
    const files = nodeFiles(folder);
    for (const size of [3, 200_000, 0, 65_535, 65_536, 5]) {
      await writeFile(join(folder, 'x'), Buffer.alloc(size, String(size)));
      expect(Buffer.from(await files.readNow('x')).equals(Buffer.alloc(size, String(size)))).toBe(true);
    }
    expect(() => files.readNow('none')).toThrow('cannot read none: no such file or folder');
    expect(() => files.readNow('.')).toThrow('cannot read .: it is a folder');
  }));

test('a glob gives sorted paths as they were asked for, and leaves node_modules out', () =>
  inFolder(async folder => {
    for (const name of ['b.html', 'a.html', 'sub/c.html', 'node_modules/d.html', 'e.txt']) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), '');
    }
    const files = nodeFiles(folder);
    expect(await files.glob(['**/*.html'])).toEqual(['a.html', 'b.html', 'sub/c.html']);
    expect(files.kind('sub')).toBe('folder');
    expect(files.kind('a.html')).toBe('file');
    expect(files.kind('none')).toBe(undefined);
  }));

test('a file that cannot be read or written is trouble that names it', () =>
  inFolder(async folder => {
    const files = nodeFiles(folder);
    await expect(files.read('none.txt')).rejects.toMatchObject({ code: 'file.unreadable', message: 'cannot read none.txt: no such file or folder' });
    await expect(files.write('no/such/folder', '')).rejects.toMatchObject({ code: 'file.unwritable' });
    await expect(files.append('.', '')).rejects.toMatchObject({ code: 'file.unwritable', message: 'cannot write .: it is a folder' });
  }));

test.skipIf(process.platform === 'win32')(
  'a temporary folder that cannot be made, as where TMPDIR leads nowhere, is trouble that names it',
  async () => {
    const before = process.env['TMPDIR'];
    process.env['TMPDIR'] = '/no/such/folder';
    const made = nodeFiles('/').tempFolder();
    // It was read already; other tests are not to meet it.
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
    await expect(made).rejects.toMatchObject({ code: 'file.unwritable', message: 'cannot write /no/such/folder: no such file or folder' });
  },
);

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

test.skipIf(process.platform === 'win32')('a named pipe is read to its end, and one that nobody writes to is said instead of waited for', () =>
  inFolder(async folder => {
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    await expect(nodeFiles(folder).readNow('pipe')).rejects.toThrow('cannot read pipe: nobody writes to this pipe');
    spawn('sh', ['-c', '(printf a; sleep 0.1; printf b) > pipe'], { cwd: folder, stdio: 'ignore' });
    expect(Buffer.from(await nodeFiles(folder).readNow('pipe')).toString()).toBe('ab');
  }),
);

test.skipIf(process.platform === 'win32')('a named pipe whose writer has nothing to say is waited for until the operator stops it', () =>
  inFolder(async folder => {
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    const writer = await open(join(folder, 'pipe'), constants.O_RDWR | constants.O_NONBLOCK);
    const stop = new AbortController();
    const reading = nodeFiles(folder, stop.signal).readNow('pipe');
    stop.abort(new Error('enough'));
    await expect(reading).rejects.toThrow('enough');
    await writer.close();
  }),
);
