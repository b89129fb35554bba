/** The judge, without a network: the worst of all addresses decides, advice never does, and everything that is wrong has a sentence of its own. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CertScene, isFine, judge, worst } from '../../src/cert/judge.ts';
import { outcome } from '../../src/cert/outcome.ts';
import { checkIds, type Remark } from '../../src/cert/remark.ts';
import type { CaaVerdict } from '../../src/observe/caa.ts';
import type { Chain } from '../../src/observe/chain.ts';
import type { TlsFailure, TlsRefusal } from '../../src/outside/index.ts';
import { isLong } from '../long.ts';
import { acm, acmCertificate, type certificate, dayMs, domain, end, failing, front, now, read, refused, scene, theZone } from './scenes.ts';

/** What there is to do, without what is well and what was not looked at: `level check: says`. */
const bad = (seen: CertScene): string[] => said(judge(seen).remarks);
const said = (remarks: readonly Remark[]): string[] =>
  remarks
    .filter(({ level }) => level !== 'ok' && level !== 'skipped')
    .map(({ level, check, says, address }) => `${level} ${check}: ${says}${address === undefined ? '' : ` @${address}`}`);

test('where all is well there is nothing to do, with AWS and without, and every check says that it looked', () => {
  for (const seen of [scene(), scene({ acm: acm() })]) {
    const verdict = judge(seen);
    expect(said(verdict.remarks)).toEqual([]);
    expect(verdict).toMatchObject({
      domain,
      state: 'ok',
      issuer: 'Amazon RSA 2048 M02',
      notAfter: now + 100 * dayMs,
      addresses: ['192.0.2.1', '192.0.2.2', '2001:db8::1'],
    });
    expect(isFine(verdict)).toBe(true);
    expect([...new Set(verdict.remarks.map(({ check }) => check))]).toEqual([...checkIds]);
  }
  expect(judge(scene({ acm: acm() })).remarks.filter(({ level }) => level !== 'ok')).toEqual([]);
});

describe('addresses', () => {
  test('one bad of four decides, and is named', () => {
    const ends = [end('192.0.2.1'), end('192.0.2.2'), end('192.0.2.3', { notAfter: now - dayMs, pem: 'old' }), end('2001:db8::1')];
    const verdict = judge(scene({ edge: { ends } }));
    expect(verdict.state).toBe('critical');
    expect(said(verdict.remarks)).toEqual(['critical expiry: the certificate ended 1 day ago, on 2026-11-23 12:00 UTC @192.0.2.3']);
    expect(verdict.notAfter).toBe(now - dayMs);
  });

  test.each([
    ['critical before unknown', [failing('192.0.2.1', 'timeout', 'no answer in 10 s'), end('192.0.2.2', { notAfter: now + dayMs })], 'critical'],
    ['unknown before warning', [failing('192.0.2.1', 'refused', 'nobody listens'), end('192.0.2.2', { notAfter: now + 20 * dayMs })], 'unknown'],
    ['warning before ok', [end('192.0.2.1'), end('192.0.2.2', { notAfter: now + 20 * dayMs })], 'warning'],
    ['an alert is an answer, and a bad one', [failing('192.0.2.1', 'alert', 'TLS alert')], 'critical'],
    ['so is what speaks no TLS', [failing('192.0.2.1', 'no-tls', 'no TLS')], 'critical'],
    ['and what speaks an old one', [failing('192.0.2.1', 'protocol', 'TLS 1.0')], 'critical'],
    ['a connection that was closed is none', [failing('192.0.2.1', 'closed', 'closed')], 'unknown'],
  ] as const)('%s', (_, ends, state) => {
    expect(judge(scene({ edge: { ends: [...ends] } })).state).toBe(state);
  });

  test('a machine without IPv6 does not blame the domain for it', () => {
    const verdict = judge(scene({ edge: { ends: [end('192.0.2.1'), failing('2001:db8::1', 'no-route', 'no way')] } }));
    expect(verdict.state).toBe('ok');
    expect(verdict.remarks).toContainEqual({ check: 'ipv6', level: 'skipped', says: 'this machine has no IPv6' });
    expect(verdict.remarks).toContainEqual({
      check: 'reach',
      level: 'ok',
      says: '1 of 2 addresses answers; this machine has no way to the rest',
    });
    const none = judge(scene({ edge: { ends: [failing('2001:db8::1', 'no-route', 'no way')] } }));
    expect({ state: none.state, said: said(none.remarks) }).toEqual({
      state: 'unknown',
      said: ['unknown reach: this machine has no way to any of its addresses'],
    });
  });

  test('IPv6 that fails where IPv4 works is told as what it is', () => {
    const ends = [end('192.0.2.1'), failing('2001:db8::1', 'timeout', 'no answer in 10 s'), failing('2001:db8::2', 'timeout', 'no answer in 10 s')];
    expect(bad(scene({ edge: { ends } }))).toEqual([
      'unknown reach: no answer in 10 s @2001:db8::1',
      'unknown reach: no answer in 10 s @2001:db8::2',
      'advice ipv6: 2 of 2 IPv6 addresses do not answer, those of IPv4 do',
    ]);
  });

  test.each([
    ['no-name', [], `${domain} does not exist in DNS (NXDOMAIN)`],
    ['no-name', ['d0.cloudfront.net'], `d0.cloudfront.net, where ${domain} leads, does not exist in DNS (NXDOMAIN)`],
    ['no-data', [], `${domain} has no address in DNS`],
    ['loop', ['a.example.test', domain], `its CNAME records lead in a circle: ${domain} → a.example.test → ${domain}`],
    ['failed', [], 'DNS gave no answer: the name server failed (SERVFAIL)'],
  ] as const)('DNS that ends in %s %j', (ending, hops, says) => {
    const chain: Chain = {
      name: domain,
      hops: [...hops],
      end: ending,
      addresses: [],
      ...(ending === 'failed' ? { why: 'the name server failed (SERVFAIL)' } : {}),
    };
    const verdict = judge(scene({ edge: { ends: [], chain, servedBy: 'unknown' } }));
    expect({ state: verdict.state, said: said(verdict.remarks) }).toEqual({ state: 'unknown', said: [`unknown reach: ${says}`] });
    expect(verdict.notAfter).toBeUndefined();
  });
});

