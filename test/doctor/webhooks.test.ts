/** What the doctor makes of a webhook by how far one gets to it from here: what fails for SNS too is a problem, what may fail here alone is not known. */
import { expect, test } from 'vitest';
import type { Check } from '../../src/doctor/check.ts';
import { webhookCertificate } from '../../src/doctor/checks/webhook-certificate.ts';
import { webhookReachable } from '../../src/doctor/checks/webhook-reachable.ts';
import type { Scene } from '../../src/doctor/scene.ts';
import type { Webhook } from '../../src/observe/webhook.ts';
import type { TlsFailure, TlsPeer } from '../../src/outside/index.ts';
import { certificate, dayMs, end, now } from '../cert/scenes.ts';

const address = 'https://hooks.example.test/ses';

async function saidBy({ look }: Check, seen: Webhook) {
  const facts = { network: { dns: {}, tls: {} }, at: async () => seen };
  const [outcome] = [await look({ asked: { sets: [{ webhooks: [address] }] }, look: facts, clock: { now: () => now } } as unknown as Scene)].flat();
  return outcome;
}

function showing(more: Partial<TlsPeer> = {}): Webhook {
  const { seen } = end('192.0.2.1', {}, more);
  return seen;
}

test.each([
  ...(['192.0.2.1:443', '172.15.0.1:443', '172.32.0.1:443', '11.0.0.1:443', '192.169.0.1:443', '[2001:db8::1]:443'] as const),
  ...(['10.1.2.3:443', '172.16.0.1:443', '172.31.0.1:443', '192.168.1.1:443', '169.254.1.1:443', '127.0.0.1:443'] as const),
  ...(['[::1]:443', '[fc00::1]:443', '[fd12::1]:443', '[fe80::1]:443'] as const),
])('one that answers at %s', async at => {
  const isPublic = /^(192\.0\.2|172\.15|172\.32|11\.|192\.169|\[2001)/.test(at);
  expect(await saidBy(webhookReachable, showing({ address: at }))).toMatchObject(
    isPublic
      ? { state: 'ok', subject: address, saw: `webhook ${address} answers at ${at}` }
      : { state: 'unknown', saw: `webhook ${address} is at the private address ${at} from here` },
  );
});

test.each<[TlsFailure['cause'], 'problem' | 'unknown', boolean]>([
  ['no-name', 'problem', false],
  ['refused', 'problem', true],
  ['closed', 'problem', true],
  ['no-tls', 'problem', false],
  ['protocol', 'problem', false],
  ['alert', 'problem', false],
  ['timeout', 'unknown', true],
  ['dns', 'unknown', true],
  ['unreachable', 'unknown', true],
  ['no-route', 'unknown', true],
  ['other', 'unknown', true],
])('one that fails by %s is a %s', async (cause, state, mayBeFirewall) => {
  const failed: TlsFailure = { kind: 'failed', at: 'connect', cause, why: 'it went wrong' };
  const found = await saidBy(webhookReachable, failed);
  expect([found?.state, found?.means?.includes('firewall')]).toEqual([state, mayBeFirewall]);
  expect(await saidBy(webhookCertificate, failed)).toMatchObject({ state: 'skipped' });
});

test('a certificate that SNS would refuse loses events now, one that ends within a week soon', async () => {
  const ending = (days: number) => saidBy(webhookCertificate, showing({ chain: [certificate({ notAfter: now + days * dayMs })] }));
  expect(await saidBy(webhookCertificate, showing({ refusals: [{ kind: 'expired', certificate: 0, why: 'it expired' }] }))).toMatchObject({
    state: 'problem',
    harm: 'events',
    saw: `the certificate of webhook ${address} is refused: it expired`,
  });
  expect([(await ending(8))?.state, (await ending(7))?.saw, (await ending(6.5))?.saw, (await ending(1.5))?.saw, (await ending(0.25))?.saw]).toEqual([
    'ok',
    `the certificate of webhook ${address} ends in 7 days`,
    `the certificate of webhook ${address} ends in 6 days`,
    `the certificate of webhook ${address} ends in 1 day`,
    `the certificate of webhook ${address} ends in 6 hours`,
  ]);
  expect(await ending(6.5)).toMatchObject({ state: 'problem', harm: 'soon', means: expect.stringMatching(/Renew it\.$/) });
  expect(await saidBy(webhookCertificate, showing({ chain: [] }))).toMatchObject({ state: 'skipped' });
  const two = ['it expired', 'it is for another name'].map(why => ({ kind: 'expired' as const, certificate: 0, why }));
  expect((await saidBy(webhookCertificate, showing({ refusals: two })))?.saw).toMatch(/refused: it expired; it is for another name$/);
});
