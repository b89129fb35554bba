/** CloudFront's control plane: what it refuses, what it fills in, how long things take, and who has an alias. */
import {
  CreateDistributionWithTagsCommand,
  CreateFunctionCommand,
  CreateOriginRequestPolicyCommand,
  DeleteDistributionCommand,
  DeleteFunctionCommand,
  DeleteOriginRequestPolicyCommand,
  DescribeFunctionCommand,
  type DistributionConfig,
  GetCachePolicyCommand,
  GetFunctionCommand,
  GetOriginRequestPolicyCommand,
  ListConflictingAliasesCommand,
  ListDistributionsCommand,
  ListFunctionsCommand,
  ListOriginRequestPoliciesCommand,
  ListTagsForResourceCommand,
  type OriginRequestPolicyConfig,
  PublishFunctionCommand,
  TagResourceCommand,
  TestFunctionCommand,
  UntagResourceCommand,
  UpdateDistributionCommand,
  UpdateFunctionCommand,
  UpdateOriginRequestPolicyCommand,
} from '@aws-sdk/client-cloudfront';
import { describe, expect, test } from 'vitest';
import { type Cloud, cname, domain, frontConfig, hour, minute, openCloud, refusal } from './cloud.ts';

const policyConfig = (Name: string): OriginRequestPolicyConfig => ({
  Name,
  Comment: '',
  HeadersConfig: { HeaderBehavior: 'whitelist', Headers: { Quantity: 2, Items: ['Host', 'User-Agent'] } },
  CookiesConfig: { CookieBehavior: 'none' },
  QueryStringsConfig: { QueryStringBehavior: 'none' },
});

async function standing(cloud: Cloud, config: DistributionConfig): Promise<string> {
  const { Distribution: made } = await cloud.create(config);
  await cloud.wait(hour);
  return made?.Id ?? '';
}

const remove = async (cloud: Cloud, id: string) =>
  refusal(cloud.edges.send(new DeleteDistributionCommand({ Id: id, IfMatch: (await cloud.get(id)).ETag })));

describe('certificates', () => {
  const noCertificate =
    "InvalidViewerCertificate: The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a valid certificate chain.";

  test('one that is not issued, not there or in another region is refused', async () => {
    const cloud = openCloud();
    const pending = await cloud.request();
    const all = [pending, 'arn:aws:acm:us-east-1:123456789012:certificate/none', 'arn:aws:acm:eu-west-1:123456789012:certificate/x'];
    for (const arn of all) expect(await refusal(cloud.create(frontConfig(arn)))).toBe(noCertificate);
  });

  test('one whose key CloudFront cannot use is refused', async () => {
    const cloud = openCloud();
    const [served, other] = [await cloud.issued({ KeyAlgorithm: 'EC_prime256v1' }), await cloud.issued({ KeyAlgorithm: 'EC_secp384r1' })];
    expect(await refusal(cloud.create(frontConfig(other)))).toContain('has a key that CloudFront does not support');
    expect(await refusal(cloud.create(frontConfig(served)))).toBe('nothing was refused');
  });

  test('an alias without a certificate, or with one for another name, is refused', async () => {
    const cloud = openCloud();
    const aliases = { Aliases: { Quantity: 1, Items: [domain] } };
    expect(await refusal(cloud.create(frontConfig(undefined, aliases)))).toContain('you must attach a trusted certificate');
    const other = await cloud.issued({ DomainName: 'other.example.test' });
    expect(await refusal(cloud.create(frontConfig(other)))).toContain("doesn't cover the alternate domain name");
    const wild = await cloud.issued({ DomainName: '*.example.test' });
    expect(await refusal(cloud.create(frontConfig(wild)))).toBe('nothing was refused');
  });

  test('cloudfront-certificate-lag: for a minute after it was issued it is refused', async () => {
    const cloud = openCloud({ traps: ['cloudfront-certificate-lag'] });
    const arn = await cloud.request();
    await cloud.validate(arn);
    await cloud.wait(5.5 * minute);
    expect((await cloud.describe(arn)).Status).toBe('ISSUED');
    expect(await refusal(cloud.create(frontConfig(arn)))).toBe(noCertificate);
    await cloud.wait(minute);
    expect(await refusal(cloud.create(frontConfig(arn)))).toBe('nothing was refused');
  });
});

