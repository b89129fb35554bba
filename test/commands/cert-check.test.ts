/** cert-check against real TLS servers with every fault: the line that an operator reads, the line that a monitoring system reads, the code it ends with. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { certCheck, type Here } from '../cert/here.ts';
import { isLong, onlyLong } from '../long.ts';
import { domain, type Fault, idn, lateMs, noOpenssl, type Options, withFault } from '../outside/tls-kit.ts';

const noon = Date.UTC(2026, 10, 24, 12);
const dayMs = 86_400_000;
/** Dates that never move: the clock is handed in. */
const valid = { notBefore: Date.UTC(2026, 0, 1), notAfter: Date.UTC(2049, 11, 31) };
const past = { notBefore: Date.UTC(2024, 0, 1), notAfter: Date.UTC(2024, 5, 30, 12) };

function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'ses-track-cert-'));
  return work(folder).finally(() => rmSync(folder, { recursive: true }));
}

/** Asks the faulty server for the domain, its authority trusted; `ADDRESS` in the output stands for where it listened. */
function ask(fault: Fault, line: string, options: Options = {}, here: Here = {}) {
  return inFolder(folder =>
    withFault(
      fault,
      async ({ address, root }) => {
        writeFileSync(join(folder, 'ca.pem'), root);
        const { code, out, err } = await certCheck(`${line} --connect ${address} --ca ca.pem`, { now: noon, cwd: folder, ...here });
        return { code, out: out.replaceAll(address, 'ADDRESS'), err };
      },
      options,
    ),
  );
}

const alone = 'ADDRESS alone was asked: DNS, who serves the domain, plain http, the favicon and the next renewal were left out.\n';
const aloneToo = ' (ADDRESS alone was asked, no DNS and no favicon)';

