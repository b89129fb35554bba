/** The HTTPS front as an operator meets it: `setup --domain` over a whole account in memory, on a virtual clock. */
import { DescribeFunctionCommand, PublishFunctionCommand, TagResourceCommand, UpdateFunctionCommand } from '@aws-sdk/client-cloudfront';
import * as ses from '@aws-sdk/client-sesv2';
import { describe, expect, test } from 'vitest';
import { repairCode } from '../../src/links/repair-code.ts';
import { isLong, onlyLong } from '../long.ts';
import { cname, frontConfig } from '../sandbox/aws/cloud.ts';
import { morning } from '../sandbox/worlds.ts';
import type { FrontState } from './front-state.ts';
import { openStage, type Stage } from './stage.ts';

const domain = 'click.example.test';
const webhook = 'https://hooks.example.com/ses';
const line = `setup --domain ${domain} --webhook ${webhook}`;
/** AWS's own times in the sandbox: the record is told, DNS shows it, ACM issues, CloudFront deploys. */
const criticalMs = 4_000 + 30_000 + 300_000 + 300_000;

const frontOf = async (stage: Stage): Promise<FrontState> => ((await stage.world()) as { front: FrontState }).front;
const id = async ({ cloud }: Stage): Promise<string> => {
  const { distributions } = await import('../../src/observe/distribution.ts');
  const [found] = await distributions({ aws: { cloudfront: async () => cloud.edges } } as never);
  return found?.id ?? '';
};
const tracking = async ({ ses: to }: Stage, set = 'ses-track') =>
  (await to.send(new ses.GetConfigurationSetCommand({ ConfigurationSetName: set }))).TrackingOptions;

async function opened(): Promise<Stage> {
  const stage = await openStage({ quick: true });
  const { code, err } = await stage.run(`${line} --yes`);
  expect([code, err]).toEqual([0, expect.any(String)]);
  return stage;
}

describe('the straight path', () => {
  test('ends with the proof, everything as product and AWS want it, in the time that AWS itself takes', async () => {
    const stage = await openStage();
    const { code, out, err } = await stage.run(`${line} --yes`);
    expect([code, err]).toEqual([0, expect.stringContaining('✔ proof of click.example.test: create')]);
    expect(out).toContain(`tracking domain    ${domain} (SES in us-east-1 answers over https)`);
    expect(out).not.toContain('Unproven');
    const took = stage.outside.clock.now() - morning;
    process.stdout.write(`a first setup on the virtual clock: ${took / 1000} s, ${(took / criticalMs).toFixed(3)} of certificate and distribution\n`);
    expect(took).toBeLessThanOrEqual(1.02 * criticalMs);

    expect(await tracking(stage)).toEqual({ CustomRedirectDomain: domain, HttpsPolicy: 'REQUIRE' });
    const front = await frontOf(stage);
    const tags = [{ Key: 'ses-track', Value: 'default' }];
    expect(front.identities).toContainEqual({ name: domain, isVerified: true, tags });
    expect(front.certificates).toEqual([{ names: [domain], status: 'ISSUED', tags }]);
    expect(front.policies).toMatchObject([
      {
        Name: 'ses-track',
        HeadersConfig: { HeaderBehavior: 'whitelist', Headers: { Items: ['Host', 'User-Agent'] } },
        CookiesConfig: { CookieBehavior: 'none' },
        QueryStringsConfig: { QueryStringBehavior: 'none' },
      },
    ]);
    expect(front.functions).toEqual(expect.arrayContaining([{ name: 'ses-track-link-repair', stage: 'LIVE', code: repairCode }]));
    expect(front.distributions).toMatchObject([
      {
        tags,
        status: 'Deployed',
        config: {
          CallerReference: `ses-track/default/${domain}`,
          Aliases: { Items: [domain] },
          Enabled: true,
          IsIPV6Enabled: true,
          Origins: { Items: [{ DomainName: 'r.us-east-1.awstrack.me', CustomOriginConfig: { OriginProtocolPolicy: 'https-only' } }] },
          DefaultCacheBehavior: {
            ViewerProtocolPolicy: 'redirect-to-https',
            CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
            OriginRequestPolicyId: 'policy',
            AllowedMethods: { Items: expect.arrayContaining(['GET', 'HEAD', 'OPTIONS']) },
            FunctionAssociations: { Items: [{ EventType: 'viewer-request' }] },
          },
          ViewerCertificate: { ACMCertificateArn: 'certificate 1', MinimumProtocolVersion: 'TLSv1.2_2021', SSLSupportMethod: 'sni-only' },
        },
      },
    ]);
    expect(front.records).toContain(`${domain}. CNAME distribution-1.cloudfront.net`);
  });

  test('over real DNS and real TLS it ends the same', async () => {
    const stage = await openStage({ sockets: true });
    try {
      const { code, out } = await stage.run(`${line} --yes`);
      expect([code, out]).toEqual([0, expect.stringContaining('SES in us-east-1 answers over https')]);
      const answer = await stage.outside.tls.request(`https://${domain}/favicon.ico`);
      expect(answer).toMatchObject({ kind: 'answer', status: 200, peer: { refusals: [] } });
    } finally {
      await stage.sandbox.stop();
    }
  });

  test('the second run only reads, each fact once, in three waves', async () => {
    const stage = await opened();
    const before = stage.sandbox.calls().write;
    const { code, out, waves } = await stage.run(line, { waveMs: 30 });
    expect([code, out.split('\n')[0]]).toEqual([0, 'Nothing to do: everything is as wanted.']);
    expect(stage.sandbox.calls().write).toBe(before);
    const calls = stage.lastCalls();
    const sesReads = calls.filter(each => each.startsWith('ses:')).length;
    process.stdout.write(`a setup with a front and nothing to do: ${calls.length} reads (${sesReads} of SES) in ${waves} waves\n`);
    expect(waves).toBe(3);
    expect(sesReads).toBeLessThanOrEqual(4);
    // Two names are asked of the zone: the domain's and the validation record's.
    const twice = calls.filter((each, index) => calls.indexOf(each) !== index);
    expect(twice).toEqual(['route53:ListResourceRecordSets']);
    expect((await stage.run(`${line} --check`)).code).toBe(0);
  });

  test('--dry-run shows it all and writes nothing', async () => {
    const stage = await openStage();
    const { code, out } = await stage.run(`${line} --dry-run`);
    expect([code, out]).toEqual([0, expect.stringContaining('16 to create.')]);
    expect(stage.sandbox.calls().write).toBe(0);
  });
});

