/** Under --format nagios whatever goes wrong is UNKNOWN: one line on stdout, exit 3; nobody mistakes a typo for a certificate that died. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isPlugin } from '../../src/cli/plugin.ts';
import { verbs } from '../../src/commands/index.ts';
import { serveDns } from '../../src/outside/node/serve-dns.ts';
import { type PaperHost, wholeProgram } from '../cert/here.ts';

const unknown = /^CERT-CHECK UNKNOWN - [^\n|]+\n$/;

describe('what goes wrong before a check is made', () => {
  test.each([
    [
      'a flag that is none',
      'cert-check a.example.com --wran 30d --format nagios',
      "unknown option '--wran' (did you mean --warn?). Run ses-track cert-check --help.",
    ],
    [
      'a format that is none',
      'cert-check a.example.com --format nagois',
      '--format is "nagois", which is not one of text, json, nagios, prometheus, github.',
    ],
    ['the flag of the format itself', 'cert-check a.example.com --formt nagios', "unknown option '--formt' (did you mean --format?)."],
    ['in quotes of its own', "cert-check a.example.com --format 'nagios'", `--format is "'nagios'", which is not one of`],
    ['with --json beside it', 'cert-check a.example.com --json --format nagios', '--json and --format nagios contradict each other.'],
    ['written together', 'cert-check a.example.com --format=nagois', '--format is "nagois", which is not one of'],
    ['a format without a value', 'cert-check --format=nagios a.example.com --warn', "option '--warn <TIME>' argument missing"],
    ['a limit that is none', 'cert-check a.example.com --warn 30 --format nagios', '--warn is "30", expected a length of time.'],
    [
      'limits the wrong way round',
      'cert-check a.example.com --warn 7d --crit 30d --format nagios',
      'the critical limit is longer than the warning limit',
    ],
    ['a verb that is none', 'cert-chek a.example.com --format nagios', "unknown command 'cert-chek' (did you mean cert-check?)."],
    ['no verb at all', 'a.example.com --format nagios', "unknown command 'a.example.com'."],
    ['a flag before the verb', '--format nagios cert-check a.example.com', '"--format" stands before the command.'],
    [
      'a domain that is none',
      'cert-check https://a.example.com/ --format nagios',
      '"https://a.example.com/" is a web address, not a domain. Did you mean a.example.com?',
    ],
    ['no domain', 'cert-check --format nagios', 'no domain to check, and no config file that names one.'],
    ['a config file that is not there', 'cert-check --config nowhere.yaml --format nagios', 'cannot read nowhere.yaml: no such file or folder.'],
    [
      'authorities that are not there',
      'cert-check a.example.com --ca nowhere.pem --format nagios',
      'cannot read nowhere.pem: no such file or folder.',
    ],
    ['an address that is none', 'cert-check a.example.com --connect nowhere --format nagios', '--connect is "nowhere", expected host:port.'],
  ])('%s', async (_, line, says) => {
    const { code, out, err } = await wholeProgram(line.split(' '));
    expect(out).toMatch(unknown);
    expect(out.slice('CERT-CHECK UNKNOWN - '.length)).toContain(says);
    expect({ code, err }).toEqual({ code: 3, err: '' });
  });

  test('help is no check: it is shown, and the state stays unknown', async () => {
    const { code, out } = await wholeProgram(['cert-check', '--format', 'nagios', '--help']);
    expect(out).toContain('Usage: ses-track cert-check');
    expect(code).toBe(3);
  });

  test('a config file that is wrong, whatever is in its message', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ses-track-plugin-'));
    try {
      writeFileSync(join(folder, 'ses-track.yaml'), 'certCheck:\n  wran: "a|b"\n  warn: "3|0"\n');
      const { code, out } = await wholeProgram(['cert-check', '--format', 'nagios'], { cwd: folder });
      expect({ code, out }).toEqual({ code: 3, out: expect.stringMatching(unknown) });
      expect(out).toContain('ses-track.yaml:2: unknown key');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  /** A check that waits for a name server which never answers, while something happens to the process. */
  const waiting = async (begun: (host: PaperHost) => void) => {
    const { address, stop } = await serveDns(() => undefined, 0);
    try {
      return await wholeProgram(['cert-check', 'a.example.com', '--format', 'nagios'], { env: { SES_TRACK_DNS: address }, begun });
    } finally {
      await stop();
    }
  };

  test.each(['SIGINT', 'SIGTERM'])('%s while it waits', async signal => {
    expect(await waiting(host => host.emit(signal))).toEqual({ code: 3, out: 'CERT-CHECK UNKNOWN - interrupted.\n', err: '' });
  });

  test('an error that nobody waits for, in the middle of a check: UNKNOWN, and told as the bug it is', async () => {
    const { code, out, err } = await waiting(host => host.emit('uncaughtException', new Error('boom | bang')));
    expect({ code, out }).toEqual({ code: 3, out: expect.stringMatching(/^CERT-CHECK UNKNOWN - a bug in ses-track \S+: boom \/ bang\n$/) });
    expect(err).toContain('Error: boom | bang');
  });

  test('until there is an answer the code of the process is UNKNOWN, should it end by itself', async () => {
    let during: unknown;
    await waiting(host => {
      during = host.exitCode;
      host.emit('SIGINT');
    });
    expect(during).toBe(3);
  });
});

describe('who is a plug-in', () => {
  const is = (line: string) => isPlugin(line.split(' '), verbs);

  test.each([
    'cert-check a.example.com',
    'cert-check a.example.com --format json',
    'cert-check nagios.example.com',
    'cert-check a.example.com --profile nagios',
    'cert-check a.example.com --profile=nagios',
    'cert-check a.example.com --output nagios',
    'lint nagios --format nagios',
    'send --config-set nagios',
    '--help',
  ])('not: %s', line => {
    expect(is(line)).toBe(false);
  });

  test('other commands keep their own exit codes', async () => {
    expect(await wholeProgram(['config', '--format', 'nagios'])).toMatchObject({ code: 2, out: '' });
    expect(await wholeProgram(['cert-check', 'a.example.com', '--wran', '3d'])).toMatchObject({ code: 2, out: '' });
  });

  test('one slip of the finger anywhere in "nagios" or in the verb changes nothing', () => {
    const slip = (word: string) =>
      fc.tuple(fc.nat(word.length - 1), fc.constantFrom('drop', 'twice', 'swap', 'other'), fc.constantFrom(...'abcxyz')).map(([at, how, letter]) => {
        const rest = word.slice(at + 1);
        if (how === 'drop') return word.slice(0, at) + rest;
        if (how === 'twice') return word.slice(0, at + 1) + word[at] + rest;
        if (how === 'swap') return word.slice(0, at) + (rest[0] ?? '') + word[at] + rest.slice(1);
        return word.slice(0, at) + letter + rest;
      });
    fc.assert(
      fc.property(slip('nagios'), slip('cert-check'), fc.constantFrom('--format ', '--format=', '--formt ', '-f ', '--'), (format, verb, flag) => {
        expect(is(`${verb} a.example.com ${flag}${format}`)).toBe(true);
      }),
    );
  });
});
