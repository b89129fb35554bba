/** Every fault that a TLS server can have, made by the real openssl: which refusal or failure it is, in which words. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as nodeTlsModule from 'node:tls';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { nodeDns } from '../../src/outside/node/dns.ts';
import { nodeTls } from '../../src/outside/node/tls.ts';
import { isLong, onlyLong } from '../long.ts';
import { domain, type Fault, idn, lateMs, noOpenssl, type Options, withFault } from './tls-kit.ts';

const tls = nodeTls(nodeDns(undefined), undefined);
const when = { notBefore: Date.UTC(2026, 0, 1), notAfter: Date.UTC(2049, 11, 31) };
const past = { notBefore: Date.UTC(2024, 0, 1), notAfter: Date.UTC(2024, 5, 30, 12) };
const future = { notBefore: Date.UTC(2049, 0, 1), notAfter: Date.UTC(2049, 11, 31) };

/** @param trusts whether the kit's own root is given */
const look = (fault: Fault, options: Options = {}, { name = domain, trusts = true, timeoutMs = 5000 } = {}) =>
  withFault(
    fault,
    async ({ address, root }) => {
      const answer = await tls.peer(name, { connectTo: address, timeoutMs, ...(trusts ? { roots: [root] } : {}) });
      return answer.kind === 'peer' ? answer.peer : answer;
    },
    options,
  );