describe('what keeps a browser out', () => {
  const refusing = (...refusals: TlsRefusal[]) => scene({ edge: { ends: [end('192.0.2.1', {}, { refusals })] } });
  const remarkOf = (check: Remark['check'], seen: CertScene) => judge(seen).remarks.find(each => each.check === check);

  test.each<[TlsRefusal, string[]]>([
    [{ kind: 'name', certificate: 0, why: 'it is for other.test' }, ['critical name: it is for other.test @192.0.2.1']],
    [{ kind: 'self-signed', certificate: 0, why: 'it signed itself' }, ['critical chain: it signed itself @192.0.2.1']],
    [{ kind: 'incomplete', certificate: 0, why: 'one is missing' }, ['critical chain: one is missing @192.0.2.1']],
    [{ kind: 'untrusted', certificate: 1, why: 'nobody knows the root' }, ['critical chain: nobody knows the root @192.0.2.1']],
    [{ kind: 'expired', certificate: 1, why: 'the one above expired' }, ['critical chain: the one above expired @192.0.2.1']],
    [{ kind: 'early', why: 'one above is not valid yet' }, ['critical chain: one above is not valid yet @192.0.2.1']],
    [{ kind: 'weak', certificate: 0, why: 'it has a key of 1024 bits' }, ['critical key: it has a key of 1024 bits @192.0.2.1']],
    // Of the certificate's own end and beginning `expiry` speaks.
    [{ kind: 'expired', certificate: 0, why: 'it expired' }, []],
  ])('$kind: one check says it', (refusal, expected) => {
    expect(bad(refusing(refusal))).toEqual(expected);
  });

  test('a certificate whose time has not come is as bad as one whose time is over', () => {
    const verdict = judge(scene({ edge: { ends: [end('192.0.2.1', { notBefore: now + dayMs })] } }));
    expect([verdict.state, said(verdict.remarks)]).toEqual([
      'critical',
      ['critical expiry: the certificate is not valid before 2026-11-25 12:00 UTC, 1 day from now'],
    ]);
  });

  test('whose certificate is shown instead says what to do', () => {
    const shows = (...names: string[]) =>
      remarkOf('name', scene({ edge: { ends: [end('192.0.2.1', { names }, { refusals: [{ kind: 'name', why: 'other' }] })] } }));
    const mend = `ses-track setup --domain ${domain}`;
    expect(shows('*.r.us-east-1.awstrack.me', 'r.test')).toMatchObject({ means: expect.stringContaining('straight to SES'), mend });
    expect(shows('*.cloudfront.net', 'cloudfront.net')).toMatchObject({ means: expect.stringContaining('CloudFront shows its own'), mend });
    expect(shows('other.test')?.mend).toBeUndefined();
  });

  test('what to do about an end that is near is told by who issued it, and whether AWS was asked', () => {
    const ending = (more: Parameters<typeof certificate>[0], asked: Partial<CertScene> = {}) =>
      remarkOf('expiry', scene({ edge: { ends: [end('192.0.2.1', { notAfter: now + 5 * dayMs, ...more })] }, ...asked }));
    expect(ending({})).toMatchObject({ means: expect.stringContaining('which --aws tells'), shows: `ses-track cert-check ${domain} --aws` });
    const told = ending({}, { acm: acm() });
    expect([told?.means, told?.shows]).toEqual([expect.not.stringContaining('--aws'), undefined]);
    const others = ending({ issuer: 'CN=R11, O=LE' });
    expect([others?.means, others?.shows]).toEqual([expect.stringContaining('Renew it where it was issued'), undefined]);
  });

  test('where nothing answers every check still says that it did not look', () => {
    const { remarks } = judge(scene({ edge: { ends: [failing('192.0.2.1', 'timeout', 'no answer in 10 s')] } }));
    expect([...new Set(remarks.map(({ check }) => check))]).toEqual([...checkIds]);
    const looked = remarks.filter(({ says }) => says === 'no certificate was seen').map(({ check, level }) => `${level} ${check}`);
    expect(looked).toEqual(['skipped chain', 'skipped name', 'skipped expiry', 'skipped key', 'skipped protocol']);
  });
});

