/** The formats that machines read, and the screen: hostile names and answers break none of them. */
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { github } from '../../src/cert/formats/github.ts';
import { json } from '../../src/cert/formats/json.ts';
import { nagios } from '../../src/cert/formats/nagios.ts';
import { prometheus } from '../../src/cert/formats/prometheus.ts';
import type { CertReport } from '../../src/cert/formats/report.ts';
import { type CertVerdict, isFine, judge } from '../../src/cert/judge.ts';
import { paint } from '../../src/cli/paint.ts';
import { certText } from '../../src/views/cert.ts';
import { isLong } from '../long.ts';
import { dayMs, end, failing, now, scene } from './scenes.ts';

const of = (name: string, seen: Parameters<typeof scene>[0] = {}): CertVerdict => ({ ...judge(scene(seen)), domain: name });
const report = (...verdicts: CertVerdict[]): CertReport => ({ verdicts, now, warnMs: 30 * dayMs, critMs: 7 * dayMs });

const good = of('a.example.test');
const soon = of('b.example.test', {
  edge: { ends: [end('192.0.2.1', { notAfter: now + 20.5 * dayMs }), end('192.0.2.2', { notAfter: now + 20.5 * dayMs })] },
});
const dead = of('c.example.test', { edge: { ends: [end('192.0.2.1'), end('192.0.2.2', { notAfter: now - 3 * dayMs })] } });
const dark = of('d.example.test', { edge: { ends: [failing('192.0.2.1', 'timeout', 'no answer in 10 s')] }, front: undefined as never });
const advised = of('e.example.test', {
  renewal: {
    caa: [
      {
        name: 'e.example.test',
        verdict: { kind: 'forbidden', at: 'example.test', records: [], why: 'the CAA records of example.test do not name Amazon' },
      },
    ],
  },
});

/** What means something to one of the formats, to a terminal or to a log, between letters that do not. */
const unit = fc.oneof(fc.constantFrom(...'|\n\r\t\0\'"\\%:,;={}\u001b\u007f\u0085\u2028\u202e\u2066é'), fc.constantFrom('𝒳', '::error::', 'a', ' '));
const hostile = fc.string({ unit, maxLength: 20 });

/** Enough to find a slip; the long suite looks longer. */
const runs = { numRuns: isLong ? 500 : 30 };

describe('nagios', () => {
  test.each([
    ['one, fine', [good], "CERT-CHECK OK - a.example.test: 100 days left, until 2027-03-04 | 'a.example.test'=100d;30:;7:\n"],
    [
      'one, fine, with advice',
      [advised],
      "CERT-CHECK OK - e.example.test: 100 days left, until 2027-03-04; advice: the CAA records of example.test do not name Amazon | 'e.example.test'=100d;30:;7:\n",
    ],
    [
      'several, fine: the first to end is named',
      [good, advised],
      "CERT-CHECK OK - all 2 domains, the first to end: a.example.test: 100 days left, until 2027-03-04; advice for e.example.test: the CAA records of example.test do not name Amazon | 'a.example.test'=100d;30:;7: 'e.example.test'=100d;30:;7:\n",
    ],
    [
      'several: the worst first, the fine ones counted',
      [good, soon, dead],
      "CERT-CHECK CRITICAL - c.example.test: the certificate ended 3 days ago, on 2026-11-21 12:00 UTC (192.0.2.2); b.example.test: 20 days left, until 2026-12-15; less than 30 days; 1 ok | 'a.example.test'=100d;30:;7: 'b.example.test'=20d;30:;7: 'c.example.test'=-3d;30:;7:\n",
    ],
    ['nothing seen: no value is made up', [dark], 'CERT-CHECK UNKNOWN - d.example.test: no answer in 10 s\n'],
    [
      'unknown does not hide the warning of the same domain',
      [
        of('a.example.test', {
          edge: { ends: [end('192.0.2.1', { notAfter: now + 20.5 * dayMs }), failing('192.0.2.2', 'timeout', 'no answer in 10 s')] },
        }),
      ],
      "CERT-CHECK UNKNOWN - a.example.test: no answer in 10 s (192.0.2.2); 20 days left, until 2026-12-15; less than 30 days | 'a.example.test'=20d;30:;7:\n",
    ],
    [
      'unknown stands above a warning',
      [soon, dark],
      "CERT-CHECK UNKNOWN - d.example.test: no answer in 10 s; b.example.test: 20 days left, until 2026-12-15; less than 30 days | 'b.example.test'=20d;30:;7:\n",
    ],
  ])('%s', (_, verdicts, line) => {
    expect(nagios(report(...verdicts))).toBe(line);
  });

  test('of hundreds the words name ten and count the rest; the numbers are of all', () => {
    for (const [seen, more] of [
      [dead, '; 190 more'],
      [advised, '; 190 more pieces of advice'],
    ] as const) {
      const line = nagios(report(...Array.from({ length: 200 }, (_, at) => ({ ...seen, domain: `${at}.example.test` }))));
      const [words = '', numbers = ''] = line.split(' | ');
      expect(words.endsWith(more)).toBe(true);
      // Nagios reads 8 KB of a plug-in, and a pager far less.
      expect(words.length).toBeLessThan(1500);
      expect(numbers.split(' ')).toHaveLength(200);
    }
  });

  test('limits finer than a day have hundredths, and so has the value', () => {
    expect(nagios({ ...report(soon), warnMs: 36 * 3_600_000, critMs: 3_600_000 })).toMatch(/\| 'b\.example\.test'=20\.5d;1\.5:;0\.04:\n$/);
  });

  test('whatever stands in names and answers, it is one line with one separator, and the performance data can be read', () => {
    fc.assert(
      fc.property(hostile, fc.constantFrom('critical', 'advice', 'unknown'), (says, level) => {
        const verdict: CertVerdict = {
          ...good,
          state: level === 'advice' ? 'ok' : level,
          remarks: [...good.remarks, { check: 'name', level, says }],
        };
        const line = nagios(report(verdict));
        expect(line.split('\n')).toHaveLength(2);
        expect(line).toMatch(/^CERT-CHECK (OK|CRITICAL|UNKNOWN) - [^|]* \| 'a\.example\.test'=100d;30:;7:\n$/u);
      }),
      runs,
    );
  });
});