describe.skipIf(noOpenssl !== '')(`certificates${noOpenssl}`, () => {
  test('a good one is told in full: key, signature, what was sent and what is known here', async () => {
    const ec = { type: 'ec', bits: 256, curve: 'prime256v1' };
    expect(await look('good', when)).toEqual({
      address: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
      protocol: 'TLSv1.3',
      cipher: 'TLS_AES_256_GCM_SHA384',
      sent: 2,
      refusals: [],
      chain: [
        {
          subject: 'CN=click.example.test',
          issuer: 'CN=Kit Intermediate',
          names: ['click.example.test'],
          serial: expect.stringMatching(/^4[0-9A-F]{31}$/),
          ...when,
          isCa: false,
          key: ec,
          signature: 'ecdsa-with-SHA256',
          pem: expect.stringMatching(/^-----BEGIN CERTIFICATE-----/),
        },
        expect.objectContaining({ subject: 'CN=Kit Intermediate', isCa: true, key: ec }),
        expect.objectContaining({ subject: 'CN=Kit Root', issuer: 'CN=Kit Root', isCa: true }),
      ],
    });
  });

  test.each([
    ['good-cross-signed', { sent: 3, refusals: [], chain: [{}, {}, { issuer: 'CN=Stranger Root' }] }],
    ['tls-1.2', { protocol: 'TLSv1.2', cipher: expect.stringMatching(/^TLS_ECDHE_ECDSA_WITH_/), refusals: [] }],
  ] satisfies [Fault, object][])('%s holds', async (fault, seen) => {
    expect(await look(fault)).toMatchObject(seen);
  });

  test.skipIf(!isLong).each([
    ['good-root-sent', { sent: 3, refusals: [] }],
    ['wildcard', { refusals: [], chain: [{ names: ['*.example.test'] }, {}, {}] }],
  ] satisfies [Fault, object][])(`%s holds, too${onlyLong}`, async (fault, seen) => {
    expect(await look(fault)).toMatchObject(seen);
  });

  test.skipIf(!isLong)(`RSA keys of 2048 and 4096 bits hold${onlyLong}`, async () => {
    for (const bits of [2048, 4096] as const)
      expect(await look(`rsa-${bits}`)).toMatchObject({ refusals: [], chain: [{ key: { type: 'rsa', bits } }, {}, {}] });
  });

  test('a name that is not ASCII is asked for, and named, as DNS has it', async () => {
    expect(await look('idn', {}, { name: idn.domain })).toMatchObject({ refusals: [], chain: [{ names: [idn.domain] }, {}, {}] });
  });

  const notRoot = 'which was not sent and is not trusted here';
  const refused: [Fault, Options, object[]][] = [
    ['expired', past, [{ kind: 'expired', certificate: 0, why: 'the certificate expired on 2024-06-30' }]],
    ['early', future, [{ kind: 'early', certificate: 0, why: 'the certificate is not valid before 2049-01-01' }]],
    ['wrong-name', {}, [{ kind: 'name', certificate: 0, why: 'the certificate is for other.example.test, not for click.example.test' }]],
    ['no-name', {}, [{ kind: 'name', certificate: 0, why: 'the certificate is for no name, not for click.example.test' }]],
    ['self-signed', {}, [{ kind: 'self-signed', certificate: 0, why: 'the certificate is signed by its own key, not by an authority' }]],
    [
      'unknown-root',
      {},
      [{ kind: 'untrusted', certificate: 1, why: `the certificate above it, CN=Stranger Intermediate, was issued by CN=Stranger Root, ${notRoot}` }],
    ],
    ['unknown-root-sent', {}, [{ kind: 'untrusted', certificate: 2, why: 'the root that was sent, CN=Stranger Root, is not trusted here' }]],
    [
      'incomplete',
      {},
      [
        {
          kind: 'incomplete',
          certificate: 0,
          why: 'the certificate was issued by CN=Kit Intermediate, which was not sent: an intermediate certificate is missing',
        },
      ],
    ],
    ['wrong-intermediate', {}, [{ kind: 'incomplete', certificate: 0, why: expect.stringContaining('CN=Kit Intermediate, which was not sent:') }]],
    ['incomplete-private', {}, [{ kind: 'untrusted', certificate: 0, why: `the certificate was issued by CN=Kit Intermediate, ${notRoot}` }]],
    [
      'expired-intermediate',
      {},
      [{ kind: 'expired', certificate: 1, why: expect.stringMatching(/^the certificate above it, CN=Kit Ended Intermediate, expired on 20/) }],
    ],
    ['weak-key', {}, [{ kind: 'weak', certificate: 0, why: 'the certificate has an RSA key of 1024 bits, where browsers ask for 2048' }]],
    [
      'weak-intermediate',
      {},
      [{ kind: 'weak', certificate: 1, why: expect.stringContaining('CN=Kit Short Intermediate, has an RSA key of 1024 bits') }],
    ],
    ['sha1', {}, [{ kind: 'weak', certificate: 0, why: 'the certificate is signed with SHA-1, which browsers refuse' }]],
  ];
  // What is wrong with the one above it is told as of the certificate itself: of those, the short run has none.
  test.each(isLong ? refused : refused.filter(([fault]) => !fault.endsWith('-intermediate')))('%s', async (fault, options, refusals) => {
    expect(await look(fault, options)).toMatchObject({ refusals });
  });

  test.skipIf(!isLong).each([
    ['expired-wrong-name', past, [{ kind: 'expired', certificate: 0 }, { kind: 'name' }]],
    ['expired-incomplete', past, [{ kind: 'expired', certificate: 0 }, { kind: 'incomplete' }]],
    ['expired-weak-key', past, [{ kind: 'expired', certificate: 0 }, { kind: 'weak' }]],
  ] satisfies [Fault, Options, object[]][])(`two faults at once: %s${onlyLong}`, async (fault, options, refusals) => {
    expect(await look(fault, options)).toMatchObject({ refusals });
  });

  test('a root is trusted where it is given, in a file of several too, and nowhere else', async () => {
    expect(await look('good', {}, { trusts: false })).toMatchObject({ refusals: [{ kind: 'untrusted', certificate: 1 }], sent: 2 });
    const several = await withFault('unknown-root', ({ root: other }) =>
      withFault('good', ({ address, root }) => tls.peer(domain, { connectTo: address, roots: [`${other}\n# ours\n${root}`] })),
    );
    expect(several).toMatchObject({ kind: 'peer', peer: { refusals: [] } });
  });

  test.skipIf(!isLong || !('getCACertificates' in nodeTlsModule))(`a root that is given stands beside those of Node itself${onlyLong}`, () =>
    withFault('unknown-root', async ({ address, strangerRoot, root }) => {
      const folder = mkdtempSync(join(tmpdir(), 'ses-track-extra-'));
      writeFileSync(join(folder, 'extra.pem'), strangerRoot);
      const script = `import { nodeTls } from ${JSON.stringify(join(import.meta.dirname, '../../src/outside/node/tls.ts'))};
        const answer = await nodeTls({}, undefined).peer('${domain}', { connectTo: '${address}', roots: [${JSON.stringify(root)}] });
        process.stdout.write(JSON.stringify(answer.peer.refusals));`;
      // The server answers in this process, so the other one must not hold it up.
      try {
        const env = { ...process.env, NODE_EXTRA_CA_CERTS: join(folder, 'extra.pem') };
        const ran = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { env });
        expect(ran.stdout).toBe('[]');
      } finally {
        rmSync(folder, { recursive: true });
      }
    }),
  );

  test('what Node fills in of itself does not count as sent', async () => {
    const answer = await withFault('good', ({ address, root }) => tls.peer(domain, { connectTo: address, roots: [root] }), when);
    const intermediate = answer.kind === 'peer' ? (answer.peer.chain[1]?.pem ?? '') : '';
    const known = await withFault('incomplete', ({ address, root }) => tls.peer(domain, { connectTo: address, roots: [root, intermediate] }));
    expect(known).toMatchObject({ kind: 'peer', peer: { refusals: [], sent: 1, chain: [{}, { subject: 'CN=Kit Intermediate' }, {}] } });
  });

  test('no request goes to a peer that a browser would refuse', async () => {
    for (const fault of ['weak-key', 'no-name', 'expired-intermediate'] as const)
      await withFault(fault, async ({ address, root }) => {
        expect(await tls.request(`https://${domain}/favicon.ico`, { connectTo: address, roots: [root] })).toMatchObject({ kind: 'refused' });
      });
  });

  test('a server without TLS 1.2 is told as such', async () => {
    expect(await look('old-tls')).toEqual({
      kind: 'failed',
      at: 'handshake',
      cause: 'protocol',
      why: 'the other side speaks only versions of TLS older than 1.2 (TLS alert protocol_version)',
    });
  });

  test('an answer that comes after the time is none, and one that comes within it is one', async () => {
    expect(await look('late', {}, { timeoutMs: 300 })).toEqual({
      kind: 'failed',
      at: 'handshake',
      cause: 'timeout',
      why: 'connected, but no TLS handshake in 0.3 s',
    });
    if (isLong) expect(await look('late', {}, { timeoutMs: lateMs + 5000 })).toMatchObject({ refusals: [] });
    await withFault('no-answer', async ({ address, root }) => {
      const asked = tls.request(`https://${domain}/`, { connectTo: address, roots: [root], timeoutMs: 300 });
      expect(await asked).toEqual({ kind: 'failed', at: 'answer', cause: 'timeout', why: 'no answer in 0.3 s' });
    });
  });
});