describe('what does not count for the state', () => {
  const leaf = (more: Parameters<typeof certificate>[0], peer = {}) => scene({ edge: { ends: [end('192.0.2.1', more, peer)] } });

  test.each<[string, CertScene, string[]]>([
    [
      'a key that authorities issue no more',
      leaf({ key: { type: 'rsa', bits: 1024 } }),
      ['advice key: RSA 1024, sha256WithRSAEncryption: public authorities issue no such certificate any more @192.0.2.1'],
    ],
    [
      'a curve that browsers do not take',
      leaf({ key: { type: 'ec', bits: 256, curve: 'secp256k1' } }),
      ['advice key: secp256k1, sha256WithRSAEncryption: public authorities issue no such certificate any more @192.0.2.1'],
    ],
    ['SES with no front', scene({ edge: { servedBy: 'ses' } }), ['advice served-by: SES itself (awstrack.me), with no HTTPS front before it']],
    ['http that is refused', scene({ edge: { plain: { status: 403, date: now } } }), ['advice redirect: plain http answers 403']],
    [
      'http that leads elsewhere',
      scene({ edge: { plain: { status: 302, location: 'http://other.test/', date: now } } }),
      ['advice redirect: plain http leads to http://other.test/ (302), not to https of the same name'],
    ],
    [
      'a front that is not proven',
      scene({ front: { domain, state: 'origin', why: 'answers 502', date: now } }),
      ['advice favicon: HEAD /favicon.ico: answers 502'],
    ],
    [
      'a clock that is wrong',
      scene({ front: { domain, state: 'proven', why: 'proven', date: now - 3 * 3_600_000 } }),
      ["advice clock: this machine's clock is 3 hours ahead of the answer's"],
    ],
    [
      'CAA that keeps Amazon out',
      scene({
        renewal: {
          caa: [
            {
              name: domain,
              verdict: { kind: 'forbidden', at: 'example.test', records: [], why: 'the CAA records of example.test do not name Amazon' },
            },
          ],
        },
      }),
      ['advice caa: the CAA records of example.test do not name Amazon'],
    ],
    [
      'CAA that cannot be read',
      scene({ renewal: { caa: [{ name: domain, verdict: { kind: 'unknown', why: 'SERVFAIL' } }] } }),
      ['advice caa: SERVFAIL'],
    ],
  ])('%s', (_, seen, expected) => {
    const verdict = judge(seen);
    expect({ state: verdict.state, said: said(verdict.remarks), isFine: isFine(verdict) }).toEqual({ state: 'ok', said: expected, isFine: false });
  });

  test.each<[string, CertScene]>([
    ['http that is answered', scene({ edge: { plain: { status: 200, date: now } } })],
    ['http that nobody answers', scene({ edge: { plain: { failed: 'nobody listens there' } } })],
    ['a minute less a second between the clocks', scene({ front: { domain, state: 'proven', why: 'proven', date: now - 59_000 } })],
    ['IPv4 alone', scene({ edge: { ends: [end('192.0.2.1')] } })],
    ['a P-384 key', leaf({ key: { type: 'ec', bits: 384, curve: 'secp384r1' } })],
  ])('fine: %s', (_, seen) => {
    expect(bad(seen)).toEqual([]);
  });

  test('what is well, or not to be looked at, is said as it is', () => {
    const says = (check: Remark['check'], more: Parameters<typeof scene>[0]) => {
      const found = judge(scene(more)).remarks.find(each => each.check === check);
      return `${found?.level}: ${found?.says}`;
    };
    const caa = (verdict: CaaVerdict) => says('caa', { renewal: { caa: [{ name: domain, verdict }] } });
    const favicon = (state: 'certificate' | 'no-address') => says('favicon', { front: { domain, state, why: 'it is not' } });
    expect([
      says('redirect', { edge: { plain: { failed: 'nobody listens there' } } }),
      says('redirect', { edge: { plain: { status: 200 } } }),
      caa({ kind: 'allowed' }),
      caa({ kind: 'allowed', at: 'example.test' }),
      favicon('certificate'),
      favicon('no-address'),
    ]).toEqual([
      'ok: plain http is not answered: nobody listens there',
      'ok: plain http answers 200',
      'ok: no CAA record keeps anybody out',
      'ok: the CAA records of example.test let Amazon issue',
      'skipped: nothing is sent to a front whose certificate does not hold',
      'skipped: the name leads to no address',
    ]);
  });

  test('an intermediate that ends before the certificate is advice; one that this machine alone knows is a warning', () => {
    const [seen] = [end('192.0.2.1')];
    if (seen.seen.kind !== 'peer') throw new Error('no peer');
    const [own, between, root] = seen.seen.peer.chain;
    if (own === undefined || between === undefined || root === undefined) throw new Error('no chain');
    const chain = [own, { ...between, notAfter: now + 50 * dayMs }, root];
    expect(bad(scene({ edge: { ends: [end('192.0.2.1', {}, { chain })] } }))).toEqual([
      'advice chain: Amazon RSA 2048 M02 above it ends before the certificate does, on 2027-01-13',
    ]);
    const words = (...certificates: typeof chain) =>
      judge(scene({ edge: { ends: [end('192.0.2.1', {}, { chain: certificates, sent: 9 })] } })).remarks;
    const told = (...certificates: typeof chain) => words(...certificates).flatMap(({ check, says }) => (check === 'chain' ? says : []));
    expect(told(own, { ...between, notAfter: own.notAfter }, root)).toEqual(['complete and trusted: Amazon RSA 2048 M02, Amazon Root CA 1']);
    expect(told(own)).toEqual(['complete and trusted']);
    // As AddTrust in 2020 and DST Root X3 in 2021: this machine needs it no more, old mail programs do.
    const ended = [own, { ...between, notAfter: now - 50 * dayMs }, root];
    expect(bad(scene({ edge: { ends: [end('192.0.2.1', {}, { chain: ended })] } }))).toEqual([
      "advice chain: Amazon RSA 2048 M02 above it ended on 2026-10-05; this machine does without it, an older reader's may not",
    ]);
    // Of several addresses the worst is told first, and of several certificates above the one that ends first.
    const another = [own, { ...between, subject: 'CN=later', notAfter: now + 60 * dayMs }, { ...between, notAfter: now + 50 * dayMs }, root];
    const of = (...chains: (typeof chain)[]) => chains.map((each, index) => end(`192.0.2.${index + 1}`, {}, { chain: each, sent: each.length - 1 }));
    expect(bad(scene({ edge: { ends: of([own, between, root], another, ended) } }))).toEqual([
      "advice chain: Amazon RSA 2048 M02 above it ended on 2026-10-05; this machine does without it, an older reader's may not @192.0.2.3",
      'advice chain: Amazon RSA 2048 M02 above it ends before the certificate does, on 2027-01-13 @192.0.2.2',
    ]);
    expect(bad(scene({ edge: { ends: [...of(chain), end('192.0.2.9', {}, { sent: 1 })] } }))).toEqual([
      "warning chain: Amazon RSA 2048 M02 was not sent; this machine knows it, a reader's may not @192.0.2.9",
      'advice chain: Amazon RSA 2048 M02 above it ends before the certificate does, on 2027-01-13 @192.0.2.1',
    ]);
    expect(bad(scene({ edge: { ends: [end('192.0.2.1', {}, { chain: ended, sent: 1 })] } }))).toHaveLength(1);
    expect(bad(scene({ edge: { ends: of(chain, chain) } }))).toEqual([
      'advice chain: Amazon RSA 2048 M02 above it ends before the certificate does, on 2027-01-13',
    ]);
    expect(bad(scene({ edge: { ends: of([own, { ...between, notAfter: now }, root]) } }))).toEqual([
      expect.stringContaining('above it ended on 2026-11-24'),
    ]);
    const verdict = judge(scene({ edge: { ends: [end('192.0.2.1', {}, { sent: 1 })] } }));
    expect(verdict.state).toBe('warning');
    expect(said(verdict.remarks)).toEqual(["warning chain: Amazon RSA 2048 M02 was not sent; this machine knows it, a reader's may not @192.0.2.1"]);
  });

  test.each([
    [36, 30, '1 day left, until 2026-11-25; less than 36 hours'],
    [24, 23, '23 hours left, until 2026-11-25; less than 1 day'],
    [1.5, 1, '1 hour left, until 2026-11-24; less than 90 minutes'],
  ])('a limit is told as exactly as it was given: of %s hours %s are left', (limit, left, says) => {
    const hourMs = dayMs / 24;
    const seen = scene({ edge: { ends: [end('192.0.2.1', { notAfter: now + left * hourMs })] } });
    const { remarks } = judge({ ...seen, warnMs: limit * hourMs, critMs: 0 });
    expect(remarks.find(({ check }) => check === 'expiry')?.says).toBe(says);
  });

  test.each([
    ['FAILED', 'ACM has given up.'],
    ['PENDING_VALIDATION', 'ACM asks DNS again until the end.'],
  ])('a renewal that is %s', (renewal, means) => {
    const { remarks } = judge(scene({ acm: acm({ certificate: read(acmCertificate({ renewal })) }) }));
    expect(remarks.find(({ check }) => check === 'acm-renewal')?.means).toContain(means);
  });

  test('where one kind of address could not be looked up, nobody says that there is none', () => {
    const of = (address: string, unread: 'A' | 'AAAA') => {
      const { chain, ...edge } = scene({ edge: { ends: [end(address)] } }).edge;
      if (chain === undefined) throw new Error('no chain');
      return judge(scene({ edge: { ...edge, chain: { ...chain, unread: { type: unread, why: 'the name server failed (SERVFAIL)' } } } }));
    };
    const four = of('192.0.2.1', 'AAAA');
    expect(four.state).toBe('ok');
    expect(four.remarks.find(({ check }) => check === 'ipv6')).toMatchObject({
      level: 'advice',
      says: 'the AAAA records could not be read: the name server failed (SERVFAIL)',
    });
    const six = of('2001:db8::1', 'A');
    expect(six.state).toBe('unknown');
    expect(said(six.remarks)).toContain('unknown reach: the A records could not be read: the name server failed (SERVFAIL)');
  });

  test('who takes the connection and is late with TLS is not said to be away', () => {
    const late: TlsFailure = { kind: 'failed', at: 'handshake', cause: 'timeout', why: 'connected, but no TLS handshake in 10 s' };
    const { remarks } = judge(scene({ edge: { ends: [{ address: '192.0.2.1', family: 4, seen: late }] } }));
    expect(remarks[0]?.means).toBe(
      'Something takes connections there and does not begin TLS in time: it is overloaded, or it speaks another protocol.',
    );
  });

  test('with an address to ask the rest is left out, and said to be', () => {
    const { chain: _, plain: __, ...edge } = scene().edge;
    const { front: ___, renewal: ____, ...rest } = scene();
    const verdict = judge({ ...rest, edge, acm: acm() });
    const left = verdict.remarks.filter(({ level }) => level === 'skipped').map(({ check, says }) => `${check}: ${says}`);
    expect(left).toEqual([
      'served-by: left out with --connect',
      'redirect: left out with --connect',
      'favicon: left out with --connect',
      'clock: no answer told the time',
      'ipv6: left out with --connect',
      'caa: left out with --connect',
      'validation-record: left out with --connect',
      'live-zone: left out with --connect',
      'points-at-front: left out with --connect',
    ]);
  });
});

