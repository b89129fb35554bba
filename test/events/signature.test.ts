/** Whose messages are believed. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Envelope, readEnvelope } from '../../src/events/envelope.ts';
import { canonicalString, isSandboxAddress, pinnedToSns, readTopicArn, type Verdict, verifier } from '../../src/events/signature.ts';
import { corpus } from '../corpus.ts';
import { certificateUrl, handshake, makeSigner, notification, now, type Signer, topicArn } from './sns-signer.ts';

let signer: Signer;
beforeAll(async () => {
  signer = await makeSigner();
});

const genuine = { state: 'genuine' };

function envelope(body: string): Envelope {
  const read = readEnvelope(body);
  return 'type' in read ? read : expect.fail(read.unreadable);
}

/** A check that finds the signer's certificate at its address, and the addresses it was asked for. */
function check(answer = () => new Response(signer.pem), at = () => now) {
  const asked: string[] = [];
  const verify = verifier({
    web: async request => {
      asked.push(request.url);
      return answer();
    },
    now: at,
  });
  return { asked, verify: (message: Record<string, string>) => verify(envelope(signer.body(message))) };
}

test.each(['1', '2'])('a message signed with version %s is genuine', async SignatureVersion => {
  const { verify } = check();
  expect(await verify(notification('{}', { SignatureVersion }))).toEqual(genuine);
  expect(await verify(handshake('SubscriptionConfirmation', { SignatureVersion }))).toEqual(genuine);
  expect(await verify(handshake('UnsubscribeConfirmation', { SignatureVersion }))).toEqual(genuine);
});

test('a notification without a Subject is genuine, and one with line ends and other scripts too', async () => {
  const { Subject: _, ...plain } = notification('{}');
  expect(await check().verify(plain)).toEqual(genuine);
  expect(await check().verify(notification('{"é":"\\n"}\r\n日本\u2028'))).toEqual(genuine);
});

test('the canonical string ends with a newline, and without it nothing verifies', () => {
  const text = canonicalString(envelope(signer.body(notification('hello', { MessageId: 'm' }))));
  expect(text).toBe(
    `Message\nhello\nMessageId\nm\nSubject\nAmazon SES Email Event Notification\nTimestamp\n2026-11-24T12:00:00.000Z\nTopicArn\n${topicArn}\nType\nNotification\n`,
  );
});

test.each([
  ['an unsigned message', { Signature: '' }, 'unsigned'],
  ['a signature of another message', { Message: 'other' }, 'the signature does not match'],
  ['another subject', { Subject: 'other' }, 'the signature does not match'],
  ['a version nobody knows', { SignatureVersion: '3' }, 'unknown signature version'],
  ['the other version', { SignatureVersion: '1' }, 'the signature does not match'],
  ['a signature that is not base64', { Signature: '!!!!' }, 'the signature is not base64'],
])('%s is refused', async (_, change, why) => {
  const { verify } = check();
  const body = { ...JSON.parse(signer.body(notification('{}'))), ...change };
  const direct = verifier({ web: async () => new Response(signer.pem), now: () => now });
  expect(await direct(envelope(JSON.stringify(body)))).toEqual({ state: 'refused', why });
  expect(await verify(notification('{}'))).toEqual(genuine);
});

test.each([
  'http://sns.us-east-1.amazonaws.com/x.pem',
  'https://sns.us-east-1.amazonaws.com.evil.test/x.pem',
  'https://sns.us-east-1.amazonaws.com@evil.test/x.pem',
  'https://user@sns.us-east-1.amazonaws.com/x.pem',
  'https://sns.us-east-1.amazonaws.com:8443/x.pem',
  'https://evil.test/sns.us-east-1.amazonaws.com/x.pem',
  'https://sns.eu-west-1.amazonaws.com/x.pem',
  'https://s3.us-east-1.amazonaws.com/x.pem',
  'https://sns.us-east-1.amazonaws.com.cn/x.pem',
  'https://sns.us-east-1.amazonaws.com/x.txt',
  'https://sns.us-east-1.amazonaws.com/?x=.pem',
  'https://sns.us-east-1.amazonaws.com/x.pem?redirect=1',
  'https://127.0.0.1/x.pem',
  'file:///etc/x.pem',
  'x.pem',
])('a certificate at %s is refused without being fetched', async SigningCertURL => {
  const { asked, verify } = check();
  expect(await verify(notification('{}', { SigningCertURL }))).toMatchObject({ state: 'refused' });
  expect(asked).toEqual([]);
});

test('a topic in China has its certificate under amazonaws.com.cn', () => {
  const arn = 'arn:aws-cn:sns:cn-north-1:123456789012:t';
  expect(pinnedToSns('https://sns.cn-north-1.amazonaws.com.cn/x.pem', arn)).toBeDefined();
  expect(pinnedToSns('https://sns.cn-north-1.amazonaws.com/x.pem', arn)).toBeUndefined();
});

test('a topic in the European Sovereign Cloud has its certificate under amazonaws.eu', () => {
  const arn = 'arn:aws-eusc:sns:eusc-de-east-1:123456789012:t';
  expect(pinnedToSns('https://sns.eusc-de-east-1.amazonaws.eu/x.pem', arn)).toBeDefined();
  expect(pinnedToSns('https://sns.eusc-de-east-1.amazonaws.com/x.pem', arn)).toBeUndefined();
});

test('a topic ARN that smuggles a host into its region is no topic ARN', () => {
  expect(readTopicArn('arn:aws:sns:evil.test/:123456789012:t')).toBeUndefined();
  expect(readTopicArn('arn:aws:sns:us-east-1:123456789012:t')).toEqual({ partition: 'aws', region: 'us-east-1', account: '123456789012', name: 't' });
});