describe('what is reviewed or interrupted', () => {
  test('a reviewed plan of a front is applied as it was reviewed', async () => {
    const stage = await openStage({ quick: true });
    expect((await stage.run(`${line} --https-policy require-open-only --out plan.json`)).code).toBe(0);
    expect(stage.sandbox.calls().write).toBe(0);
    expect((await stage.run('setup --plan plan.json --yes')).code).toBe(0);
    expect(await tracking(stage)).toEqual({ CustomRedirectDomain: domain, HttpsPolicy: 'REQUIRE_OPEN_ONLY' });
    const moved = await stage.run('setup --plan plan.json --yes');
    expect([moved.code, moved.err]).toEqual([5, expect.stringContaining('is not as it was when this plan was made')]);
  });

  test('Ctrl-C while ACM is waited for: exit 130, and running it again finishes the work', async () => {
    const stage = await openStage();
    const stop = new AbortController();
    const stopped = await stage.run(`${line} --yes`, {
      signal: stop.signal,
      onCall: ({ operation }) => {
        if (operation === 'DescribeCertificate' && stage.lastCalls().filter(each => each === 'acm:DescribeCertificate').length > 5)
          stop.abort(new Error('Ctrl-C'));
      },
    });
    expect([stopped.code, stopped.err]).toEqual([130, expect.stringContaining('Run the same command again: it finishes the work.')]);
    expect((await stage.run(`${line} --yes`)).code).toBe(0);
    expect((await frontOf(stage)).certificates).toHaveLength(1);
  });
});

