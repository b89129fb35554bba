/** `cert-check` as a process: what it loads and looks for, with AWS and without; how a monitoring system meets it; the file it writes. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { serveDns } from '../../src/outside/node/serve-dns.ts';
import { isLong, onlyLong } from '../long.ts';
import { domain, noOpenssl, withFault } from '../outside/tls-kit.ts';
import { bin, cleanEnv, run } from './run.ts';
import { watched } from './watched.ts';

const sdk = /aws-sdk|smithy/;

describe.skipIf(noOpenssl !== '')(`what it loads and looks for${noOpenssl}`, () => {
  test('one host: no SDK, no YAML, no HTTP, no credential in a file or a variable, one socket to the address named', () =>
    withFault('good', async ({ address, root }) => {
      const seen = await watched(['cert-check', domain, '--connect', address, '--ca', 'ca.pem', '--format', 'nagios'], { 'ca.pem': root });
      expect({ code: seen.code, stderr: seen.stderr, sockets: seen.sockets }).toEqual({
        code: 0,
        stderr: '',
        sockets: ['connect'],
      });
      expect(seen.stdout).toMatch(
        /^CERT-CHECK OK - click\.example\.test: 90 days left, until \d{4}-\d\d-\d\d \(127\.0\.0\.1:\d+ alone was asked, no DNS and no favicon\) \| 'click\.example\.test'=90d;30:;7:\n$/,
      );
      expect(seen.sources).not.toMatch(sdk);
      expect(seen.sources).not.toMatch(/strictObject|parseDocument/);
      expect(seen.modules.filter(name => /aws|smithy|sqlite|sandbox|node:http|undici/.test(name))).toEqual([]);
      expect(seen.files.filter(path => /\.aws|credentials/.test(path))).toEqual([]);
      expect(seen.variables).toEqual([]);
    }));

  test.skipIf(!isLong)(`nor does a config file make it look for AWS, unless it says so${onlyLong}`, () =>
    withFault('good', async ({ address, root }) => {
      const look = (config: string) =>
        watched(['cert-check', '--connect', address, '--ca', 'ca.pem', '--quiet', '--region', 'us-east-1'], {
          'ca.pem': root,
          'ses-track.yaml': `tracking: { domain: ${domain} }\n${config}`,
        });
      const without = await look('certCheck: { warn: 20d }\n');
      expect({ code: without.code, out: without.stdout + without.stderr, variables: without.variables, sdk: sdk.test(without.sources) }).toEqual({
        code: 0,
        out: '',
        variables: [],
        sdk: false,
      });
      // The watch itself sees it where it is really wanted; there are no credentials here, which is said.
      const asked = await look('certCheck: { aws: true }\nendpointUrl: http://127.0.0.1:9\n');
      expect({ code: asked.code, sdk: sdk.test(asked.sources), stderr: asked.stderr }).toEqual({ code: 3, sdk: true, stderr: '' });
      expect(asked.stdout).toMatch(/^unknown {3}click\.example\.test/);
      expect(asked.variables).not.toEqual([]);
    }),
  );
});

describe('how a monitoring system meets it', () => {
  test('a typo is UNKNOWN', async () => {
    expect(await run(['cert-check', 'click.example.test', '--wran', '30d', '--format', 'nagios'])).toEqual({
      code: 3,
      stdout: "CERT-CHECK UNKNOWN - unknown option '--wran' (did you mean --warn?). Run ses-track cert-check --help.\n",
      stderr: '',
    });
  });

  test.skipIf(!isLong)(`so is a wait that the monitoring system ends${onlyLong}`, async () => {
    const { address, stop } = await serveDns(() => undefined, 0);
    const child = spawn(process.execPath, ['--', bin, 'cert-check', 'click.example.test', '--format', 'nagios'], {
      env: cleanEnv({ SES_TRACK_DNS: address }),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const ended = new Promise(resolve => child.once('close', resolve));
    setTimeout(() => child.kill('SIGTERM'), 500);
    expect(await ended).toBe(3);
    expect(said).toBe('CERT-CHECK UNKNOWN - interrupted.\n');
    await stop();
  });

  test.skipIf(!isLong)(`and a bug, in a callback or in a promise that nobody waits for${onlyLong}`, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ses-track-bug-'));
    const { address, stop } = await serveDns(() => undefined, 0);
    try {
      for (const bug of ["setTimeout(() => { throw new Error('boom'); }, 300)", "setTimeout(() => Promise.reject(new Error('boom')), 300)"]) {
        writeFileSync(join(folder, 'bug.cjs'), bug);
        const env = { NODE_OPTIONS: `--require ${join(folder, 'bug.cjs')}`, SES_TRACK_DNS: address };
        const { code, stdout, stderr } = await run(['cert-check', 'click.example.test', '--format', 'nagios'], { env });
        expect({ code, stdout }).toEqual({ code: 3, stdout: expect.stringMatching(/^CERT-CHECK UNKNOWN - a bug in ses-track \S+: boom\n$/) });
        expect(stderr).toContain('Error: boom');
      }
    } finally {
      await stop();
      rmSync(folder, { recursive: true });
    }
  });
});

test.skipIf(!isLong || noOpenssl !== '')(
  `--output under a strict umask: everybody may read the file, and none is left beside it${noOpenssl || onlyLong}`,
  () =>
    withFault('good', async ({ address, root }) => {
      const folder = mkdtempSync(join(tmpdir(), 'ses-track-prom-'));
      try {
        writeFileSync(join(folder, 'ca.pem'), root);
        const line = `umask 077; exec "${process.execPath}" -- "${bin}" cert-check ${domain} --connect ${address} --ca ca.pem --format prometheus --output x.prom`;
        expect((await run(['-c', line], { command: 'bash', cwd: folder })).stdout).toBe('');
        expect(readdirSync(folder).sort()).toEqual(['ca.pem', 'x.prom']);
        expect(statSync(join(folder, 'x.prom')).mode & 0o777).toBe(0o644);
        expect(readFileSync(join(folder, 'x.prom'), 'utf8')).toMatch(/^ses_track_certificate_state\{domain="click\.example\.test"\} 0$/m);
      } finally {
        rmSync(folder, { recursive: true });
      }
    }),
);
