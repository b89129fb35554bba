import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { httpFace } from '../../../src/sandbox/wire/faces.ts';
import { fault, type Handlers } from '../../../src/sandbox/wire/handler.ts';
import type { WireRequest } from '../../../src/sandbox/wire/request.ts';
import { type Service, type ServiceName, services } from '../../../src/sandbox/wire/services.ts';
import { newWire, type WireOptions } from '../../../src/sandbox/wire/wire.ts';
import { sdk, testWorld } from './harness.ts';

const utf8 = new TextEncoder();

function signature(signingName: string, region = 'us-east-1'): string {
  return `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260115/${region}/${signingName}/aws4_request, SignedHeaders=host, Signature=abc123`;
}

function request(changes: Partial<Omit<WireRequest, 'body'>> & { body?: string | Uint8Array }): WireRequest {
  const { body = '', ...rest } = changes;
  return { method: 'POST', path: '/', query: [], headers: {}, ...rest, body: typeof body === 'string' ? utf8.encode(body) : body };
}

function wireOf(handlers: WireOptions['handlers'], before?: WireOptions['before']) {
  return newWire(testWorld(), before === undefined ? { handlers } : { handlers, before });
}

async function said(wire: ReturnType<typeof wireOf>, asked: WireRequest) {
  const { status, headers, body } = await wire.answer(asked);
  return { status, headers, body: new TextDecoder().decode(body) };
}

function service(name: ServiceName): Service {
  const found = services.find(one => one.name === name);
  if (found === undefined) throw new Error(name);
  return found;
}

const whoAmI: Handlers = { GetCallerIdentity: () => ({ Account: '123456789012' }) };
const form = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };

describe('which service is asked', () => {
  const listTopics = 'Action=ListTopics&Version=2010-03-31';
  const handlers = {
    sns: {
      ListTopics: (_: unknown, { region }: { region: string }) => ({ Topics: [{ TopicArn: region }] }),
      ConfirmSubscription: (_: unknown, { region, signed }: { region: string; signed: boolean }) => ({ SubscriptionArn: `${region} ${signed}` }),
    } as Handlers,
  };

  test('the credential scope decides, whatever the host says, and gives the region', async () => {
    const headers = { ...form, authorization: signature('sns', 'eu-west-1'), host: 'email.us-east-1.amazonaws.com' };
    const { status, body } = await said(wireOf(handlers), request({ headers, body: listTopics }));
    expect(status).toBe(200);
    expect(body).toContain('<TopicArn>eu-west-1</TopicArn>');
  });

  test.each([
    ['by target', { headers: { 'x-amz-target': 'AmazonSQS.ListQueues', 'content-type': 'application/x-amz-json-1.0' }, body: '{}' }],
    ['by version and action', { headers: form, body: 'Action=ListTopics&Version=2010-03-31' }],
    ['by host', { method: 'GET', path: '/v2/email/account', headers: { host: 'email.us-east-1.amazonaws.com' } }],
  ])('without a signature it is known %s, and refused in its own protocol', async (_, changes) => {
    const { status, body } = await said(wireOf({}), request(changes));
    expect(status).toBe(403);
    expect(body).toContain('Missing Authentication Token');
  });

  test('the links of SNS need no signature; their region is that of the topic', async () => {
    const query: [string, string][] = [
      ['Action', 'ConfirmSubscription'],
      ['TopicArn', 'arn:aws:sns:eu-central-1:123456789012:t'],
      ['Token', 'x'],
    ];
    const { status, body } = await said(wireOf(handlers), request({ method: 'GET', query }));
    expect(status).toBe(200);
    expect(body).toContain('eu-central-1 false');
  });

  test.each([
    ['nothing at all', {}, 403, 'MissingAuthenticationToken'],
    ['a signature without a scope', { headers: { authorization: 'Bearer abc' } }, 400, 'IncompleteSignature'],
    ['a scope without a signature', { headers: { authorization: signature('sns').replace(/, Signature.*/, '') } }, 400, 'IncompleteSignature'],
    [
      'a service that the sandbox has not',
      { headers: { authorization: signature('s3') } },
      501,
      'the sandbox has no service s3; it has acm, cloudfront',
    ],
    [
      'an action that SNS has not',
      { headers: { ...form, authorization: signature('sns') }, body: 'Action=Fly&Version=2010-03-31' },
      400,
      'The action Fly is not valid',
    ],
    [
      'a target that SQS has not',
      { headers: { authorization: signature('sqs'), 'x-amz-target': 'AmazonSQS.Fly' }, body: '{}' },
      404,
      'AmazonSQS.Fly',
    ],
    [
      "another service's target",
      { headers: { authorization: signature('sqs'), 'x-amz-target': 'CertificateManager.ListCertificates' }, body: '{}' },
      404,
      'CertificateManager.ListCertificates',
    ],
    ['a path that SES has not', { headers: { authorization: signature('ses') }, path: '/v2/email/nothing' }, 404, 'POST /v2/email/nothing'],
    [
      'version 1 of SES',
      { headers: { ...form, authorization: signature('ses') }, body: 'Action=SendEmail&Version=2010-12-01' },
      501,
      'SendEmail of version 2010-12-01',
    ],
    [
      'an operation without behaviour',
      { headers: { ...form, authorization: signature('sns') }, body: 'Action=ListTopics&Version=2010-03-31' },
      501,
      'the sandbox does not answer sns:ListTopics',
    ],
    [
      'an operation called like an object',
      { headers: { ...form, authorization: signature('sns') }, body: 'Action=constructor&Version=2010-03-31' },
      400,
      'InvalidAction',
    ],
  ])('%s is refused, and says what was asked', async (_, changes, status, text) => {
    const answer = await said(wireOf({}), request(changes));
    expect([answer.status, answer.body]).toEqual([status, expect.stringContaining(text)]);
    expect(answer.headers['x-amzn-requestid']).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('what AWS would refuse', () => {
  const create: Handlers = { CreateConfigurationSet: () => ({}), CreateConfigurationSetEventDestination: () => ({}) };

  async function refused(operation: string, input: unknown, name: ServiceName = 'sesv2', handlers: Handlers = create): Promise<string> {
    const { call } = await sdk(service(name), wireOf({ [name]: handlers }));
    return call(operation, input).then(
      () => 'accepted',
      error => `${error.name}: ${error.message}`,
    );
  }

  test.each([
    ['a good one', 'ses-track_1', 'accepted'],
    ['64 characters', 'x'.repeat(64), 'accepted'],
    ['65 characters', 'x'.repeat(65), 'BadRequestException'],
    [
      'a space',
      'my set',
      "BadRequestException: Invalid configuration set name <my set>: only alphanumeric ASCII characters, '_', and '-' are allowed",
    ],
    ['an umlaut', 'günther', 'BadRequestException'],
    ['a line break at the end', 'set\n', 'BadRequestException'],
  ])('a configuration set name with %s', async (_, name, outcome) => {
    expect(await refused('CreateConfigurationSet', { ConfigurationSetName: name })).toContain(outcome);
  });

  test('a missing required member and an unknown value, in the words of AWS', async () => {
    expect(await refused('CreateConfigurationSet', { ConfigurationSetName: 'a', Tags: [{ Key: 'k', Value: 'v' }, { Key: 'k' }] })).toBe(
      "BadRequestException: 1 validation error detected: Value null at 'tags.2.member.value' failed to satisfy constraint: Member must not be null",
    );
    const destination = { ConfigurationSetName: 'a', EventDestinationName: 'd', EventDestination: { MatchingEventTypes: ['CLICK', 'TAP'] } };
    expect(await refused('CreateConfigurationSetEventDestination', destination)).toBe(
      "BadRequestException: 1 validation error detected: Value '[CLICK, TAP]' at 'eventDestination.matchingEventTypes' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [BOUNCE, CLICK, COMPLAINT, DELIVERY, DELIVERY_DELAY, OPEN, REJECT, RENDERING_FAILURE, SEND, SUBSCRIPTION]]",
    );
  });

  test("an ACM token with dashes, two mistakes at once, each service by its own error's name", async () => {
    const handlers: Handlers = { RequestCertificate: () => ({}) };
    expect(await refused('RequestCertificate', { DomainName: 'x'.repeat(254), IdempotencyToken: 'a-b' }, 'acm', handlers)).toMatch(
      /^ValidationException: 2 validation errors detected: Value 'x+' at 'domainName' .* less than or equal to 253; Value 'a-b' at 'idempotencyToken' .* pattern: \\w\+$/,
    );
  });
});

describe('what a handler does wrong', () => {
  test.each([
    ['an unknown member', { Account: '1', Nickname: 'x' }, 'GetCallerIdentity.Nickname is not in GetCallerIdentityResponse'],
    ['a wrong type', { Account: 1 }, 'GetCallerIdentity.Account is not a string'],
  ])('%s is a bug and rejects the call in process, not an answer of AWS', async (_, answer, text) => {
    const wire = wireOf({ sts: { GetCallerIdentity: () => answer } });
    const { call } = await sdk(service('sts'), wire);
    await expect(call('GetCallerIdentity', {})).rejects.toThrow(text);
  });

  test('over HTTP it is a 500 that says so, and the world remembers it', async () => {
    const wire = wireOf({ sts: { GetCallerIdentity: () => ({ Nickname: 'x' }) } });
    const headers = { ...form, authorization: signature('sts') };
    const answer = await httpFace(wire)(
      new Request('http://127.0.0.1/', { method: 'POST', headers, body: 'Action=GetCallerIdentity&Version=2011-06-15' }),
    );
    expect([answer.status, await answer.text()]).toEqual([500, expect.stringContaining('Nickname is not in')]);
    expect(wire.world.failures).toHaveLength(1);
  });

  test('an error whose fields are not those of its schema is a bug too', async () => {
    const wire = wireOf({
      sns: {
        ListTopics: () => {
          throw fault('NotFoundException', 'x', { Colour: 'blue' });
        },
      },
    });
    await expect(
      wire.answer(request({ headers: { ...form, authorization: signature('sns') }, body: 'Action=ListTopics&Version=2010-03-31' })),
    ).rejects.toThrow('NotFoundException.Colour is not in NotFoundException');
  });
});

test("what stands before every handler sees the call and its input, and a fault of its is AWS's answer", async () => {
  const seen: unknown[] = [];
  const wire = wireOf({ sts: whoAmI }, (call, input) => {
    seen.push([call.service, call.operation, input]);
    if (seen.length > 1) throw fault('Throttling', 'Rate exceeded');
  });
  const { call } = await sdk(service('sts'), wire);
  expect(await call('GetCallerIdentity', {})).toEqual({ Account: '123456789012' });
  await expect(call('GetCallerIdentity', {})).rejects.toMatchObject({
    name: 'Throttling',
    message: 'Rate exceeded',
    $metadata: { httpStatusCode: 400 },
  });
  expect(seen).toEqual([
    ['sts', 'GetCallerIdentity', {}],
    ['sts', 'GetCallerIdentity', {}],
  ]);
});

test('reads and writes are counted by the name of the operation, refused ones too', async () => {
  const wire = wireOf({ sns: { ListTopics: () => ({}), CreateTopic: () => ({ TopicArn: 'x' }) } });
  const { call } = await sdk(service('sns'), wire);
  await call('ListTopics', {});
  await call('CreateTopic', { Name: 'x' });
  await call('DeleteTopic', { TopicArn: 'x' }).catch(() => {});
  expect(wire.calls()).toEqual({ read: 1, write: 2 });
});

test('a service is loaded when its first request comes, not before', async () => {
  let loads = 0;
  const wire = wireOf({
    sts: async () => {
      loads += 1;
      return whoAmI;
    },
  });
  expect(loads).toBe(0);
  const { call } = await sdk(service('sts'), wire);
  await call('GetCallerIdentity', {});
  await call('GetCallerIdentity', {});
  expect(loads).toBe(1);
});

test('a client that gives up gets its promise back at once', async () => {
  const { client } = await sdk(service('sts'), wireOf({ sts: { GetCallerIdentity: () => new Promise(() => {}) } }));
  const { GetCallerIdentityCommand } = await import('@aws-sdk/client-sts');
  const stop = new AbortController();
  const waiting = client.send(new GetCallerIdentityCommand({}), { abortSignal: stop.signal });
  setTimeout(() => stop.abort(), 5);
  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
});

test.each([
  ['ListConfigurationSets', '/v2/email/configuration-sets'],
  ['ListEmailIdentities', '/v2/email/identities'],
])('%s is answered in the form older clients send', async (operation, path) => {
  const wire = wireOf({ sesv2: { [operation]: (input: Record<string, unknown>) => ({ NextToken: `${input['PageSize']} ${input['NextToken']}` }) } });
  const query: [string, string][] = [
    ['PageSize', '7'],
    ['NextToken', 'abc'],
  ];
  const { status, body } = await said(wire, request({ method: 'GET', path, query, headers: { authorization: signature('ses') } }));
  expect([status, JSON.parse(body)]).toEqual([200, { NextToken: '7 abc' }]);
});

describe('the HTTP face', () => {
  const ask = (headers: Record<string, string>, body: string | Uint8Array<ArrayBuffer> = 'Action=GetCallerIdentity&Version=2011-06-15') =>
    httpFace(wireOf({ sts: whoAmI }))(
      new Request('http://127.0.0.1/', { method: 'POST', headers: { ...form, authorization: signature('sts'), ...headers }, body }),
    );

  test('answers a signed request with its request id', async () => {
    const answer = await ask({});
    expect(answer.status).toBe(200);
    expect(answer.headers.get('x-amzn-requestid')).toMatch(/-/);
    expect(await answer.text()).toContain(`<RequestId>${answer.headers.get('x-amzn-requestid')}</RequestId>`);
  });

  test.each([{ origin: 'https://evil.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }])(
    'refuses what a web page sends: %o',
    async headers => {
      expect((await ask(headers)).status).toBe(403);
    },
  );

  test('answers a link of SNS that someone opens from another page', async () => {
    const face = httpFace(wireOf({ sns: { Unsubscribe: () => ({}) } }));
    const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
    expect((await face(new Request('http://127.0.0.1/?Action=Unsubscribe&SubscriptionArn=a:b:c:d:e:f:g', { headers }))).status).toBe(200);
  });

  test('refuses a body over the limit', async () => {
    const face = httpFace(wireOf({ sts: whoAmI }), 100);
    const post = (length: number) => face(new Request('http://127.0.0.1/', { method: 'POST', body: new Uint8Array(length) }));
    expect([(await post(100)).status, (await post(101)).status]).toEqual([403, 413]);
  });

  test('keeps an encoded slash in a label from being a path separator', async () => {
    const got: unknown[] = [];
    const handlers: Handlers = {
      GetEmailIdentity: (input: { EmailIdentity: string }) => {
        got.push(input.EmailIdentity);
        return {};
      },
    };
    const face = httpFace(wireOf({ sesv2: handlers }));
    const headers = { authorization: signature('ses') };
    for (const target of ['/v2/email/identities/a%2Fb%20c', '/v2/email/identities/..%2F.', '/v2/email/identities/%2e%2e'])
      await face(new Request('http://127.0.0.1/', { headers }), { target, address: '127.0.0.1' });
    expect(got).toEqual(['a/b c', '../.', '..']);
  });
});

describe('hostile bytes', () => {
  const cases: [ServiceName, Record<string, string>, string][] = [
    ['sns', { ...form, authorization: signature('sns') }, '/'],
    ['sqs', { authorization: signature('sqs'), 'x-amz-target': 'AmazonSQS.SendMessage' }, '/'],
    ['sesv2', { authorization: signature('ses') }, '/v2/email/outbound-emails'],
    ['route53', { authorization: signature('route53') }, '/2013-04-01/hostedzone'],
  ];
  test.each(cases)('no body makes %s throw: the answer is always one of AWS', async (name, headers, path) => {
    const operations = ['CreateTopic', 'SendMessage', 'SendEmail', 'CreateHostedZone'];
    const handlers: Handlers = Object.fromEntries(
      operations.map(one => [
        one,
        () => {
          throw fault('AccessDenied', 'no');
        },
      ]),
    );
    const wire = wireOf({ [name]: handlers });
    const pieces = fc.constantFrom(
      'Action=CreateTopic&',
      'Attributes.entry.1',
      '.key=',
      '&',
      '=',
      '%',
      '{"',
      '":',
      '}',
      '[',
      ']',
      'null',
      '1e999',
      '"QueueUrl"',
      '"Content"',
      '<',
      '>',
      '/',
      '<a',
      '<CreateHostedZoneRequest>',
      '</CreateHostedZoneRequest>',
      '<Name>',
      '</Name>',
      '<![CDATA[',
      ']]>',
      '<!--',
      '&#x110000;',
      '&lt',
      '<?xml?>',
      '<!DOCTYPE a>',
      '\u0000',
      '\ud800',
    );
    const body = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc.array(pieces, { maxLength: 20 }).map(parts => utf8.encode(parts.join(''))),
    );
    await fc.assert(
      fc.asyncProperty(body, async bytes => {
        const { status } = await wire.answer(request({ headers, path, body: bytes }));
        expect([400, 403, 404, 501]).toContain(status);
      }),
      { numRuns: 150 },
    );
  });

  test('depth is refused before it is a stack', async () => {
    const wire = wireOf({ sns: { CreateTopic: () => ({}) }, route53: { CreateHostedZone: () => ({}) } });
    const dots = request({
      headers: { ...form, authorization: signature('sns') },
      body: `Action=CreateTopic&Version=2010-03-31&${'a.'.repeat(100_000)}b=1`,
    });
    expect((await said(wire, dots)).body).toContain('MalformedInput');
    const xml = request({ headers: { authorization: signature('route53') }, path: '/2013-04-01/hostedzone', body: '<a>'.repeat(100_000) });
    expect((await said(wire, xml)).body).toContain('MalformedXML');
    const json = request({
      headers: { authorization: signature('ses') },
      path: '/v2/email/outbound-emails',
      body: `{"Content":${'['.repeat(100_000)}`,
    });
    expect((await said(wire, json)).body).toContain('not JSON');
  });
});