describe('drift of one field is shown have → want and mended alone', () => {
  const edges = (edit: Parameters<Stage['cloud']['update']>[1]) => async (stage: Stage) => {
    await stage.cloud.update(await id(stage), edit);
    await stage.cloud.wait(600_000);
  };
  const fields: [string, (stage: Stage) => Promise<unknown>, string][] = [
    [
      'the origin protocol',
      edges(config => ({
        ...config,
        Origins: {
          Quantity: 1,
          Items: (config.Origins?.Items ?? []).map(each => ({
            ...each,
            CustomOriginConfig: { HTTPPort: 80, HTTPSPort: 443, OriginProtocolPolicy: 'http-only' as const },
          })),
        },
      })),
      'originProtocol  http-only → https-only',
    ],
    ['IPv6', edges(config => ({ ...config, IsIPV6Enabled: false })), 'ipv6  false → true'],
    [
      'the function',
      edges(config => ({ ...config, DefaultCacheBehavior: { ...config.DefaultCacheBehavior, FunctionAssociations: { Quantity: 0 } } as never })),
      'function  nothing → arn:aws:cloudfront::123456789012:function/ses-track-link-repair',
    ],
    [
      'the code of the function',
      async ({ cloud: { edges: to } }) => {
        const Name = 'ses-track-link-repair';
        const { ETag, FunctionSummary } = await to.send(new DescribeFunctionCommand({ Name }));
        const FunctionConfig = FunctionSummary?.FunctionConfig;
        const FunctionCode = new TextEncoder().encode('function handler(event) { return event.request; }');
        const made = await to.send(new UpdateFunctionCommand({ Name, IfMatch: ETag, FunctionConfig, FunctionCode }));
        await to.send(new PublishFunctionCommand({ Name, IfMatch: made.ETag }));
      },
      'code  other code → as shipped',
    ],
    [
      'the HTTPS policy',
      ({ ses: to }) =>
        to.send(
          new ses.PutConfigurationSetTrackingOptionsCommand({
            ConfigurationSetName: 'ses-track',
            CustomRedirectDomain: domain,
            HttpsPolicy: 'OPTIONAL',
          }),
        ),
      'httpsPolicy  optional → require',
    ],
    [
      'the validation record, without which the next renewal fails',
      async ({ cloud }) => {
        const { records } = await import('../../src/observe/record.ts');
        const look = { aws: { route53: async () => cloud.dns } } as never;
        const zone = (await cloud.zoneId()).replace('/hostedzone/', '');
        const [found] = await records(look, zone, (await validationName(cloud)) ?? '');
        if (found !== undefined) await cloud.change(['DELETE', found.set]);
        await cloud.wait(60_000);
      },
      'record  false → true',
    ],
  ];
  // One of each service; IPv6, the function and the HTTPS policy under npm run test:all.
  const some = fields.filter(([name]) => isLong || /^the (origin protocol|code of|validation record)/.test(name));
  test('one after another, each leaves the world as it was', { timeout: 60_000 }, async () => {
    const stage = await opened();
    const good = JSON.parse(JSON.stringify(await stage.world()));
    for (const [name, drift, shown] of some) {
      await drift(stage);
      const check = await stage.run(`${line} --check`);
      expect([check.code, check.out], name).toEqual([1, expect.stringContaining(shown)]);
      expect(check.out, name).toMatch(/[123] to change, 1[345] as wanted\./);
      const mended = await stage.run(`${line} --yes`);
      expect([mended.code, mended.out], name).toEqual([0, expect.not.stringContaining('Unproven')]);
      expect(JSON.parse(JSON.stringify(await stage.world())), name).toEqual(good);
    }
  });

  async function validationName(cloud: Stage['cloud']): Promise<string | undefined> {
    const { certificates } = await import('../../src/observe/certificate.ts');
    const [found] = await certificates({ aws: { acm: async () => cloud.certificates } } as never);
    return (await cloud.describe(found?.arn ?? '')).DomainValidationOptions?.[0]?.ResourceRecord?.Name;
  }
});