describe('a renewal that should have been', () => {
  const left = (days: number, more = {}) =>
    scene({ edge: { ends: [end('192.0.2.1', { notBefore: now - (198 - days) * dayMs, notAfter: now + days * dayMs, ...more })] } });
  const late = /^advice acm-renewal: .* left, and ACM has not renewed it/;

  test('Amazon renews 45 days before the end at the latest: three days later it is said, whether AWS is asked or not', () => {
    expect(bad(left(43))).toEqual([]);
    expect(bad(left(41))).toEqual([expect.stringMatching(late)]);
    expect(bad({ ...left(41), acm: acm({ certificate: read(acmCertificate({ notAfter: now + 41 * dayMs })) }) })).toEqual([
      expect.stringMatching(late),
    ]);
  });

  test('the limits of both are counted to the day, and without AWS the command that tells why is shown', () => {
    expect(bad(left(42))).toEqual([]);
    expect(bad(left(42 - 1 / 24, { notBefore: now - (108 + 1 / 24) * dayMs }))).toEqual([expect.stringMatching(late)]);
    expect(bad(left(41, { notBefore: now - 108 * dayMs }))).toEqual([]);
    const [remark] = judge(left(41)).remarks.filter(({ check }) => check === 'acm-renewal');
    expect([remark?.shows, remark?.means]).toEqual([`ses-track cert-check ${domain} --aws`, expect.stringMatching(/^Something keeps it/)]);
    expect(bad(left(0)).filter(each => late.test(each))).toEqual([]);
  });

  test('of another authority, or for less than half a year, nobody knows', () => {
    expect(bad(left(41, { issuer: "C=US, O=Let's Encrypt, CN=R11" }))).toEqual([]);
    expect(bad(left(41, { notBefore: now - 40 * dayMs }))).toEqual([]);
    // A name that only looks like it.
    expect(bad(left(41, { issuer: 'CN=x, O=Amazonia' }))).toEqual([]);
  });
});