test('the certificate is fetched once, also for messages that come together', async () => {
  const { asked, verify } = check();
  await Promise.all([verify(notification('1')), verify(notification('2')), verify(notification('3'))]);
  await verify(notification('4'));
  expect(asked).toEqual([certificateUrl]);
});

test('a certificate that has run out since is fetched anew, for SNS may have renewed it', async () => {
  let at = now;
  const { asked, verify } = check(undefined, () => at);
  await verify(notification('1'));
  at = Date.parse('2027-01-01T00:00:01Z');
  await verify(notification('2'));
  expect(asked).toEqual([certificateUrl, certificateUrl]);
});

test('of many certificates the oldest is forgotten', async () => {
  const { asked, verify } = check();
  const from = (at: number) => verify(notification('{}', { SigningCertURL: certificateUrl.replace(/[^/]*$/, `${at}.pem`) }));
  for (let at = 0; at < 33; at += 1) expect(await from(at)).toEqual(genuine);
  await from(32);
  expect(asked).toHaveLength(33);
  await from(0);
  expect(asked).toHaveLength(34);
});

test.each([
  ['answers 503', () => new Response('', { status: 503 })],
  ['answers something that is no certificate', () => new Response('<html>')],
  [
    'does not answer',
    () => {
      throw new Error('ECONNREFUSED');
    },
  ],
])('a certificate host that %s is passing trouble, and the next message tries again', async (_, answer) => {
  const answers: (() => Response)[] = [answer, () => new Response(signer.pem)];
  const { verify } = check(() => (answers.shift() ?? answer)());
  expect(await verify(notification('{}'))).toMatchObject({ state: 'unsure', why: expect.stringContaining('could not be fetched') });
  expect(await verify(notification('{}'))).toEqual(genuine);
});

test.each(['2025-12-31T23:59:59Z', '2027-01-01T00:00:01Z'])('at %s the certificate is not valid, and nothing it signed is believed', async time => {
  const { verify } = check(undefined, () => Date.parse(time));
  expect(await verify(notification('{}'))).toEqual({ state: 'refused', why: 'the certificate is not valid at this time' });
});

describe('with a sandbox trusted', () => {
  const atSandbox = (SigningCertURL: string) => notification('{}', { SigningCertURL });
  const trusting = async (message: Record<string, string>, by: Signer = signer): Promise<{ verdict: Verdict; asked: number }> => {
    let asked = 0;
    const verify = verifier({
      web: async () => {
        asked += 1;
        return new Response('', { status: 503 });
      },
      now: () => now,
      sandboxCertificate: signer.pem,
    });
    return { verdict: await verify(envelope(by.body(message))), asked };
  };

  test.each(['http://127.0.0.1:4579/cert.pem', 'http://localhost:1/cert.pem', 'http://[::1]:2/cert.pem', 'http://sandbox.invalid/cert.pem'])(
    'a message that names %s is checked with its certificate, which is never fetched',
    async url => {
      expect(await trusting(atSandbox(url))).toEqual({ verdict: genuine, asked: 0 });
    },
  );

  test('another key that names this machine is refused', async () => {
    const { verdict } = await trusting(atSandbox('http://127.0.0.1:4579/cert.pem'), await makeSigner());
    expect(verdict).toMatchObject({ state: 'refused' });
  });

  test("the sandbox's key is not believed for messages that name SNS, nor elsewhere", async () => {
    expect(await trusting(notification('{}'))).toMatchObject({ verdict: { state: 'unsure' }, asked: 1 });
    expect(await trusting(atSandbox('http://127.0.0.1.evil.test/cert.pem'))).toMatchObject({ verdict: { state: 'refused' }, asked: 0 });
  });

  test('without that trust, this machine is no place for a certificate', async () => {
    expect(await check().verify(atSandbox('http://127.0.0.1:4579/cert.pem'))).toMatchObject({ state: 'refused' });
    expect(isSandboxAddress('http://127.0.0.1@evil.test/')).toBe(false);
  });
});

const vectors = join(corpus, '../vectors/sns-signature-vectors.json');
const isThere = existsSync(vectors);

describe.skipIf(!isThere)(`messages signed by another implementation${isThere ? '' : ` (skipped: no ${vectors})`}`, () => {
  const { certificate_pem: pem, vectors: signed } = isThere
    ? (JSON.parse(readFileSync(vectors, 'utf8')) as { certificate_pem: string; vectors: { name: string; message: Record<string, string> }[] })
    : { certificate_pem: '', vectors: [] };
  const verify = verifier({
    web: async request => (request.url.endsWith('SimpleNotificationService-vector.pem') ? new Response(pem) : new Response('', { status: 404 })),
    now: () => now,
  });
  const isGenuine = async (message: Record<string, string>): Promise<boolean> => {
    const read = readEnvelope(JSON.stringify(message));
    return 'type' in read && (await verify(read)).state === 'genuine';
  };

  test('all six are there', () => {
    expect(signed).toHaveLength(6);
  });

  test.each(signed.map(({ name, message }) => [name, message] as const))(
    '%s verifies, and with any one byte changed it does not',
    async (_, message) => {
      expect(await isGenuine(message)).toBe(true);
      const believed: string[] = [];
      for (const [key, value] of Object.entries(message)) {
        for (let at = 0; at < value.length; at += 1) {
          const other = value[at] === 'A' ? 'B' : 'A';
          if (await isGenuine({ ...message, [key]: value.slice(0, at) + other + value.slice(at + 1) })) believed.push(`${key}[${at}]`);
        }
      }
      expect(believed).toEqual([]);
    },
  );
});