describe('what is there already', () => {
  test('a certificate that covers the name and can renew is used, and stays whose it is', async () => {
    const stage = await openStage({ quick: true });
    await stage.cloud.issued({ DomainName: '*.example.test' });
    expect((await stage.run(`${line} --yes`)).code).toBe(0);
    expect((await frontOf(stage)).certificates).toEqual([{ names: ['*.example.test'], status: 'ISSUED', tags: [] }]);
    expect((await stage.run(`${line} --check`)).code).toBe(0);
  });

  test("a certificate that is pending and somebody else's is not waited for", async () => {
    const stage = await openStage({ quick: true });
    await stage.cloud.request();
    expect((await stage.run(`${line} --yes`)).code).toBe(0);
    expect((await frontOf(stage)).certificates.map(({ tags }) => tags)).toEqual([[], [{ Key: 'ses-track', Value: 'default' }]]);
  });

  test('a distribution that somebody else made is not touched without --adopt, and named', async () => {
    const stage = await openStage({ quick: true });
    const arn = await stage.cloud.issued();
    const { Distribution: theirs } = await stage.cloud.create(frontConfig(arn));
    await stage.cloud.wait(600_000);
    const before = await stage.world();
    const refused = await stage.run(`${line} --yes`);
    expect([refused.code, refused.err]).toEqual([5, expect.stringContaining(`distribution ${theirs?.Id} of ${domain} was not made by ses-track`)]);
    expect(await stage.world()).toEqual(before);
    expect((await stage.run(`${line} --yes --adopt`)).code).toBe(0);
    expect((await frontOf(stage)).distributions).toHaveLength(1);
    expect((await stage.run(`${line} --check`)).code).toBe(0);
  });

  test('a record that leads elsewhere is not changed without --adopt, and named', async () => {
    const stage = await openStage({ quick: true });
    await stage.cloud.change(['CREATE', cname(domain, 'r.us-east-1.awstrack.me')]);
    const refused = await stage.run(`${line} --yes`);
    expect([refused.code, refused.err]).toEqual([5, expect.stringContaining(`record ${domain} (cname r.us-east-1.awstrack.me) was not made by`)]);
    expect((await stage.run(`${line} --yes --adopt`)).code).toBe(0);
    expect((await frontOf(stage)).records).toContain(`${domain}. CNAME distribution-1.cloudfront.net`);
  });

  test('several sets share one front', async () => {
    const stage = await openStage({ quick: true });
    stage.files.set('ses-track.yaml', `tracking: { domain: ${domain}, httpsPolicy: optional }\nconfigurationSets: [{ name: a }, { name: b }]\n`);
    expect((await stage.run('setup --yes')).code).toBe(0);
    expect([await tracking(stage, 'a'), await tracking(stage, 'b')]).toEqual([
      { CustomRedirectDomain: domain, HttpsPolicy: 'OPTIONAL' },
      { CustomRedirectDomain: domain, HttpsPolicy: 'OPTIONAL' },
    ]);
    expect((await frontOf(stage)).distributions).toMatchObject([{ config: { DefaultCacheBehavior: { ViewerProtocolPolicy: 'allow-all' } } }]);
    expect((await stage.run('setup --check')).code).toBe(0);
    const third = await stage.run(`setup --config-set c --domain ${domain} --https-policy optional --yes`);
    expect([third.code, third.out]).toEqual([0, expect.stringContaining('Done: 4 of 14 changed')]);
  });

  test.skipIf(!isLong)(`beyond a hundred distributions ours is still found${onlyLong}`, async () => {
    const stage = await opened();
    for (let index = 0; index < 120; index++) await stage.cloud.create({ ...frontConfig(undefined), CallerReference: `other ${index}` });
    expect((await stage.run(`${line} --check`)).code).toBe(0);
  });
});

describe('a front that is live is not led elsewhere', () => {
  test('to a region without a tracking host: refused before anything is changed', async () => {
    const stage = await opened();
    const before = stage.sandbox.calls().write;
    const { code, err } = await stage.run(`${line} --region us-gov-west-1 --yes --force`);
    expect([code, err]).toEqual([3, expect.stringContaining('r.us-gov-west-1.awstrack.me is not there')]);
    expect(stage.sandbox.calls().write).toBe(before);
  });

  test('to another region: said, and refused without --force', async () => {
    const stage = await opened();
    const before = stage.sandbox.calls().write;
    const { code, err } = await stage.run(`${line} --region eu-west-1 --yes`);
    expect([code, err]).toEqual([5, expect.stringContaining('its origin is "r.us-east-1.awstrack.me" and should be "r.eu-west-1.awstrack.me"')]);
    expect(err).toContain('links in mails already sent die');
    expect(stage.sandbox.calls().write).toBe(before);
  });
});