describe('what AWS says', () => {
  const asked = (more: Parameters<typeof acm>[0]) => scene({ acm: acm(more) });
  const with_ = (more: Parameters<typeof acmCertificate>[0]) => asked({ certificate: read(acmCertificate(more)) });

  test('what is well is said by what ACM and the address show', () => {
    const says = (seen: CertScene) => judge(seen).remarks.flatMap(({ check, level, says: is }) => (/^acm-/.test(check) && level === 'ok' ? is : []));
    const { eligibility: _, ...silent } = acmCertificate();
    const balancer = (name: string) => `arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/${name}/1`;
    const usedBy = [balancer('a'), balancer('b')];
    expect([
      says(with_({})),
      says(with_({ renewal: 'SUCCESS' }))[1],
      says(with_({ renewal: 'PENDING_AUTO_RENEWAL' }))[1],
      says(asked({ certificate: read(silent) }))[1],
      says(with_({ usedBy: [] }))[2],
      says(asked({ certificate: read(acmCertificate({ usedBy })), distribution: read(undefined) }))[2],
      says(with_({ type: 'IMPORTED' }))[0],
      says(scene({ acm: acm(), edge: { ends: [] } }))[0],
    ]).toEqual([
      ['arn:c, issued, as readers are shown it', 'ACM renews it by itself', 'used by distribution E1'],
      'renewed, and to be renewed again',
      'ACM is renewing it now',
      'ACM says nothing against it',
      'named by distribution E1, as ACM will show soon',
      `used by ${usedBy.join(', ')}`,
      'arn:c, imported, as readers are shown it',
      'arn:c, issued',
    ]);
  });

  test('what setup mends says so', () => {
    const unused = { certificate: read(acmCertificate({ usedBy: [] })), distribution: read({ ...front, certificateArn: 'arn:other' }) };
    const byMail = ['a.test', 'b.test'].map(name => ({ name, method: 'EMAIL' }));
    const mended = [
      with_({ status: 'FAILED' }),
      with_({ type: 'IMPORTED' }),
      with_({ validations: byMail }),
      with_({ renewal: 'FAILED' }),
      with_({ eligibility: 'INELIGIBLE' }),
      asked(unused),
    ].map(seen => judge(seen).remarks.find(({ check, level }) => /^acm-/.test(check) && level === 'advice'));
    expect(mended.map(each => each?.mend)).toEqual(mended.map(() => `ses-track setup --domain ${domain}`));
    expect(mended.map(each => each?.means)).not.toContain(undefined);
    expect(mended[2]?.says).toBe('a.test, b.test is validated by mail: it renews when somebody clicks');
  });

  test('one address of three still shows the certificate of before', () => {
    const ends = [end('192.0.2.1'), end('192.0.2.2', { serial: '0DEF', notAfter: now + 40 * dayMs }), end('192.0.2.3')];
    const seen = scene({ acm: acm(), edge: { ends } });
    const means = 'advice acm-status: ACM has arn:c, until 2027-03-04; readers are shown another, until 2027-01-03 @192.0.2.2';
    expect(bad(seen).filter(each => each.includes('acm-status'))).toEqual([means]);
    const older = end('192.0.2.3', { serial: '0DEE', notAfter: now + 30 * dayMs });
    expect(bad(scene({ acm: acm(), edge: { ends: [...ends.slice(0, 2), older] } })).filter(each => each.includes('acm-status'))).toEqual([
      means.replace('2027-01-03 @192.0.2.2', '2026-12-24 @192.0.2.3'),
      means,
    ]);
  });

  test('a front that is not CloudFront has its certificate where it is: nothing is missed in us-east-1', () => {
    const none = { certificate: read(undefined), distribution: read(undefined), records: [] };
    const says = (half: object, edge: Parameters<typeof scene>[0] & object) =>
      judge(scene({ ...edge, acm: acm({ ...none, ...half }) })).remarks.flatMap(({ check, level, says: is }) =>
        /^acm-/.test(check) ? `${check} ${level}: ${is}` : [],
      );
    const rest = [
      'acm-renewal skipped: ACM in us-east-1 showed no certificate for it',
      'acm-in-use skipped: ACM in us-east-1 showed no certificate for it',
    ];
    expect(says({ elsewhere: 'eu-west-1' }, {})).toEqual([
      'acm-status skipped: a load balancer in eu-west-1 serves it, and ACM is asked in us-east-1 alone',
      ...rest,
    ]);
    for (const servedBy of ['other', 'unknown', 'ses'] as const)
      expect(says({}, { edge: { servedBy } })).toEqual([
        'acm-status skipped: CloudFront is not seen to serve it, so that its certificate may be in another region than us-east-1',
        ...rest,
      ]);
    expect(says({}, { edge: { servedBy: 'other', ends: [end('192.0.2.1')] } })[0]).toMatch(/^acm-status skipped: CloudFront is not seen/);
    const strange = [end('192.0.2.1', { issuer: "C=US, O=Let's Encrypt, CN=R11" })];
    expect(says({}, { edge: { ends: strange } })[0]).toBe('acm-status ok: ACM in us-east-1 has no certificate for it, and needs none');
    expect(says({}, { edge: { ends: [...strange, end('192.0.2.2')] } })[0]).toMatch(/^acm-status advice: ACM in us-east-1 of this account has no/);
    expect(says({}, { edge: { ends: [], servedBy: 'unknown' } })[0]).toMatch(/^acm-status advice: ACM in us-east-1 of this account has no/);
    // That Amazon should have renewed it can be told all the same.
    expect(
      says({ elsewhere: 'eu-west-1' }, { edge: { ends: [end('192.0.2.1', { notAfter: now + 41 * dayMs, notBefore: now - 157 * dayMs })] } })[1],
    ).toMatch(/^acm-renewal advice: 41 days left, and ACM has not renewed it/);
  });

  test.each<[string, CertScene, string[]]>([
    ['a status that is not ISSUED', with_({ status: 'FAILED', failure: 'CAA_ERROR' }), ['advice acm-status: arn:c is FAILED (CAA_ERROR)']],
    [
      'readers are shown another one',
      with_({ serial: '0DEF', notAfter: now + 190 * dayMs }),
      ['advice acm-status: ACM has arn:c, until 2027-06-02; readers are shown another, until 2027-03-04'],
    ],
    [
      'none in this account',
      asked({ certificate: read(undefined), distribution: read(undefined), records: [] }),
      [`advice acm-status: ACM in us-east-1 of this account has no certificate for ${domain}`],
    ],
    ['imported', with_({ type: 'IMPORTED' }), ['advice acm-renewal: it was imported, and ACM renews no such certificate']],
    [
      'validated by mail',
      with_({ validations: [{ name: domain, method: 'EMAIL' }] }),
      [`advice acm-renewal: ${domain} is validated by mail: it renews when somebody clicks`],
    ],
    ['a renewal that waits', with_({ renewal: 'PENDING_VALIDATION' }), ['advice acm-renewal: ACM cannot renew it: PENDING_VALIDATION']],
    [
      'a renewal that failed',
      with_({ renewal: 'FAILED', renewalFailure: 'CAA_ERROR' }),
      ['advice acm-renewal: ACM cannot renew it: FAILED (CAA_ERROR)'],
    ],
    ['not eligible', with_({ eligibility: 'INELIGIBLE' }), ['advice acm-renewal: ACM says that it is not eligible for renewal']],
    [
      'used by nothing',
      asked({
        certificate: read(acmCertificate({ usedBy: [], eligibility: 'INELIGIBLE' })),
        distribution: read({ ...front, certificateArn: 'arn:other' }),
      }),
      [`advice acm-in-use: distribution E1 has ${domain} as an alternate name and does not use arn:c`],
    ],
    [
      'no distribution here',
      asked({ distribution: read(undefined) }),
      [`advice acm-in-use: no distribution of this account has ${domain} as an alternate name`],
    ],
    [
      'no distribution here, and a load balancer that uses it and so keeps it renewed',
      asked({
        certificate: read(acmCertificate({ usedBy: ['arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/front/1'] })),
        distribution: read(undefined),
      }),
      [],
    ],
    [
      'a validation record that is gone',
      asked({ records: [{ domain, name: '_x', value: '_y', seen: { kind: 'gone' } }] }),
      [`advice validation-record: the record that validates ${domain} is gone from DNS`],
    ],
    [
      'one that leads elsewhere',
      asked({ records: [{ domain, name: '_x', value: '_y', seen: { kind: 'other', value: '_z' } }] }),
      [`advice validation-record: the record that validates ${domain} leads to _z instead`],
    ],
    [
      'one that cannot be read',
      asked({ records: [{ domain, name: '_x', value: '_y', seen: { kind: 'failed', why: 'SERVFAIL' } }] }),
      [`advice validation-record: the record that validates ${domain} could not be looked up: SERVFAIL`],
    ],
    [
      'a zone that nobody asks',
      asked({ owners: { zone: 'example.test', nameServers: ['ns1.other.test'] } }),
      ['advice live-zone: the world asks ns1.other.test for example.test, not hosted zone Z1'],
    ],
    [
      'a name that is delegated elsewhere',
      asked({ owners: { zone: domain, nameServers: ['ns1.test'] } }),
      [`advice live-zone: the world asks ns1.test for ${domain}, not hosted zone Z1`],
    ],
    [
      'one stray name server',
      asked({ owners: { zone: 'example.test', nameServers: ['ns1.test', 'ns9.test'] } }),
      ['advice live-zone: the world also asks ns9.test, which hosted zone Z1 does not have'],
    ],
    [
      'two zones of that name, none of them live',
      asked({
        zone: read({
          choice: { kind: 'ambiguous', zones: [theZone, { ...theZone, id: 'Z2' }] },
          live: [
            { zone: theZone, servers: ['a.test'] },
            { zone: { ...theZone, id: 'Z2' }, servers: ['b.test'] },
          ],
        }),
      }),
      ['advice live-zone: the world asks ns1.test, ns2.test for example.test, not hosted zone Z1, Z2'],
    ],
    [
      'a private zone',
      asked({ zone: read({ choice: { kind: 'private-only', zones: [theZone] }, live: [] }) }),
      ['advice live-zone: the only hosted zone for it is private'],
    ],
    [
      'a domain that leads elsewhere',
      scene({ acm: acm(), edge: { chain: { name: domain, hops: ['d9.cloudfront.net'], end: 'addresses', addresses: ['192.0.2.1'] } } }),
      [`advice points-at-front: ${domain} leads to d9.cloudfront.net, not to d1.cloudfront.net of distribution E1`],
    ],
  ])('%s', (_, seen, expected) => {
    const { state, remarks } = judge(seen);
    expect({ state, said: said(remarks) }).toEqual({ state: 'ok', said: expected });
  });

  test.each<[string, CertScene]>([
    [
      'an alias record of ours',
      asked({
        zone: read({
          choice: { kind: 'zone', zone: theZone, isApex: false },
          live: [{ zone: theZone, servers: ['ns1.test', 'ns2.test'] }],
          alias: 'd1.cloudfront.net',
        }),
      }),
    ],
    [
      'an alias record in another zone, by its certificate',
      scene({ acm: acm(), edge: { chain: { name: domain, hops: [], end: 'addresses', addresses: ['192.0.2.1'] } } }),
    ],
    [
      'two zones of that name, one of them live',
      asked({
        zone: read({
          choice: { kind: 'ambiguous', zones: [theZone, { ...theZone, id: 'Z2' }] },
          live: [
            { zone: theZone, servers: ['a.test'] },
            { zone: { ...theZone, id: 'Z2' }, servers: ['ns1.test', 'ns2.test'] },
          ],
        }),
      }),
    ],
    ['a zone elsewhere', asked({ zone: read({ choice: { kind: 'none' }, live: [] }) })],
    ['a renewal under way', with_({ renewal: 'PENDING_AUTO_RENEWAL' })],
    ['a serial number written otherwise', with_({ serial: 'abc' })],
    [
      "a front of one's own with a certificate of another authority",
      scene({
        acm: acm({ certificate: read(undefined), distribution: read(undefined), records: [] }),
        edge: { ends: [end('192.0.2.1', { issuer: 'CN=R11, O=LE' })] },
      }),
    ],
  ])('fine: %s', (_, seen) => {
    expect(bad(seen)).toEqual([]);
  });

  test('what AWS keeps back is unknown, never fine: the reason is told, and the code says whose it is', () => {
    const denied = judge(asked({ certificate: refused('aws.denied', 'the credentials may not acm:DescribeCertificate') }));
    expect(denied.state).toBe('unknown');
    expect([...new Set(denied.remarks.filter(({ level }) => level === 'unknown').map(({ says, trouble }) => `${says} ${trouble}`))]).toEqual([
      'the credentials may not acm:DescribeCertificate aws.denied',
    ]);
    expect(outcome([denied])).toBe('denied');
    expect(outcome([denied, judge(asked({ zone: refused('aws.unreachable', 'cannot reach it') }))])).toBe('unseen');
    // A certificate that is dead is dead, whatever AWS says.
    const dead = judge({
      ...asked({ certificate: refused('aws.denied', 'no') }),
      edge: scene({ edge: { ends: [end('192.0.2.1', { notAfter: now - 1 })] } }).edge,
    });
    expect(dead.state).toBe('critical');
  });
});

