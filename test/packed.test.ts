/** What a user installs: the packed package in an empty folder, with nothing else to install. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { version } from '../package.json' with { type: 'json' };
import { isLong, onlyLong } from './long.ts';
import { cleanEnv, run } from './program/run.ts';

const root = join(import.meta.dirname, '..');
const folder = join(tmpdir(), `ses-track-packed-${process.pid}`);
const installed = join(folder, 'node_modules/ses-track');
const packed = (...args: string[]) => run([join(installed, 'bin/ses-track.js'), ...args], { command: process.execPath, cwd: folder });

describe.skipIf(!isLong)(`the packed package${onlyLong}`, () => {
  beforeAll(() => {
    // The build is fresh (test/build.ts), so npm's own scripts need not run again.
    mkdirSync(folder);
    const npm = (...args: string[]) => execFileSync('npm', args, { cwd: folder, env: cleanEnv(), encoding: 'utf8' });
    npm('pack', root, '--ignore-scripts', '--pack-destination', folder);
    const tarball = readdirSync(folder).find(file => file.endsWith('.tgz')) ?? '';
    npm('install', '--no-audit', '--no-fund', '--offline', '--no-package-lock', join(folder, tarball));
  }, 60_000);

  afterAll(() => rmSync(folder, { recursive: true }));

  test('it brings nothing else along, and is small', () => {
    expect(readdirSync(join(folder, 'node_modules')).filter(name => !name.startsWith('.'))).toEqual(['ses-track']);
    const tarball = readdirSync(folder).find(file => file.endsWith('.tgz')) ?? '';
    expect(statSync(join(folder, tarball)).size).toBeLessThan(1.5 * 1024 * 1024);
  });

  test('it runs: version, help, a refusal, and the whole demo', async () => {
    expect(await packed('--version')).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
    expect((await packed('nonsense')).code).toBe(2);
    const demo = await packed('demo', '--json');
    expect(demo.code, demo.stderr).toBe(0);
    const { messages } = JSON.parse(demo.stdout) as { messages: { events: { type: string }[] }[] };
    expect(new Set(messages.flatMap(message => message.events.map(event => event.type)))).toEqual(
      new Set(['Send', 'Delivery', 'Open', 'Click', 'Bounce', 'Complaint']),
    );
  }, 30_000);
});