describe('other ways to build it', () => {
  test('--no-repair leaves the function out, and takes it off again', async () => {
    const stage = await opened();
    const { code, out } = await stage.run(`${line} --no-repair --check`);
    expect([code, out]).toEqual([1, expect.stringContaining('function  arn:aws:cloudfront::123456789012:function/ses-track-link-repair → nothing')]);
    expect((await stage.run(`${line} --no-repair --yes`)).code).toBe(0);
    expect((await stage.run(`${line} --no-repair --check`)).code).toBe(0);
  });

  test('an alias for a domain that is a zone of its own, where a CNAME cannot be', async () => {
    const stage = await openStage({ quick: true });
    stage.files.set('ses-track.yaml', 'tracking: { domain: example.test }\n');
    const refused = await stage.run('setup --yes');
    expect([refused.code, refused.err]).toEqual([3, expect.stringContaining('example.test is a zone of its own, where DNS allows no CNAME')]);
    expect(stage.sandbox.calls().write).toBe(0);
    stage.files.set('ses-track.yaml', 'tracking: { domain: example.test, record: alias }\n');
    expect((await stage.run('setup --yes')).code).toBe(0);
    expect((await frontOf(stage)).records).toEqual(
      expect.arrayContaining(['example.test. A distribution-1.cloudfront.net.', 'example.test. AAAA distribution-1.cloudfront.net.']),
    );
    expect((await stage.run('setup --check')).code).toBe(0);
  });

  test('a new domain is built beside the old one, which stays', async () => {
    const stage = await opened();
    expect((await stage.run(`setup --domain new.example.test --webhook ${webhook} --yes`)).code).toBe(0);
    const { distributions, records } = await frontOf(stage);
    expect(distributions).toMatchObject([{ config: { Aliases: { Items: [domain] } } }, { config: { Aliases: { Items: ['new.example.test'] } } }]);
    expect(records).toEqual(expect.arrayContaining([`${domain}. CNAME distribution-1.cloudfront.net`]));
    expect(await tracking(stage)).toMatchObject({ CustomRedirectDomain: 'new.example.test' });
  });

  test('a tag that somebody took away is put back only with --adopt', async () => {
    const stage = await opened();
    const { Distribution: found } = await stage.cloud.get(await id(stage));
    await stage.cloud.edges.send(new TagResourceCommand({ Resource: found?.ARN, Tags: { Items: [{ Key: 'ses-track', Value: 'blue' }] } }));
    const other = await stage.run(`${line} --yes`);
    expect([other.code, other.err]).toEqual([5, expect.stringContaining('belongs to the ses-track deployment "blue"')]);
  });
});

describe('link repair, end to end', () => {
  const target = 'https://id.example.com/signinverify?code=NZJUK4YMRJST&mail=kkbbzz1%40163.com&name=KOZ-AL00';

  async function tracked(stage: Stage): Promise<string> {
    const { MessageId } = await stage.ses.send(
      new ses.SendEmailCommand({
        FromEmailAddress: 'hello@example.test',
        Destination: { ToAddresses: ['silent@example.com'] },
        ConfigurationSetName: 'ses-track',
        Content: { Simple: { Subject: { Data: 'a' }, Body: { Html: { Data: `<a href="${target.replaceAll('&', '&amp;')}">a</a>` } } } },
      }),
    );
    await stage.sandbox.settled();
    return stage.sandbox.mails().find(mail => mail.messageId === MessageId)?.links[0]?.tracked ?? '';
  }

  const open = async (stage: Stage, url: string) => {
    const answer = await stage.outside.tls.request(url, { method: 'GET' });
    return answer.kind === 'answer' ? `${answer.status} ${answer.headers.get('location')}` : answer.kind;
  };

  test('a link that 139 Mail decoded is counted and leads to its target; without the function it is a 400', async () => {
    const stage = await opened();
    const link = await tracked(stage);
    // Once, as 139 Mail does.
    const decoded = decodeURIComponent(link);
    expect(decoded).not.toBe(link);
    expect([await open(stage, link), await open(stage, decoded)]).toEqual([`302 ${target}`, `302 ${target}`]);
    expect((await stage.run(`${line} --no-repair --yes`)).code).toBe(0);
    expect([await open(stage, link), await open(stage, decoded)]).toEqual([`302 ${target}`, '400 null']);
  });
});
