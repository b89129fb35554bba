/** The SDK clients as connect makes them: region, endpoint, retries, errors. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetConfigurationSetCommand } from '@aws-sdk/client-sesv2';
import { afterAll, expect, test, vi } from 'vitest';
import type { AwsCall, AwsSettings } from '../../src/aws/clients.ts';
import { connect } from '../../src/aws/connect.ts';
import { awsErrorName, awsTrouble } from '../../src/aws/trouble.ts';
import { reason, Trouble } from '../../src/errors.ts';
import { answering, sesError, standingClock } from './stub.ts';

// The SDK's waits between attempts are real time; here a second of them is a tenth.
const sleep = globalThis.setTimeout;
vi.stubGlobal('setTimeout', (work: () => void, ms = 0) => sleep(work, ms / 10));
afterAll(() => void vi.unstubAllGlobals());

const get = new GetConfigurationSetCommand({ ConfigurationSetName: 'x' });

async function ask(settings: AwsSettings) {
  const aws = await connect({ region: 'us-east-1', ...settings }, standingClock());
  try {
    return await (await aws.ses()).send(get);
  } finally {
    aws.close();
  }
}

async function troubleOf(settings: AwsSettings): Promise<Trouble> {
  const thrown = await ask(settings).then(
    () => undefined,
    (error: unknown) => error,
  );
  if (thrown instanceof Trouble) return thrown;
  throw new Error(`expected Trouble, got ${reason(thrown)}`);
}

test('a denied call names the IAM action and the resource, as exit 4', async () => {
  const message =
    'User: arn:aws:iam::123456789012:user/bob is not authorized to perform: ses:GetConfigurationSet on resource: arn:aws:ses:us-east-1:123456789012:configuration-set/x because no identity-based policy allows the ses:GetConfigurationSet action';
  const { requestHandler } = answering(() => sesError(403, 'AccessDeniedException', message));
  const trouble = await troubleOf({ requestHandler });
  expect(trouble.code).toBe('aws.denied');
  expect(trouble.exit).toBe(4);
  expect(trouble.message).toBe('the credentials may not ses:GetConfigurationSet on arn:aws:ses:us-east-1:123456789012:configuration-set/x');
});

test('a denied call without details still names the action', async () => {
  const { requestHandler } = answering(() => sesError(403, 'AccessDeniedException', 'no'));
  expect((await troubleOf({ requestHandler })).message).toBe('the credentials may not ses:GetConfigurationSet');
});

test.each([
  ['ExpiredTokenException', 'aws.credentials'],
  ['UnrecognizedClientException', 'aws.credentials'],
  ['InvalidSignatureException', 'aws.credentials'],
  ['BadRequestException', 'aws.refused'],
])('%s is %s', async (name, code) => {
  const { requestHandler } = answering(() => sesError(400, name, 'said so'));
  const trouble = await troubleOf({ requestHandler });
  expect(trouble.code).toBe(code);
  expect(awsErrorName(trouble)).toBe(name);
});

test('a quota that is used up is no throttle: nobody is told to wait', () => {
  const words = 'Configuration set <x> cannot have more than 10 event destinations.';
  const error = Object.assign(new Error(words), {
    name: 'LimitExceededException',
    $fault: 'client',
    $metadata: { httpStatusCode: 400, attempts: 8 },
  });
  const { code, message, hint } = awsTrouble(error, { service: 'ses', operation: 'CreateConfigurationSetEventDestination', region: 'us-east-1' });
  expect([code, message, hint]).toEqual([
    'aws.refused',
    `ses:CreateConfigurationSetEventDestination was refused: ${words} (LimitExceededException)`,
    '',
  ]);
});

test.each([
  [400, 'LimitExceededException', 'Configuration set <x> cannot have more than 10 event destinations.', ''],
  [
    429,
    'TooManyRequestsException',
    'Daily message quota exceeded.',
    'Send again when less was sent in the last 24 hours, or ask AWS for a higher sending quota.',
  ],
])('a used-up quota (%i %s) is said at the first refusal', async (status, name, words, hint) => {
  const { requestHandler, asked } = answering(() => sesError(status, name, words));
  const trouble = await troubleOf({ requestHandler });
  expect(asked).toHaveLength(1);
  expect([trouble.code, trouble.message, trouble.hint]).toEqual([
    'aws.refused',
    `ses:GetConfigurationSet was refused: ${words} (${name}, request req-1)`,
    hint,
  ]);
});

test.concurrent('throttles are ridden out', async () => {
  const { requestHandler, asked } = answering((_, n) => (n < 2 ? sesError(429, 'TooManyRequestsException', 'Rate exceeded') : {}));
  await ask({ requestHandler });
  expect(asked).toHaveLength(3);
});

test.concurrent('a page that is not AWS is said to be unreadable', async () => {
  const { requestHandler } = answering(() => ({ body: '<html>router</html>' }));
  expect((await troubleOf({ requestHandler })).message).toMatch(/^ses:GetConfigurationSet got no answer that can be read/);
});

test.concurrent('nobody at the endpoint is aws.unreachable and names the address', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise(resolve => server.once('listening', resolve));
  const endpointUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await new Promise(resolve => server.close(resolve));
  const trouble = await troubleOf({ endpointUrl });
  expect(trouble.code).toBe('aws.unreachable');
  expect(trouble.message).toBe(`cannot reach ${endpointUrl}: ECONNREFUSED`);
});

test.concurrent('an endpoint on this machine needs no credentials and is reached over a socket', async () => {
  let authorization: string | undefined;
  const server = createServer((request, response) => {
    authorization = request.headers.authorization;
    response.end('{"ConfigurationSetName":"x"}');
  }).listen(0, '127.0.0.1');
  await new Promise(resolve => server.once('listening', resolve));
  const found = await ask({ endpointUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  server.close();
  expect(found.ConfigurationSetName).toBe('x');
  expect(authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=\S+\/us-east-1\/ses\/aws4_request/);
});

test.concurrent('after the operator stops no further attempt goes out', async () => {
  const stop = new AbortController();
  const { requestHandler, asked } = answering(() => {
    stop.abort(new Error('stopped'));
    return sesError(429, 'TooManyRequestsException', 'Rate exceeded');
  });
  expect((await troubleOf({ requestHandler, signal: stop.signal })).code).toBe('interrupted');
  await new Promise(resolve => setTimeout(resolve, 1200));
  expect(asked).toHaveLength(1);
});

test('onCall hears of every call, without secrets', async () => {
  const calls: AwsCall[] = [];
  const { requestHandler } = answering(() => ({}));
  await ask({ requestHandler, onCall: call => calls.push(call) });
  expect(calls).toEqual([{ service: 'ses', operation: 'GetConfigurationSet', status: 200, requestId: 'req-1', attempts: 1, ms: 0 }]);
});

test.each([
  ['eu-west1', 'Did you mean eu-west-1?'],
  ['US-EAST-1', 'Did you mean us-east-1?'],
  ['nowhere', 'Give a region such as eu-west-1.'],
])('region %s is refused before any call', async (region, hint) => {
  const { requestHandler, asked } = answering(() => ({}));
  const trouble = await troubleOf({ region, requestHandler });
  expect([trouble.code, trouble.exit, trouble.hint]).toEqual(['aws.region', 4, hint]);
  expect(asked).toEqual([]);
});

test('a region that this program does not know is let through', async () => {
  const { requestHandler, asked } = answering(() => ({}));
  await ask({ region: 'mx-central-1', requestHandler });
  expect(asked[0]?.hostname).toBe('email.mx-central-1.amazonaws.com');
});

test('an endpoint that is no http address is a usage error', async () => {
  expect((await troubleOf({ endpointUrl: 'localhost:4579' })).code).toBe('cli.usage');
});

test('certificates and CloudFront are asked in us-east-1 whatever the region', async () => {
  const aws = await connect({ region: 'eu-west-1', requestHandler: answering(() => ({})).requestHandler }, standingClock());
  expect(await (await aws.acm()).config.region()).toBe('us-east-1');
  expect(await (await aws.cloudfront()).config.region()).toBe('us-east-1');
  expect(await (await aws.sns()).config.region()).toBe('eu-west-1');
});

/** As on a machine with this AWS config file and nothing else. */
async function onMachine<T>(config: string, work: () => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'ses-track-aws-'));
  writeFileSync(join(folder, 'config'), config);
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) vi.stubEnv(name, undefined);
  vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'config'));
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(folder, 'none'));
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  try {
    return await work();
  } finally {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  }
}

test("without a region of its own, the profile's counts; without any it is exit 4", async () => {
  const config = '[profile sales]\nregion = eu-west-3\n';
  await onMachine(config, async () => {
    expect((await connect({ profile: 'sales' }, standingClock())).region).toBe('eu-west-3');
    await expect(connect({}, standingClock())).rejects.toMatchObject({ code: 'aws.region', exit: 4, message: 'no AWS region is set' });
  });
});

test('without credentials it is exit 4, and nothing was sent', async () => {
  const trouble = await onMachine('', () => troubleOf({ region: 'eu-west-1' }));
  expect([trouble.code, trouble.exit, trouble.hint]).toEqual([
    'aws.credentials',
    4,
    'Give a profile with --profile, or set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
  ]);
});
