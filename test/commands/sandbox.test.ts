/** `sandbox` as an operator runs it: it serves, says how to talk to it, writes its files once it is ready, and ends when it is told. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { paint } from '../../src/cli/paint.ts';
import { program } from '../../src/cli/program.ts';
import { speak } from '../../src/cli/speak.ts';
import { verbs } from '../../src/commands/index.ts';
import { Trouble } from '../../src/errors.ts';
import { nodeOutside } from '../../src/outside/node/index.ts';
import { sandboxText } from '../../src/views/sandbox.ts';

interface Started {
  said: { out: string; err: string };
  stop(): Promise<number>;
}

/** Starts the command and resolves when it has said its first word. */
async function start(folder: string, words: string[]): Promise<Started> {
  const stopping = new AbortController();
  const said = { out: '', err: '' };
  let heard = (): void => {};
  const first = new Promise<void>(resolve => {
    heard = resolve;
  });
  const stream = (name: 'out' | 'err') => ({
    write(text: string) {
      said[name] += text;
      heard();
      return true;
    },
  });
  const streams = { stdout: stream('out'), stderr: stream('err'), stdin: {} };
  const ended = program(['sandbox', ...words], {
    verbs,
    write: text => streams.stdout.write(text),
    columns: 100,
    open: ({ format }) => ({
      outside: nodeOutside({ env: {}, cwd: folder, signal: stopping.signal }),
      say: speak(streams, { format, env: {}, ask: async () => '', signal: stopping.signal }),
      config: () => Promise.reject(new Error('the sandbox needs no config')),
    }),
  });
  await Promise.race([first, ended]);
  return {
    said,
    stop: () => {
      stopping.abort(new Trouble('interrupted', 'interrupted'));
      return ended;
    },
  };
}

test('one JSON line when it is ready, files that work, and exit 0 when it is stopped', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ses-track-sandbox-'));
  const { said, stop } = await start(folder, ['--port', '0', '--json', '--env-file', 'sandbox.env', '--certificate', 'sandbox.pem']);
  const ready = JSON.parse(said.out) as { url: string; account: string; certificate: string; environment: Record<string, string> };
  expect(said.out.trim().split('\n')).toHaveLength(1);
  expect(ready).toMatchObject({ url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/), account: '123456789012', region: 'us-east-1' });
  expect(readFileSync(join(folder, 'sandbox.pem'), 'utf8')).toBe(ready.certificate);
  const sourced = execFileSync('sh', ['-c', '. ./sandbox.env && echo "$AWS_ENDPOINT_URL $AWS_REGION $AWS_DEFAULT_REGION $AWS_ACCESS_KEY_ID"'], {
    cwd: folder,
    env: {},
    encoding: 'utf8',
  });
  expect(sourced).toBe(`${ready.url} us-east-1 us-east-1 sandbox\n`);
  expect(await (await fetch(`${ready.url}/inbox.json`)).json()).toEqual({ mails: [] });
  const roots = ready.environment['NODE_EXTRA_CA_CERTS'] ?? '';
  expect(readFileSync(roots, 'utf8')).toMatch(/^-----BEGIN CERTIFICATE-----/);
  expect(await stop()).toBe(0);
  await expect(fetch(`${ready.url}/inbox.json`)).rejects.toThrow();
  // Nothing of its own stays on the disk.
  expect(existsSync(join(roots, '..'))).toBe(false);
  rmSync(folder, { recursive: true });
});

test('the line that it says to source the exports works in every shell, wherever the file is', () => {
  const said = (envFile: string) =>
    /In another shell: (.*), or$/m.exec(
      sandboxText({ url: 'http://127.0.0.1:1', account: '1', region: 'us-east-1', environment: {}, envFile, certificate: undefined }, paint(false)),
    )?.[1];
  // POSIX: a name without a slash is looked for in PATH alone.
  expect(['sandbox.env', 'my envs/a.env', '../sandbox.env', '/tmp/sandbox.env'].map(said)).toEqual([
    '. ./sandbox.env',
    ". 'my envs/a.env'",
    '. ../sandbox.env',
    '. /tmp/sandbox.env',
  ]);
});

test('in words it says where it listens, what to export and what to try, to stderr', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ses-track-sandbox-'));
  const { said, stop } = await start(folder, ['--port', '0']);
  expect(said.out).toBe('');
  expect(said.err).toMatch(/^The sandbox listens at http:\/\/127\.0\.0\.1:\d+; Ctrl-C ends it and forgets everything\.\n/);
  expect(said.err).toMatch(/ {2}export AWS_ENDPOINT_URL='http:\/\/127\.0\.0\.1:\d+'\n/);
  expect(said.err).toContain('  ses-track setup --domain click.example.test --webhook ');
  expect(await stop()).toBe(0);
  rmSync(folder, { recursive: true });
});

test('a port that is taken is trouble with a way out', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ses-track-sandbox-'));
  const first = await start(folder, ['--port', '0', '--json']);
  const { port } = new URL((JSON.parse(first.said.out) as { url: string }).url);
  await expect(start(folder, ['--port', port])).rejects.toMatchObject({
    code: 'serve.refused',
    message: expect.stringContaining('the port is taken'),
  });
  expect(await first.stop()).toBe(0);
  rmSync(folder, { recursive: true });
});

test('a trap that is none is refused with the choice, exit 2', async () => {
  const refused = await start('.', ['--port', '0', '--trap', 'acm-slow', '--trap', 'acm-slwo']).catch((error: unknown) => error);
  expect(refused).toMatchObject({ message: 'no trap is called acm-slwo', exit: 2, hint: expect.stringContaining('acm-slow, acm-in-use-lingers') });
});
