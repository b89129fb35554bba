/** What the sandbox's own address answers. */
import { X509Certificate } from 'node:crypto';
import type * as ses from '@aws-sdk/client-sesv2';
import { expect, test } from 'vitest';
import { openAccount } from './account.ts';

test('the first page says what this is', async () => {
  const { ask } = await openAccount({ types: 'none' });
  const text = await (await ask('/')).text();
  expect(text).toContain('Nothing here reaches AWS or a real mailbox.');
  expect(text).toContain('http://127.0.0.1:4579/inbox.json');
});

test('the inbox lists mails with their links and where to open them', async () => {
  const { ask, send } = await openAccount();
  await ask('/');
  const messageId = await send({ to: ['ann@example.org'], html: '<a href="https://example.com/">x</a>', text: 'x' });
  const { mails } = (await (await ask('/inbox.json')).json()) as { mails: Record<string, unknown>[] };
  expect(mails).toMatchObject([
    {
      messageId,
      from: 'Shop <shop@example.test>',
      subject: 'Hello',
      recipients: ['ann@example.org'],
      configurationSet: 'main',
      links: [{ url: 'https://example.com/', visit: expect.stringMatching(/^http:\/\/127\.0\.0\.1:4579\/L0\/https:%2F%2Fexample\.com%2F\/1\//) }],
    },
  ]);
});

test('the signing certificate is where the messages say', async () => {
  const { ask, notices, sandbox } = await openAccount();
  const { SigningCertURL } = notices()[0] as unknown as { SigningCertURL: string };
  const answer = await ask(new URL(SigningCertURL).pathname);
  expect(new X509Certificate(await answer.text()).fingerprint256).toBe(new X509Certificate(sandbox.certificate).fingerprint256);
});

test('anything else is the AWS wire: signed requests in, browsers and strangers out', async () => {
  const { ask, sandbox } = await openAccount({ types: 'none' });
  const before = sandbox.calls();
  const authorization = 'AWS4-HMAC-SHA256 Credential=any/20261124/us-east-1/ses/aws4_request, SignedHeaders=host, Signature=0';
  const answer = await ask('/v2/email/configuration-sets/main', { headers: { authorization } });
  expect(((await answer.json()) as ses.GetConfigurationSetResponse).ConfigurationSetName).toBe('main');
  expect(sandbox.calls().read).toBe(before.read + 1);
  expect((await ask('/v2/email/configuration-sets/main', { headers: { authorization, origin: 'https://evil.example' } })).status).toBe(403);
  expect((await ask('/no-such-thing')).status).toBeGreaterThanOrEqual(400);
});

test('a stopped sandbox tells nobody anything more', async () => {
  const { sandbox, send, settled, events } = await openAccount();
  await send({ to: ['reader@example.org'], html: '<a href="https://example.com/">x</a>' });
  await sandbox.stop();
  await settled();
  expect(events()).toEqual([]);
});