describe('aliases', () => {
  test('an alias that another distribution has is refused, and CloudFront half says whose it is', async () => {
    const cloud = openCloud();
    const arn = await cloud.issued();
    const first = await standing(cloud, frontConfig(arn));
    expect(await refusal(cloud.create(frontConfig(arn, { CallerReference: 'two' })))).toBe(
      'CNAMEAlreadyExists: One or more of the CNAMEs you provided are already associated with a different resource.',
    );
    const second = await standing(cloud, frontConfig(arn, { CallerReference: 'two', Aliases: { Quantity: 0 } }));
    const { ConflictingAliasesList: list } = await cloud.edges.send(new ListConflictingAliasesCommand({ DistributionId: second, Alias: domain }));
    expect(list?.Items).toEqual([{ Alias: domain, DistributionId: `*******${first.slice(7)}`, AccountId: '******789012' }]);
  });

  test('a wildcard and a name under it may be on two distributions of one account', async () => {
    const cloud = openCloud();
    const arn = await cloud.issued({ DomainName: '*.example.test' });
    await standing(cloud, frontConfig(arn, { Aliases: { Quantity: 1, Items: ['*.example.test'] } }));
    expect(await refusal(cloud.create(frontConfig(arn, { CallerReference: 'two' })))).toBe('nothing was refused');
  });

  test('cloudfront-alias-elsewhere: it belongs to another account', async () => {
    const cloud = openCloud({ traps: ['cloudfront-alias-elsewhere'] });
    const arn = await cloud.issued();
    expect(await refusal(cloud.create(frontConfig(arn)))).toMatch(/^CNAMEAlreadyExists/);
    const id = await standing(cloud, frontConfig(arn, { Aliases: { Quantity: 0 } }));
    const { ConflictingAliasesList: list } = await cloud.edges.send(new ListConflictingAliasesCommand({ DistributionId: id, Alias: domain }));
    expect(list?.Items).toEqual([{ Alias: domain, DistributionId: '*******ERE0000', AccountId: '******999999' }]);
  });

  test('a record that leads to another distribution stands in the way', async () => {
    const cloud = openCloud();
    const arn = await cloud.issued();
    await cloud.change(['CREATE', cname(domain, 'dgone.cloudfront.net')]);
    await cloud.wait(minute);
    expect(await refusal(cloud.create(frontConfig(arn)))).toContain(
      'an incorrectly configured DNS record that points to another CloudFront distribution',
    );
  });
});

