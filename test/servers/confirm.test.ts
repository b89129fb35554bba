/** How a subscription is confirmed, and which links are never opened. */
import { expect, test } from 'vitest';
import { Trouble } from '../../src/errors.ts';
import { type Handshake, readEnvelope } from '../../src/events/envelope.ts';
import { type ConfirmSettings, confirmer } from '../../src/servers/confirm.ts';
import { handshake, topicArn } from '../events/sns-signer.ts';

const asked = (change: Record<string, string> = {}): Handshake => {
  const read = readEnvelope(JSON.stringify(handshake('SubscriptionConfirmation', change)));
  return 'token' in read ? read : expect.fail(JSON.stringify(read));
};

function stage(change: Partial<ConfirmSettings> = {}) {
  const done: string[] = [];
  const confirm = confirmer({
    api: async ({ token }) => {
      done.push(`api ${token}`);
    },
    web: async request => {
      done.push(request.url);
      return new Response();
    },
    isSandboxTrusted: false,
    isApiSandbox: false,
    ...change,
  });
  return { done, confirm };
}

const refusing = (code: 'aws.credentials' | 'aws.denied' | 'aws.unreachable') => ({
  api: async () => {
    throw new Trouble(code, 'no');
  },
});

test('with credentials it goes through the API, and no link is opened', async () => {
  const { done, confirm } = stage();
  expect(await confirm(asked())).toBe('api');
  expect(done).toEqual(['api 2336412f37']);
});

test.each(['aws.credentials', 'aws.denied'] as const)('where the API answers %s, the link is opened', async code => {
  const { done, confirm } = stage(refusing(code));
  expect(await confirm(asked())).toBe('link');
  expect(done).toEqual([`https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=${topicArn}&Token=2336412f37`]);
});

test('where the API does not answer, it fails, so that SNS asks again', async () => {
  const { done, confirm } = stage(refusing('aws.unreachable'));
  await expect(confirm(asked())).rejects.toMatchObject({ code: 'aws.unreachable' });
  expect(done).toEqual([]);
});

test.each([
  'https://evil.test/?Action=ConfirmSubscription',
  'https://sns.us-east-1.amazonaws.com.evil.test/',
  'https://sns.us-east-1.amazonaws.com@evil.test/',
  'https://sns.eu-west-1.amazonaws.com/',
  'http://sns.us-east-1.amazonaws.com/',
  'http://169.254.169.254/latest/meta-data/',
  'http://127.0.0.1:4579/?Action=ConfirmSubscription',
  'file:///etc/passwd',
])('a link to %s is never opened', async SubscribeURL => {
  const { done, confirm } = stage(refusing('aws.credentials'));
  await expect(confirm(asked({ SubscribeURL }))).rejects.toMatchObject({ code: 'aws.refused' });
  expect(done).toEqual([]);
});

test('a link that answers with an error or leads elsewhere did not confirm', async () => {
  for (const status of [302, 403, 500]) {
    const { confirm } = stage({ ...refusing('aws.credentials'), web: async () => new Response(null, { status }) });
    await expect(confirm(asked())).rejects.toMatchObject({ message: `the link to confirm answered HTTP ${status}` });
  }
});

test("a trusted sandbox's link is opened, and AWS itself is never asked about a sandbox's topic", async () => {
  const { done, confirm } = stage({ isSandboxTrusted: true });
  expect(await confirm(asked({ SubscribeURL: 'http://127.0.0.1:4579/?Action=ConfirmSubscription' }))).toBe('link');
  expect(done).toEqual(['http://127.0.0.1:4579/?Action=ConfirmSubscription']);
});

test('where the API is the sandbox, it goes through the API', async () => {
  const { done, confirm } = stage({ isSandboxTrusted: true, isApiSandbox: true });
  expect(await confirm(asked({ SubscribeURL: 'http://127.0.0.1:4579/' }))).toBe('api');
  expect(done).toEqual(['api 2336412f37']);
});