describe.skipIf(noOpenssl !== '')(
  `each fault has its sentence, and its code${noOpenssl || (isLong ? '' : ' (ten of them; the others under npm run test:all)')}`,
  () => {
    const perf = " | 'click.example.test'=8437d;30:;7:\n";
    const goldens: [Fault, Options, state: string, says: string, perfdata: string][] = [
      ['good', valid, 'OK', '8437 days left, until 2049-12-31', perf],
      ['good-root-sent', valid, 'OK', '8437 days left, until 2049-12-31', perf],
      ['wildcard', valid, 'OK', '8437 days left, until 2049-12-31', perf],
      ['tls-1.2', valid, 'OK', '8437 days left, until 2049-12-31', perf],
      ['rsa-2048', valid, 'OK', '8437 days left, until 2049-12-31', perf],
      ['expired', past, 'CRITICAL', 'the certificate ended 877 days ago, on 2024-06-30 12:00 UTC', " | 'click.example.test'=-877d;30:;7:\n"],
      [
        'early',
        { notBefore: Date.UTC(2049, 0, 1), notAfter: valid.notAfter },
        'CRITICAL',
        'the certificate is not valid before 2049-01-01 00:00 UTC, 8073 days from now',
        perf,
      ],
      ['wrong-name', valid, 'CRITICAL', 'the certificate is for other.example.test, not for click.example.test', perf],
      ['no-name', valid, 'CRITICAL', 'the certificate is for no name, not for click.example.test', perf],
      ['self-signed', valid, 'CRITICAL', 'the certificate is signed by its own key, not by an authority', perf],
      [
        'unknown-root',
        valid,
        'CRITICAL',
        'the certificate above it, CN=Stranger Intermediate, was issued by CN=Stranger Root, which was not sent and is not trusted here',
        perf,
      ],
      ['unknown-root-sent', valid, 'CRITICAL', 'the root that was sent, CN=Stranger Root, is not trusted here', perf],
      [
        'incomplete',
        valid,
        'CRITICAL',
        'the certificate was issued by CN=Kit Intermediate, which was not sent: an intermediate certificate is missing',
        perf,
      ],
      ['weak-key', valid, 'CRITICAL', 'the certificate has an RSA key of 1024 bits, where browsers ask for 2048', perf],
      [
        'weak-intermediate',
        valid,
        'CRITICAL',
        'the certificate above it, CN=Kit Short Intermediate, has an RSA key of 1024 bits, where browsers ask for 2048',
        perf,
      ],
      ['sha1', valid, 'CRITICAL', 'the certificate is signed with SHA-1, which browsers refuse', perf],
      [
        'expired-wrong-name',
        past,
        'CRITICAL',
        'the certificate is for other.example.test, not for click.example.test; the certificate ended 877 days ago, on 2024-06-30 12:00 UTC',
        " | 'click.example.test'=-877d;30:;7:\n",
      ],
      ['old-tls', valid, 'CRITICAL', 'the other side speaks only versions of TLS older than 1.2 (TLS alert protocol_version)', '\n'],
      ['plain-http', {}, 'CRITICAL', 'what is spoken there is not TLS', '\n'],
      ['greeting', {}, 'CRITICAL', 'what is spoken there is not TLS', '\n'],
      ['alert-unrecognized-name', {}, 'CRITICAL', 'the other side refuses the handshake (TLS alert unrecognized_name)', '\n'],
      ['alert-handshake-failure', {}, 'CRITICAL', 'the other side refuses the handshake (TLS alert handshake_failure)', '\n'],
      ['hangs-up', {}, 'UNKNOWN', 'the connection was closed in the TLS handshake', '\n'],
      ['silent', {}, 'UNKNOWN', 'connected, but no TLS handshake in 0.4 s', '\n'],
      ['late', {}, 'UNKNOWN', 'connected, but no TLS handshake in 0.4 s', '\n'],
    ];
    const codes = { OK: [0, 0], WARNING: [1, 1], CRITICAL: [2, 1], UNKNOWN: [3, 3] } as Record<string, [number, number]>;
    expect(lateMs).toBeGreaterThan(400);

    /** The others need keys of their own, or wait. */
    const short = new Set<Fault>([
      'good',
      'wildcard',
      'expired',
      'wrong-name',
      'self-signed',
      'incomplete',
      'plain-http',
      'alert-unrecognized-name',
      'hangs-up',
      'silent',
    ]);

    test.each(goldens.filter(([fault]) => isLong || short.has(fault)))('%s', async (fault, options, state, says, perfdata) => {
      const line = `${domain} --timeout ${fault === 'silent' || fault === 'late' ? '400ms' : '10s'}`;
      const [plugin, own] = codes[state] ?? [];
      expect(await ask(fault, `${line} --warn 30d --crit 7d --format nagios`, options)).toEqual({
        code: plugin,
        out: `CERT-CHECK ${state} - click.example.test: ${says}${aloneToo}${perfdata}`,
        err: '',
      });
      if (!isLong && fault === 'silent') return;
      const { code, out, err } = await ask(fault, line, options);
      expect({ code, err }).toEqual({ code: own, err: '' });
      for (const clause of says.split('; ')) expect(out).toContain(clause);
      expect(out.startsWith(`${state.toLowerCase().padEnd(8)}  click.example.test`)).toBe(true);
      expect(out.endsWith(alone)).toBe(true);
    });

    test.skipIf(!isLong)(`an intermediate that has ended is told apart from the certificate${onlyLong}`, async () => {
      const { code, out } = await ask('expired-intermediate', domain);
      expect(code).toBe(1);
      expect(out).toMatch(
        /✖ the certificate above it, CN=Kit Ended Intermediate, expired on 20\d\d-\d\d-\d\d {2}chain\n {12}Browsers turn every reader away although the certificate itself is still valid/,
      );
    });

    test('the limits decide: a warning below one, critical below the other, to the second', async () => {
      const at = async (left: number) =>
        (await ask('good', `${domain} --warn 30d --crit 7d --format nagios`, valid, { now: valid.notAfter - left })).out.split(' (')[0];
      expect(await at(30 * dayMs)).toBe('CERT-CHECK OK - click.example.test: 30 days left, until 2049-12-31');
      expect(await at(30 * dayMs - 1000)).toBe('CERT-CHECK WARNING - click.example.test: 29 days left, until 2049-12-31; less than 30 days');
      expect(await at(7 * dayMs)).toBe('CERT-CHECK WARNING - click.example.test: 7 days left, until 2049-12-31; less than 30 days');
      expect(await at(7 * dayMs - 1000)).toBe('CERT-CHECK CRITICAL - click.example.test: 6 days left, until 2049-12-31; less than 7 days');
      expect(await at(0)).toBe('CERT-CHECK CRITICAL - click.example.test: the certificate ended 0 seconds ago, on 2049-12-31 00:00 UTC');
    });

    test('the screen for a warning, whole', async () => {
      expect(await ask('good', domain, valid, { now: valid.notAfter - 20 * dayMs })).toEqual({
        code: 1,
        err: '',
        out: `warning   click.example.test
          ✖ 20 days left, until 2049-12-31; less than 30 days  expiry
            From then on every link in every delivered mail is dead. Renew it where it was issued, and load it into the front.
${alone}`,
      });
    });

    test('a name that is not ASCII is asked for as DNS has it; one named twice is asked once', async () => {
      const { code, out } = await ask('idn', `${idn.typed} ${idn.domain} ${idn.domain.toUpperCase()}.`, valid);
      expect(code).toBe(0);
      expect(out.split('\n')[0]).toBe('ok        klick.xn--bcher-kva.test  8437 days left, until 2049-12-31 · Kit Intermediate');
      expect(out).not.toContain('domains:');
    });

    test('several domains side by side: a line each, and how many are how', async () => {
      const { code, out } = await ask('good', `${domain} other.example.test`, valid);
      expect(code).toBe(1);
      expect(out).toBe(`ok        click.example.test  8437 days left, until 2049-12-31 · Kit Intermediate
critical  other.example.test  8437 days left, until 2049-12-31 · Kit Intermediate
          ✖ the certificate is for click.example.test, not for other.example.test  name
            Browsers turn every reader away. Have a certificate for the domain issued, or let the domain lead to the front that has one.
2 domains: 1 critical, 1 ok
${alone}`);
    });

    test('--quiet says nothing where there is nothing to do, and only what there is otherwise', async () => {
      expect(await ask('good', `${domain} --quiet`, valid)).toEqual({ code: 0, out: '', err: '' });
      const { out } = await ask('good', `${domain} other.example.test --quiet`, valid);
      expect(out).toMatch(/^critical {2}other\.example\.test/);
      expect(out).not.toMatch(/^ok/m);
      // Machines want their line all the same.
      expect((await ask('good', `${domain} --quiet --format nagios`, valid)).out).toMatch(/^CERT-CHECK OK/);
    });

    test('--output writes the file whole, for others to read, and prints nothing', () =>
      inFolder(async folder => {
        const path = join(folder, 'ses-track.prom');
        expect(await ask('good', `${domain} --format prometheus --output ${path}`, valid)).toEqual({ code: 0, out: '', err: '' });
        expect(statSync(path).mode & 0o777).toBe(0o644);
        expect(readFileSync(path, 'utf8')).toContain('ses_track_certificate_not_after_timestamp_seconds{domain="click.example.test"} 2524521600\n');
        const lost = await ask('good', `${domain} --output ${folder}/none/x.prom`, valid);
        expect(lost).toEqual({
          code: 3,
          out: '',
          err: `cannot write ${folder}/none/x.prom: no such file or folder. Check that the folder exists, may be written and has room.`,
        });
      }));
  },
);