test('of several domains what could not be seen decides the exit code, then what was found', () => {
  const ok = judge(scene());
  const found = judge(scene({ edge: { ends: [end('192.0.2.1', { notAfter: now + dayMs })] } }));
  const unseen = judge(scene({ edge: { ends: [failing('192.0.2.1', 'timeout', 'no answer')] } }));
  expect(outcome([ok, ok])).toBe('ok');
  expect(outcome([ok, found])).toBe('found');
  expect(outcome([found, unseen])).toBe('unseen');
  expect(worst([ok.state, unseen.state, found.state])).toBe('critical');
});

test('any mixture of addresses is judged, and never better than its worst', () => {
  const states = { good: 'ok', soon: 'warning', dead: 'critical', silent: 'unknown' } as const;
  const made = (kind: keyof typeof states, address: string) =>
    kind === 'silent'
      ? failing(address, 'timeout', 'no answer')
      : end(address, { notAfter: now + { good: 100, soon: 20, dead: -1 }[kind] * dayMs, pem: kind });
  fc.assert(
    fc.property(fc.array(fc.constantFrom('good', 'soon', 'dead', 'silent'), { minLength: 1, maxLength: 12 }), kinds => {
      const ends = kinds.map((kind, index) => made(kind, index % 2 === 0 ? `192.0.2.${index}` : `2001:db8::${index}`));
      expect(judge(scene({ edge: { ends } })).state).toBe(worst(kinds.map(kind => states[kind])));
    }),
    { numRuns: isLong ? 500 : 40 },
  );
});