describe('a distribution', () => {
  test('comes back whole, with every default written out', async () => {
    const cloud = openCloud();
    const arn = await cloud.issued();
    const { Distribution: made, Location, ETag } = await cloud.create(frontConfig(arn));
    expect(made).toMatchObject({
      Id: expect.stringMatching(/^E[A-Z0-9]{13}$/),
      DomainName: expect.stringMatching(/^d[a-z0-9]+\.cloudfront\.net$/),
      Status: 'InProgress',
    });
    expect(Location).toBe(`https://cloudfront.amazonaws.com/2020-05-31/distribution/${made?.Id}`);
    expect(ETag).toMatch(/^E[A-Z0-9]{13}$/);
    expect(made?.DistributionConfig).toMatchObject({
      HttpVersion: 'http2',
      IsIPV6Enabled: true,
      PriceClass: 'PriceClass_All',
      ViewerCertificate: { ACMCertificateArn: arn, Certificate: arn, CertificateSource: 'acm', CloudFrontDefaultCertificate: false },
      DefaultCacheBehavior: { AllowedMethods: { Items: ['HEAD', 'GET', 'OPTIONS'] }, Compress: false, FunctionAssociations: { Quantity: 0 } },
    });
  });

  test('is Deployed after five minutes; under cloudfront-slow after fourteen', async () => {
    for (const [traps, minutes] of [
      [[], 5],
      [['cloudfront-slow'], 14],
    ] as const) {
      const cloud = openCloud({ traps: [...traps] });
      const { Distribution: made } = await cloud.create(frontConfig(undefined));
      const status = async () => (await cloud.get(made?.Id ?? '')).Distribution?.Status;
      await cloud.wait((minutes - 0.1) * minute);
      expect(await status()).toBe('InProgress');
      await cloud.wait(0.1 * minute);
      expect(await status()).toBe('Deployed');
      await cloud.update(made?.Id ?? '', config => ({ ...config, Comment: 'x' }));
      expect(await status()).toBe('InProgress');
    }
  });

  test('is made once for a caller reference, whatever its content; the message has its id', async () => {
    const cloud = openCloud();
    const id = await standing(cloud, frontConfig(undefined));
    expect(await refusal(cloud.create(frontConfig(undefined, { Comment: 'other' })))).toMatch(
      new RegExp(`^DistributionAlreadyExists: .*Already exists: ${id}$`),
    );
  });

  test('cloudfront-reference-lingers: the reference of one that is gone is still used', async () => {
    for (const traps of [[], ['cloudfront-reference-lingers']] as const) {
      const cloud = openCloud({ traps: [...traps] });
      const id = await standing(cloud, frontConfig(undefined, { Enabled: false }));
      expect(await remove(cloud, id)).toBe('nothing was refused');
      const said = await refusal(cloud.create(frontConfig(undefined)));
      expect(said).toMatch(traps.length === 0 ? /^nothing was refused$/ : new RegExp(`Already exists: ${id}$`));
    }
  });

  test('is updated with a fresh ETag, the whole configuration and the same reference only', async () => {
    const cloud = openCloud();
    const id = await standing(cloud, frontConfig(undefined));
    const { Distribution: old, ETag: stale } = await cloud.get(id);
    await cloud.update(id, config => ({ ...config, Comment: 'changed' }));
    const write = (IfMatch: string | undefined, DistributionConfig = old?.DistributionConfig) =>
      refusal(cloud.edges.send(new UpdateDistributionCommand({ Id: id, IfMatch, DistributionConfig })));
    expect(await write(stale)).toMatch(/^PreconditionFailed/);
    expect(await write(undefined)).toMatch(/^InvalidIfMatchVersion/);
    const { ETag: fresh } = await cloud.get(id);
    expect(await write(fresh, frontConfig(undefined))).toBe('InvalidArgument: The parameter Aliases is required.');
    expect(await refusal(cloud.update(id, config => ({ ...config, CallerReference: 'new' })))).toMatch(/^IllegalUpdate/);
  });

  test('cloudfront-stale-invalid: a stale ETag is called invalid', async () => {
    const cloud = openCloud({ traps: ['cloudfront-stale-invalid'] });
    const id = await standing(cloud, frontConfig(undefined));
    const { Distribution: old } = await cloud.get(id);
    const said = await refusal(
      cloud.edges.send(new UpdateDistributionCommand({ Id: id, IfMatch: 'EOLD', DistributionConfig: old?.DistributionConfig })),
    );
    expect(said).toMatch(/^InvalidIfMatchVersion/);
  });

  test('is deleted when it is disabled and Deployed, with the new ETag', async () => {
    const cloud = openCloud();
    const id = await standing(cloud, frontConfig(undefined));
    const { ETag: old } = await cloud.get(id);
    expect(await remove(cloud, id)).toMatch(/^DistributionNotDisabled/);
    await cloud.update(id, config => ({ ...config, Enabled: false }));
    expect(await remove(cloud, id)).toMatch(/^DistributionNotDisabled/);
    await cloud.wait(5 * minute);
    expect(await refusal(cloud.edges.send(new DeleteDistributionCommand({ Id: id, IfMatch: old })))).toMatch(/^PreconditionFailed/);
    expect(await remove(cloud, id)).toBe('nothing was refused');
    expect(await refusal(cloud.get(id))).toMatch(/^NoSuchDistribution/);
  });

  test('cloudfront-delete-lag: a Deployed disabled one is still not disabled for half a minute', async () => {
    const cloud = openCloud({ traps: ['cloudfront-delete-lag'] });
    const { Distribution: made } = await cloud.create(frontConfig(undefined, { Enabled: false }));
    await cloud.wait(5 * minute);
    expect(await remove(cloud, made?.Id ?? '')).toMatch(/^DistributionNotDisabled/);
    await cloud.wait(30_000);
    expect(await remove(cloud, made?.Id ?? '')).toBe('nothing was refused');
  });

  test.each<[string, Parameters<typeof frontConfig>[1], string]>([
    ['an origin that no behaviour knows', { behavior: { TargetOriginId: 'nobody' } }, 'NoSuchOrigin'],
    ['an unknown origin request policy', { behavior: { OriginRequestPolicyId: 'nobody' } }, 'NoSuchOriginRequestPolicy'],
    ['an unknown cache policy', { behavior: { CachePolicyId: 'nobody' } }, 'NoSuchCachePolicy'],
    ['an origin that is no name', { origin: { DomainName: 'nonsense' } }, 'InvalidOrigin'],
    ['a count that is wrong', { Aliases: { Quantity: 2, Items: ['a.example.test'] } }, 'InconsistentQuantities'],
    [
      'a function that is not published',
      {
        behavior: {
          FunctionAssociations: { Quantity: 1, Items: [{ FunctionARN: 'arn:aws:cloudfront::123456789012:function/x', EventType: 'viewer-request' }] },
        },
      },
      'InvalidFunctionAssociation',
    ],
  ])('with %s is refused', async (_, config, name) => {
    expect(await refusal(openCloud().create(frontConfig(undefined, config)))).toMatch(new RegExp(`^${name}: `));
  });

  test('has tags', async () => {
    const cloud = openCloud();
    const tags = { Items: [{ Key: 'ses-track', Value: 'default' }] };
    const { Distribution: made } = await cloud.edges.send(
      new CreateDistributionWithTagsCommand({ DistributionConfigWithTags: { DistributionConfig: frontConfig(undefined), Tags: tags } }),
    );
    const Resource = made?.ARN ?? '';
    await cloud.edges.send(new TagResourceCommand({ Resource, Tags: { Items: [{ Key: 'a', Value: 'b' }] } }));
    await cloud.edges.send(new UntagResourceCommand({ Resource, TagKeys: { Items: ['a'] } }));
    expect((await cloud.edges.send(new ListTagsForResourceCommand({ Resource }))).Tags).toEqual(tags);
    expect(await refusal(cloud.edges.send(new ListTagsForResourceCommand({ Resource: `${Resource}X` })))).toMatch(/^NoSuchResource/);
  });
});