describe('prometheus', () => {
  test('every family has its help, its type and its samples together; what was not seen has no sample', () => {
    const text = prometheus(report(good, dark));
    expect(
      text,
    ).toBe(`# HELP ses_track_certificate_not_after_timestamp_seconds When the first certificate that the domain shows ends, in seconds since 1970.
# TYPE ses_track_certificate_not_after_timestamp_seconds gauge
ses_track_certificate_not_after_timestamp_seconds{domain="a.example.test"} 1804161600
# HELP ses_track_certificate_state What cert-check says: 0 ok, 1 warning, 2 critical, 3 unknown.
# TYPE ses_track_certificate_state gauge
ses_track_certificate_state{domain="a.example.test"} 0
ses_track_certificate_state{domain="d.example.test"} 3
# HELP ses_track_certificate_advice How many things there are to do that do not count for the state, such as what keeps the next renewal from working.
# TYPE ses_track_certificate_advice gauge
ses_track_certificate_advice{domain="a.example.test"} 0
ses_track_certificate_advice{domain="d.example.test"} 0
# HELP ses_track_certificate_addresses How many addresses the domain has.
# TYPE ses_track_certificate_addresses gauge
ses_track_certificate_addresses{domain="a.example.test"} 3
ses_track_certificate_addresses{domain="d.example.test"} 1
# HELP ses_track_certificate_warn_seconds Less time left than this is a warning.
# TYPE ses_track_certificate_warn_seconds gauge
ses_track_certificate_warn_seconds 2592000
# HELP ses_track_certificate_crit_seconds Less time left than this is critical.
# TYPE ses_track_certificate_crit_seconds gauge
ses_track_certificate_crit_seconds 604800
# HELP ses_track_certificate_last_run_timestamp_seconds When this was seen, in seconds since 1970; alert on its age.
# TYPE ses_track_certificate_last_run_timestamp_seconds gauge
ses_track_certificate_last_run_timestamp_seconds 1795521600
`);
  });

  test('a label is escaped, whatever it is', () => {
    fc.assert(
      fc.property(hostile, name => {
        const lines = prometheus(report({ ...good, domain: name })).split('\n');
        expect(
          lines
            .filter(line => line.startsWith('ses_track_certificate_state{'))
            .map(line =>
              /^ses_track_certificate_state\{domain="((?:[^"\\\n]|\\["\\n])*)"\} 0$/s
                .exec(line)?.[1]
                ?.replace(/\\(.)/gs, (_, one) => (one === 'n' ? '\n' : one)),
            ),
        ).toEqual([name]);
      }),
      runs,
    );
  });

  const promtool = (() => {
    try {
      execFileSync('promtool', ['--version'], { stdio: 'ignore' });
      return '';
    } catch {
      return ' (skipped: no promtool on this machine)';
    }
  })();
  test.skipIf(promtool !== '')(`promtool has nothing against it${promtool}`, () => {
    execFileSync('promtool', ['check', 'metrics'], { input: prometheus(report(good, soon, dead, dark)), stdio: ['pipe', 'ignore', 'pipe'] });
  });
});

