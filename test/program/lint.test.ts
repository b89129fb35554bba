/** `lint` as a process: what it loads, that it opens no socket, and how it takes a pipe. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isLong } from '../long.ts';
import { bin, cleanEnv, run } from './run.ts';
import { watched } from './watched.ts';

const bad = '<a href="https://www.example.com/a b&amp;c">x</a>\n';

describe('what a lint loads', () => {
  const lints: [string, string[]][] = [
    ['a folder, in SARIF', ['lint', '.', '--format', 'sarif']],
    ['with a diff', ['lint', 'a.html', '--fix', '--dry-run']],
    ['a file', ['lint', 'a.html']],
  ];
  test.each(isLong ? lints : lints.slice(0, 1))('%s: no AWS module, no sandbox, no SQLite, and no socket', async (_, args) => {
    const { code, modules, sockets, sources } = await watched(args, { 'a.html': bad });
    expect(code).toBe(1);
    expect(modules.some(name => name.includes('lint'))).toBe(true);
    expect(sources).not.toMatch(/aws-sdk|smithy/);
    expect(modules.filter(name => /sqlite|sandbox|aws|smithy|node:http|node:tls|undici/.test(name))).toEqual([]);
    expect(sockets).toEqual([]);
  });

  test('without a config file neither YAML nor the schema is loaded; with one they are', async () => {
    const marks = /strictObject|parseDocument/;
    expect((await watched(['lint', 'a.html'], { 'a.html': bad })).sources).not.toMatch(marks);
    expect((await watched(['lint', 'a.html'], { 'a.html': bad, 'ses-track.yaml': 'region: eu-west-1\n' })).sources).toMatch(marks);
  });

  test('the watch itself sees sockets', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ses-track-watch-'));
    const log = join(folder, 'log');
    writeFileSync(log, '');
    await run(['--require', join(import.meta.dirname, 'watch-modules.cjs'), '-e', 'require("net").connect(9).on("error", () => {})'], {
      command: process.execPath,
      env: { SES_WATCH: log },
    });
    expect(readFileSync(log, 'utf8')).toContain('socket connect');
    rmSync(folder, { recursive: true });
  });
});

test('standard input through a pipe, linted once it has ended', async () => {
  const { code, stdout } = await watched(['lint', '--stdin-filename', 'x.html', '-'], {}, '<p>x</p>\n'.repeat(20_000) + bad);
  expect(code).toBe(1);
  expect(stdout).toContain('20001:35');
});

test('Ctrl-C while it waits for standard input ends it with 130', async () => {
  const child = spawn(process.execPath, ['--', bin, 'lint', '-'], { env: cleanEnv(), stdio: ['pipe', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const ended = new Promise(resolve => child.once('close', resolve));
  child.stdin.on('error', () => undefined);
  // More than a pipe holds is written only once it is being read, and the handler is there before the first read.
  child.stdin.write('x'.repeat(2_000_000), () => child.kill('SIGINT'));
  expect(await ended).toBe(130);
  expect(said).toBe('interrupted\n');
});
