/** How the built program behaves as a process: exit codes, streams, colour, pipes, Ctrl-C, and what it loads to start. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { version } from '../../package.json' with { type: 'json' };
import { isLong, onlyLong } from '../long.ts';
import { bin, cleanEnv, run } from './run.ts';

const root = join(import.meta.dirname, '../..');

describe('the program', () => {
  test('tells its version, and help, on stdout with exit 0', async () => {
    for (const words of isLong ? [['--version'], ['-V', 'lint']] : [['--version']])
      expect(await run(words)).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
    const help = await run(['--help']);
    expect([help.code, help.stderr]).toEqual([0, '']);
    expect(help.stdout).toContain('Usage: ses-track <command> [flags]');
  });

  test('answers a typo on stderr with exit 2', async () => {
    const ended = await run(['sendd']);
    expect([ended.code, ended.stdout]).toEqual([2, '']);
    expect(ended.stderr).toBe("error: unknown command 'sendd' (did you mean send?)\n  try: Run ses-track --help.\n");
  });

  test('answers a typo as JSON where JSON was asked for', async () => {
    const ended = await run(['send', '--form', 'x', '--json']);
    expect(ended.code).toBe(2);
    expect(JSON.parse(ended.stderr)).toMatchObject({ error: { code: 'cli.usage', exit: 2 } });
    if (isLong) expect(JSON.parse((await run(['send', '--form', 'x', '--format=json'])).stderr)).toMatchObject({ error: { exit: 2 } });
  });

  test('writes no colour into a pipe, colour when forced, none when NO_COLOR says so', async () => {
    const colour = '\u001b[';
    if (isLong) expect((await run(['nope'])).stderr).not.toContain(colour);
    expect((await run(['nope'], { env: { FORCE_COLOR: '1' } })).stderr).toContain(colour);
    expect((await run(['nope'], { env: { FORCE_COLOR: '1', NO_COLOR: '1' } })).stderr).not.toContain(colour);
  });

  test('takes a reader that goes away quietly', () => {
    const { stderr } = spawnSync('bash', ['-c', `"${process.execPath}" "${bin}" config --keys | head -n 1`], { env: cleanEnv(), encoding: 'utf8' });
    expect(stderr).toBe('');
  });

  test('a full pipe that lets nobody wait gets all of it, when its reader comes', () => {
    const folder = mkdtempSync(join(tmpdir(), 'ses-track-'));
    writeFileSync(join(folder, 'many.html'), '<a href="https://www.example.com/p">x</a>\n'.repeat(500));
    const node = `"${process.execPath}"`;
    // A stream that Node makes of a pipe leaves it so when the process is killed.
    const spoil = `${node} -e 'process.stdout.write(""); process.kill(process.pid, "SIGKILL")' 2> /dev/null`;
    const shell = `{ ${spoil}; ${node} -- "${bin}" lint many.html --format json; } | { sleep 0.3; cat; }`;
    const { stdout } = spawnSync('sh', ['-c', shell], { cwd: folder, env: cleanEnv(), encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    expect(stdout.length).toBeGreaterThan(65_536);
    expect(JSON.parse(stdout).files[0].links).toHaveLength(500);
  });

  test.skipIf(!existsSync('/dev/full'))('a full disk under the output is said in one sentence, and is no exit 0 or 1', () => {
    for (const words of isLong ? ['--version', '--help', 'config --keys', 'config --keys --json'] : ['--version', 'config --keys']) {
      const { status, stderr } = spawnSync('bash', ['-c', `"${process.execPath}" -- "${bin}" ${words} > /dev/full`], {
        env: cleanEnv(),
        encoding: 'utf8',
      });
      expect([words, status]).toEqual([words, 3]);
      // The version is told by so little that it has no words for this.
      if (words !== '--version') expect(stderr).toMatch(/^error: cannot write the output: ENOSPC.*\n {2}try: .*\n$/);
    }
  });

  test.skipIf(!isLong || !existsSync('/dev/full'))(`a full disk under the log ends nothing${onlyLong}`, () => {
    const words = 'listen --topic arn:aws:sns:us-east-1:123456789012:t --port 0 --store sqlite::memory: --json';
    const shell = `timeout --preserve-status 2 "${process.execPath}" -- "${bin}" ${words} 2> /dev/full`;
    const { status, stdout } = spawnSync('bash', ['-c', shell], { env: cleanEnv(), encoding: 'utf8' });
    expect([status, JSON.parse(stdout).store]).toEqual([0, 'sqlite::memory:']);
  });

  test('names the line of a wrong config file and exits 2', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ses-track-'));
    writeFileSync(join(folder, 'ses-track.yaml'), 'region: eu-west-1\nlissten: {}\n');
    const ended = await run(['config'], { cwd: folder });
    rmSync(folder, { recursive: true });
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain('ses-track.yaml:2: unknown key "lissten" (did you mean "listen"?)');
  });
});

describe('start-up', () => {
  /** Which chunks of dist a run really loaded, by the module cache at its end. */
  const loaded = (...args: string[]): string => {
    const probe = `process.on('exit', () => process.stderr.write(Object.keys(require.cache).join('\\n')));require(${JSON.stringify(join(root, 'dist/main.cjs'))}).main(${JSON.stringify(args)}, process)`;
    const { stderr } = spawnSync(process.execPath, ['-e', probe], { env: cleanEnv(), encoding: 'utf8' });
    const chunks = stderr.split('\n').filter(path => path.includes('/dist/'));
    expect(chunks.length).toBeGreaterThan(0);
    return chunks.map(path => readFileSync(path, 'utf8')).join('\n');
  };
  const sdk = /@aws-sdk\/|@smithy\//;

  test('the probe sees the SDK where it is really used', () => {
    const all = readdirSync(join(root, 'dist'))
      .filter(file => file.endsWith('.cjs'))
      .map(file => readFileSync(join(root, 'dist', file), 'utf8'));
    expect(all.some(chunk => sdk.test(chunk))).toBe(true);
  });

  test('lint of an ordinary file reads no table of entities and makes no set of Unicode characters: a quarter of a start', () => {
    const table = /HtmlEntityDecoder=|class HtmlEntityDecoder/;
    expect(readFileSync(join(root, 'dist/entities.cjs'), 'utf8')).toMatch(table);
    const code = loaded('lint', join(root, 'test/lint/silent/ordinary.html'));
    expect(code).not.toMatch(table);
    // In a string the backslash is doubled.
    expect(code).not.toMatch(/[^\\]\\p\{/);
  });

  const starts = [['setup', '--help'], ['config'], ['--version'], ['--help']];
  test.each((isLong ? starts : starts.slice(0, 2)).map(words => [words]))('%j loads no SDK', args => {
    expect(loaded(...args)).not.toMatch(sdk);
  });
});

describe('an older Node', () => {
  const old = (process.env['PATH'] ?? '')
    .split(delimiter)
    .map(folder => join(folder, 'node'))
    .find(
      node =>
        !node.includes('node_modules') &&
        existsSync(node) &&
        /^v(1\d|20|21|22\.([0-9]|1[0-2]))\./.test(execFileSync(node, ['--version'], { encoding: 'utf8' })),
    );

  test.skipIf(old === undefined)(
    `is told in one sentence what is needed${old === undefined ? ' (skipped: no older Node on this machine)' : ''}`,
    async () => {
      const ended = await run([bin, '--version'], { command: old ?? '' });
      expect([ended.code, ended.stdout]).toEqual([2, '']);
      expect(ended.stderr).toMatch(/^ses-track needs Node 22\.13 or newer, and this is Node [\d.]+\.\n$/);
    },
  );
});