test('github: an annotation for each thing that is not fine, nothing for what is', () => {
  expect(github(report(good))).toBe('');
  const text = github(report(dead, advised, dark));
  expect(text.split('\n').map(line => line.replace(/%0A.*/, ''))).toEqual([
    '::error title=ses-track cert-check expiry::c.example.test: the certificate ended 3 days ago, on 2026-11-21 12:00 UTC (192.0.2.2)',
    '::notice title=ses-track cert-check caa::e.example.test: the CAA records of example.test do not name Amazon',
    '::error title=ses-track cert-check reach::d.example.test: no answer in 10 s (192.0.2.1)',
    '',
  ]);
  fc.assert(
    fc.property(hostile, says => {
      expect(github(report({ ...good, remarks: [{ check: 'name', level: 'critical', says, means: says }] })).split(/\r\n|\r|\n/)).toHaveLength(2);
    }),
    runs,
  );
});

test('json: times that programs can read, every remark, the worst state of all', () => {
  expect(JSON.parse(json(report(good, soon)))).toMatchObject({
    state: 'warning',
    at: '2026-11-24T12:00:00.000Z',
    warnSeconds: 2_592_000,
    domains: [
      {
        domain: 'a.example.test',
        state: 'ok',
        notAfter: '2027-03-04T12:00:00.000Z',
        secondsLeft: 8_640_000,
        issuer: 'Amazon RSA 2048 M02',
        servedBy: 'cloudfront',
        addresses: ['192.0.2.1', '192.0.2.2', '2001:db8::1'],
        remarks: expect.arrayContaining([{ check: 'expiry', level: 'ok', says: '100 days left, until 2027-03-04' }]),
      },
      { domain: 'b.example.test', state: 'warning' },
    ],
  });
  expect(JSON.parse(json(report(dark))).domains[0]).not.toHaveProperty('notAfter');
});

describe('the screen', () => {
  const screen = (verdicts: CertVerdict[], more: Partial<Parameters<typeof certText>[1]> = {}) =>
    certText(report(...verdicts), { paint: paint(false), quiet: false, isFine, ...more });

  test('a line where all is well; reasons, addresses, meaning and command where it is not', () => {
    expect(
      screen([good, soon, dead, advised]),
    ).toBe(`ok        a.example.test  100 days left, until 2027-03-04 · Amazon RSA 2048 M02 · CloudFront · 3 addresses
warning   b.example.test
          ✖ 20 days left, until 2026-12-15; less than 30 days  expiry
            From then on every link in every delivered mail is dead. ACM renews by itself what is in use and still validated; that it did not has a reason, which --aws tells.
            look: ses-track cert-check click.example.test --aws
critical  c.example.test
          ✖ the certificate ended 3 days ago, on 2026-11-21 12:00 UTC at 192.0.2.2 (1 of 2 addresses)  expiry
            Browsers turn every reader away from every link in every mail delivered so far. ACM renews by itself what is in use and still validated; that it did not has a reason, which --aws tells.
            look: ses-track cert-check click.example.test --aws
ok        e.example.test  100 days left, until 2027-03-04 · Amazon RSA 2048 M02 · CloudFront · 3 addresses
          ! the CAA records of example.test do not name Amazon  caa
            ACM cannot renew the certificate for e.example.test. Add the record \`example.test CAA 0 issue "amazon.com"\` beside the others.
4 domains: 1 critical, 1 warning, 2 ok
`);
  });

  test('of several certificates that are well the first to end is told', () => {
    const two = of('f.example.test', { edge: { ends: [end('192.0.2.1'), end('192.0.2.2', { notAfter: now + 60 * dayMs })] } });
    expect(screen([two])).toMatch(/^ok {8}f\.example\.test {2}60 days left/);
    expect(nagios(report(two))).toMatch(/^CERT-CHECK OK - f\.example\.test: 60 days left.*=60d;30:;7:\n$/);
  });

  test('quiet leaves out what is fine, and of nothing but what is fine says nothing', () => {
    expect(screen([good, good], { quiet: true })).toBe('');
    expect(screen([good, advised], { quiet: true })).toMatch(/^ok {8}e\.example\.test.*\n {10}! the CAA/);
  });

  test('a terminal gets lines that fit', () => {
    const lines = screen([soon], { columns: 60 }).split('\n');
    expect(Math.max(...lines.slice(1).map(line => line.length))).toBeLessThanOrEqual(60 + '  expiry'.length);
    expect(lines.length).toBeGreaterThan(6);
  });

  test('nothing that a terminal would obey comes through', () => {
    fc.assert(
      fc.property(hostile, says => {
        const text = screen([
          {
            ...good,
            state: 'critical',
            issuer: says,
            remarks: [...good.remarks, { check: 'name', level: 'critical', says, means: says, mend: says }],
          },
        ]);
        expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
      }),
      runs,
    );
  });
});