describe('what makes no handshake', () => {
  const failed = { kind: 'failed', at: 'handshake' };
  test.each([
    ['plain-http', { ...failed, cause: 'no-tls', why: 'what is spoken there is not TLS' }],
    ['greeting', { ...failed, cause: 'no-tls', why: 'what is spoken there is not TLS' }],
    ['hangs-up', { ...failed, cause: 'closed', why: 'the connection was closed in the TLS handshake' }],
    ['silent', { ...failed, cause: 'timeout', why: 'connected, but no TLS handshake in 0.2 s' }],
    ['alert-unrecognized-name', { ...failed, cause: 'alert', why: 'the other side refuses the handshake (TLS alert unrecognized_name)' }],
    ['alert-handshake-failure', { ...failed, cause: 'alert', why: 'the other side refuses the handshake (TLS alert handshake_failure)' }],
  ] satisfies [Fault, object][])('%s', async (fault, seen) => {
    expect(await look(fault, {}, { trusts: false, timeoutMs: fault === 'silent' ? 200 : 5000 })).toEqual(seen);
  });

  test('a plain request goes without TLS, and its answer is told', () =>
    withFault(
      'plain-http',
      async ({ port }) => {
        const answer = await tls.plain(domain, '/favicon.ico', { connectTo: '127.0.0.1', port });
        expect(answer).toMatchObject({ kind: 'answer', status: 301 });
        expect(answer.kind === 'answer' && answer.headers.get('location')).toBe(`https://${domain}/favicon.ico`);
      },
      { answer: { status: 301, headers: { location: `https://${domain}/favicon.ico` } } },
    ));

  test('a plain request to a peer that says nothing, or no HTTP, fails in the answer', async () => {
    await withFault('silent', async ({ address }) => {
      expect(await tls.plain(domain, '/', { connectTo: address, timeoutMs: 200 })).toMatchObject({ at: 'answer', cause: 'timeout' });
    });
    await withFault('greeting', async ({ address }) => {
      expect(await tls.plain(domain, '/', { connectTo: address })).toEqual({
        kind: 'failed',
        at: 'answer',
        cause: 'other',
        why: 'what is spoken there is not HTTP',
      });
    });
  });
});