describe('what is refused, and why', () => {
  test.each([
    ['', 'no domain to check, and no config file that names one. Name the domain, or set tracking.domain in ses-track.yaml.'],
    ['https://click.example.com/x', '"https://click.example.com/x" is a web address, not a domain. Did you mean click.example.com?'],
    ['click.example.com:443', '"click.example.com:443" has a port, where the domain alone is asked for. Did you mean click.example.com?'],
    ['click.example.com/path', '"click.example.com/path" has a path, where the domain alone is asked for. Did you mean click.example.com?'],
    ['192.0.2.1', '"192.0.2.1" is an IP address; a certificate is for a name. Give the tracking domain, as click.example.com.'],
    [
      'a.example.com --warn 7d --crit 30d',
      'the critical limit is longer than the warning limit, so that nothing would ever be a warning. Give --crit less time than --warn.',
    ],
    [
      'a.example.com --warn 5d',
      'the critical limit is longer than the warning limit, so that nothing would ever be a warning. Give --crit less time than --warn.',
    ],
    ['a.example.com --warn 30', '--warn is "30", expected a length of time. Write it as a number with a unit: 90s, 10m, 2h or 30d.'],
    ['a.example.com --timeout 0s', '--timeout is no time at all. Give it as 10s.'],
    ['a.example.com --timeout 30d', '--timeout is longer than an hour. Give it as 10s.'],
    ...['127.0.0.1:0', '127.0.0.1:65536', '[::g]:443'].map(address => [
      `a.example.com --connect ${address}`,
      `--connect is "${address}", expected host:port. Give it as 127.0.0.1:443, [2001:db8::1]:443 or a name with its port.`,
    ]),
    ['a.example.com --json --format nagios', '--json and --format nagios contradict each other. Give one of them.'],
    [
      'a.example.com --connect 127.0.0.1',
      '--connect is "127.0.0.1", expected host:port. Give it as 127.0.0.1:443, [2001:db8::1]:443 or a name with its port.',
    ],
    [
      'a.example.com --connect https://x:443',
      '--connect is "https://x:443", expected host:port. Give it as 127.0.0.1:443, [2001:db8::1]:443 or a name with its port.',
    ],
    [
      'a.example.com --format xml',
      '--format is "xml", which is not one of text, json, nagios, prometheus, github. Give one of text, json, nagios, prometheus, github.',
    ],
  ])('cert-check %s', async (line, err) => {
    expect(await certCheck(line)).toEqual({ code: 2, out: '', err });
  });

  test('a file of authorities that holds none, or is not there', () =>
    inFolder(async folder => {
      writeFileSync(join(folder, 'empty.pem'), 'nothing\n');
      writeFileSync(join(folder, 'broken.pem'), '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');
      const here = { cwd: folder };
      expect(await certCheck('a.example.com --ca empty.pem', here)).toMatchObject({
        code: 2,
        err: '--ca empty.pem has no certificate in it. Give a PEM file: it holds -----BEGIN CERTIFICATE-----.',
      });
      expect(await certCheck('a.example.com --ca broken.pem', here)).toMatchObject({
        code: 2,
        err: expect.stringMatching(/^--ca broken\.pem has a certificate that cannot be read: /),
      });
      expect(await certCheck('a.example.com --ca none.pem', here)).toMatchObject({
        code: 3,
        err: expect.stringMatching(/^cannot read none\.pem: no such file/),
      });
    }));

  test.skipIf(noOpenssl !== '')(`the config file gives domain and limits, and is named${noOpenssl}`, () =>
    withFault(
      'good',
      ({ address, root }) =>
        inFolder(async folder => {
          writeFileSync(join(folder, 'ca.pem'), root);
          const config = (text: string) => writeFileSync(join(folder, 'ses-track.yaml'), text);
          const run = (line = '') => certCheck(`--connect ${address} --ca ca.pem ${line}`, { now: valid.notAfter - 20 * dayMs, cwd: folder });
          config('tracking: { domain: Click.Example.Test }\ncertCheck: { warn: 15d, crit: 2d }\n');
          expect(await run()).toMatchObject({
            code: 0,
            err: 'Checking click.example.test, the tracking domain by ses-track.yaml:1.\n',
            out: expect.stringMatching(/^ok {8}click\.example\.test/),
          });
          expect(await run('--quiet')).toEqual({ code: 0, out: '', err: '' });
          for (const format of ['nagios', 'prometheus', 'github']) expect((await run(`--format ${format}`)).err).toBe('');
          // A flag outranks the file.
          expect((await run('--warn 30d')).code).toBe(1);
          config('tracking: { domain: "https://click.example.test" }\n');
          expect(await run()).toMatchObject({
            code: 2,
            err: 'ses-track.yaml:1: "https://click.example.test" is a web address, not a domain. Did you mean click.example.test?',
          });
          config('region: eu-west-1\n');
          expect(await run()).toMatchObject({
            code: 2,
            err: 'no domain to check: ses-track.yaml names no tracking domain. Name the domain, or set tracking.domain in ses-track.yaml.',
          });
        }),
      valid,
    ),
  );
});