test('more than a hundred distributions come in pages of a hundred', async () => {
  const cloud = openCloud();
  for (let at = 0; at < 101; at += 1) await cloud.create(frontConfig(undefined, { CallerReference: String(at) }));
  const { DistributionList: first } = await cloud.edges.send(new ListDistributionsCommand({}));
  const { DistributionList: second } = await cloud.edges.send(new ListDistributionsCommand({ Marker: first?.NextMarker }));
  expect([first?.Quantity, first?.IsTruncated, first?.MaxItems, second?.Quantity, second?.IsTruncated]).toEqual([100, true, 100, 1, false]);
  expect(new Set([...(first?.Items ?? []), ...(second?.Items ?? [])].map(one => one.Id)).size).toBe(101);
});

test('cloudfront-throttle: some calls are throttled and nothing says how long to wait', async () => {
  const cloud = openCloud({ traps: ['cloudfront-throttle'] });
  const said = new Set<string>();
  for (let at = 0; at < 50; at += 1) said.add(await refusal(cloud.edges.send(new ListDistributionsCommand({}))));
  expect([...said].sort()).toEqual(['Throttling: Rate exceeded', 'nothing was refused']);
});

describe('origin request policies', () => {
  test("AWS's own are there by their real ids; a custom one is made, changed and deleted with its ETag", async () => {
    const cloud = openCloud();
    const { OriginRequestPolicy: all } = await cloud.edges.send(new GetOriginRequestPolicyCommand({ Id: '216adef6-5c7f-47e4-b989-5492eafa07d3' }));
    expect(all?.OriginRequestPolicyConfig?.Name).toBe('Managed-AllViewer');
    const { OriginRequestPolicy: made, ETag } = await cloud.edges.send(
      new CreateOriginRequestPolicyCommand({ OriginRequestPolicyConfig: policyConfig('ses-track') }),
    );
    const Id = made?.Id ?? '';
    const { OriginRequestPolicyList: list } = await cloud.edges.send(new ListOriginRequestPoliciesCommand({ Type: 'custom' }));
    expect(list?.Items?.map(one => [one.Type, one.OriginRequestPolicy?.Id])).toEqual([['custom', Id]]);
    const change = { ...policyConfig('ses-track'), Comment: 'new' };
    const { ETag: next } = await cloud.edges.send(new UpdateOriginRequestPolicyCommand({ Id, IfMatch: ETag, OriginRequestPolicyConfig: change }));
    expect(next).not.toBe(ETag);
    expect(await refusal(cloud.edges.send(new DeleteOriginRequestPolicyCommand({ Id, IfMatch: ETag })))).toMatch(/^PreconditionFailed/);
    expect(await refusal(cloud.edges.send(new DeleteOriginRequestPolicyCommand({ Id, IfMatch: next })))).toBe('nothing was refused');
    const { CachePolicy: cache } = await cloud.edges.send(new GetCachePolicyCommand({ Id: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad' }));
    expect(cache?.CachePolicyConfig).toMatchObject({ Name: 'Managed-CachingDisabled', MaxTTL: 0 });
  });

  test('a name that exists, too many headers and a header that may not pass are refused; one in use stays', async () => {
    const cloud = openCloud();
    const make = (config: OriginRequestPolicyConfig) => cloud.edges.send(new CreateOriginRequestPolicyCommand({ OriginRequestPolicyConfig: config }));
    const { OriginRequestPolicy: made, ETag } = await make(policyConfig('ses-track'));
    const headers = (...Items: string[]): OriginRequestPolicyConfig => ({
      ...policyConfig('x'),
      HeadersConfig: { HeaderBehavior: 'whitelist', Headers: { Quantity: Items.length, Items } },
    });
    expect(await refusal(make(policyConfig('ses-track')))).toMatch(/^OriginRequestPolicyAlreadyExists/);
    expect(await refusal(make(headers('Authorization')))).toMatch(/^InvalidArgument/);
    expect(await refusal(make(headers(...'abcdefghijk')))).toMatch(/^TooManyHeadersInOriginRequestPolicy/);
    await standing(cloud, frontConfig(undefined, { behavior: { OriginRequestPolicyId: made?.Id } }));
    expect(await refusal(cloud.edges.send(new DeleteOriginRequestPolicyCommand({ Id: made?.Id, IfMatch: ETag })))).toMatch(
      /^OriginRequestPolicyInUse/,
    );
  });
});

describe('functions', () => {
  const code = (text: string) => Buffer.from(text);
  const config = { Comment: 'repair', Runtime: 'cloudfront-js-2.0' as const };
  const create = (cloud: Cloud, text: string, Name = 'repair') =>
    cloud.edges.send(new CreateFunctionCommand({ Name, FunctionConfig: config, FunctionCode: code(text) }));

  test('are made in DEVELOPMENT and LIVE once published; an update leaves LIVE as it was', async () => {
    const cloud = openCloud();
    const { ETag, FunctionSummary: made } = await create(cloud, 'one');
    expect([made?.Status, made?.FunctionMetadata?.Stage]).toEqual(['UNPUBLISHED', 'DEVELOPMENT']);
    expect(await refusal(cloud.edges.send(new DescribeFunctionCommand({ Name: 'repair', Stage: 'LIVE' })))).toMatch(/^NoSuchFunctionExists/);
    await cloud.edges.send(new PublishFunctionCommand({ Name: 'repair', IfMatch: ETag }));
    const { ETag: next } = await cloud.edges.send(
      new UpdateFunctionCommand({ Name: 'repair', IfMatch: ETag, FunctionConfig: config, FunctionCode: code('two') }),
    );
    const text = async (Stage: 'LIVE' | 'DEVELOPMENT') =>
      Buffer.from((await cloud.edges.send(new GetFunctionCommand({ Name: 'repair', Stage }))).FunctionCode ?? []).toString();
    expect([await text('LIVE'), await text('DEVELOPMENT')]).toEqual(['one', 'two']);
    expect(await refusal(cloud.edges.send(new PublishFunctionCommand({ Name: 'repair', IfMatch: ETag })))).toMatch(/^PreconditionFailed/);
    await cloud.edges.send(new PublishFunctionCommand({ Name: 'repair', IfMatch: next }));
    expect(await text('LIVE')).toBe('two');
    const { FunctionList: list } = await cloud.edges.send(new ListFunctionsCommand({ Stage: 'LIVE' }));
    expect(list?.Items?.map(one => one.Name)).toEqual(['repair']);
  });

  test('have a name once, at most 10 KB, and stay while a distribution uses them', async () => {
    const cloud = openCloud();
    const { ETag, FunctionSummary: made } = await create(cloud, 'one');
    expect(await refusal(create(cloud, 'two'))).toMatch(/^FunctionAlreadyExists/);
    expect(await refusal(create(cloud, 'x'.repeat(10_241), 'big'))).toMatch(/^FunctionSizeLimitExceeded/);
    expect(await refusal(create(cloud, 'x'.repeat(10_240), 'fits'))).toBe('nothing was refused');
    await cloud.edges.send(new PublishFunctionCommand({ Name: 'repair', IfMatch: ETag }));
    const association = { FunctionARN: made?.FunctionMetadata?.FunctionARN, EventType: 'viewer-request' as const };
    const id = await standing(cloud, frontConfig(undefined, { behavior: { FunctionAssociations: { Quantity: 1, Items: [association] } } }));
    const drop = () => refusal(cloud.edges.send(new DeleteFunctionCommand({ Name: 'repair', IfMatch: ETag })));
    expect(await drop()).toMatch(/^FunctionInUse/);
    await cloud.update(id, old => ({
      ...old,
      DefaultCacheBehavior: { ...old.DefaultCacheBehavior, FunctionAssociations: { Quantity: 0 } } as never,
    }));
    expect(await drop()).toBe('nothing was refused');
  });

  test('are tried out with an event; what they log and throw is told', async () => {
    const cloud = openCloud();
    const run = async (Name: string, text: string) => {
      const { ETag } = await create(cloud, text, Name);
      const event = {
        version: '1.0',
        context: { eventType: 'viewer-request' },
        viewer: { ip: '192.0.2.1' },
        request: { method: 'GET', uri: '/a', querystring: {}, headers: {}, cookies: {} },
      };
      return (await cloud.edges.send(new TestFunctionCommand({ Name, IfMatch: ETag, EventObject: code(JSON.stringify(event)) }))).TestResult;
    };
    const good = await run(
      'good',
      "function handler(event) { console.log('at', event.request.uri); event.request.uri = '/b'; return event.request; }",
    );
    expect([JSON.parse(good?.FunctionOutput ?? '').request.uri, good?.FunctionExecutionLogs]).toEqual(['/b', ['at /a']]);
    expect((await run('bad', "function handler() { throw new Error('no'); }"))?.FunctionErrorMessage).toContain('no');
    expect((await run('none', 'const x = 1;'))?.FunctionErrorMessage).toContain('handler');
  });
});
