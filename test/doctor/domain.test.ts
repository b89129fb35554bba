/** What the doctor says of a tracking domain that leads elsewhere, or whose certificate will not renew: one way each, and whether what it prints mends it. */
import * as acm from '@aws-sdk/client-acm';
import * as cloudfront from '@aws-sdk/client-cloudfront';
import * as route53 from '@aws-sdk/client-route-53';
import { describe, expect, test } from 'vitest';
import { openAuthority } from '../../src/sandbox/authority.ts';
import { isLong, onlyLong } from '../long.ts';
import { cname, day, frontConfig } from '../sandbox/aws/cloud.ts';
import { openStage, type Stage } from '../setup/stage.ts';
import { behaving, distributionOf, edited, leading, led, settle } from './front-steps.ts';
import { awsCli, domain, examined, front, hasAwsCli, healthy, problems, proves, type World } from './stage.ts';

/** Why a test that runs a printed `aws …` line did not run; for its name. */
const cli = isLong && !hasAwsCli() ? ' (skipped: no AWS CLI here)' : '';

/** The record by which ACM validates the domain. */
async function validation(stage: Stage): Promise<[string, string]> {
  const { certificate } = await distributionOf(stage);
  const record = (await stage.cloud.describe(certificate)).DomainValidationOptions?.[0]?.ResourceRecord;
  return [record?.Name ?? '', record?.Value ?? ''];
}

const short: World[] = [
  {
    name: 'pain 1: the domain leads straight to awstrack.me',
    flags: front,
    broken: stage => led(stage, 'r.us-east-1.awstrack.me'),
    finds: ['served-by'],
    says: /SES itself \(awstrack\.me\), with no HTTPS front before it[\s\S]*--adopt/,
    mends: 'ses-track',
  },
  {
    name: 'pain 3: somebody tidied the validation record away, and ACM cannot renew',
    flags: front,
    async broken(stage) {
      await stage.cloud.change(['DELETE', cname(...(await validation(stage)))]);
      await settle(stage);
    },
    finds: ['validation-record'],
    says: /the record that validates click\.example\.test is gone from DNS/,
    mends: 'ses-track',
  },
];

const long: World[] = [
  {
    name: 'the record of the tracking domain is gone',
    flags: front,
    async broken(stage) {
      await stage.cloud.change(['DELETE', cname(domain, (await distributionOf(stage)).domainName)]);
      await settle(stage);
    },
    finds: ['reach'],
    says: /has no address in DNS/,
    mends: 'ses-track',
  },
  {
    name: 'the domain leads to a name that is not there',
    flags: front,
    broken: stage => led(stage, 'old-front.example.net'),
    finds: ['reach'],
    says: /old-front\.example\.net, where click\.example\.test leads, does not exist in DNS \(NXDOMAIN\)/,
    mends: 'ses-track',
  },
  {
    name: 'the records of the domain lead in a circle',
    flags: front,
    async broken(stage) {
      await led(stage, 'loop.example.test');
      await stage.cloud.change(['CREATE', cname('loop.example.test', domain)]);
      await settle(stage);
    },
    finds: ['reach'],
    says: /lead in a circle: click\.example\.test → loop\.example\.test → click\.example\.test/,
    mends: 'ses-track',
  },
  {
    name: 'the domain was delegated to servers that do not know it',
    flags: front,
    async broken(stage) {
      const { domainName } = await distributionOf(stage);
      const NS = { Name: domain, Type: 'NS' as const, TTL: 300, ResourceRecords: [{ Value: 'ns1.dns-provider.example' }] };
      await stage.cloud.change(['DELETE', cname(domain, domainName)], ['CREATE', NS]);
      await settle(stage);
    },
    finds: ['live-zone'],
    says: /✖ click\.example\.test: the world asks ns1\.dns-provider\.example for click\.example\.test, not hosted zone Z/,
    mends: 'nothing',
  },
  {
    name: 'the servers of the zone are silent',
    flags: front,
    broken: async stage => stage.sandbox.setTraps({ 'dns-silent': true }),
    finds: ['reach'],
    says: /DNS gave no answer/,
    mends: 'nothing',
  },
  {
    name: 'the domain leads to another distribution than the one made for it',
    flags: front,
    async broken(stage) {
      const { certificate } = await distributionOf(stage);
      const { Distribution: other } = await stage.cloud.create(frontConfig(certificate, { Aliases: { Quantity: 0 } }));
      await led(stage, other?.DomainName ?? '');
    },
    finds: ['points-at-front'],
    says: /leads to d\w+\.cloudfront\.net, not to d\w+\.cloudfront\.net of distribution E\w+/,
    mends: 'ses-track',
  },
  {
    name: 'pain 3: the registrar names another provider than Route 53',
    flags: front,
    broken: async stage => stage.sandbox.setTraps({ 'dns-moved': true }),
    finds: ['live-zone'],
    says: /the world asks ns1\.dns-provider\.example, ns2\.dns-provider\.example for example\.test, not hosted zone Z/,
    mends: 'nothing',
  },
  {
    name: 'pain 3: the zone moved to another provider, and the record did not come along',
    flags: front,
    async broken(stage) {
      const record = cname(domain, (await distributionOf(stage)).domainName);
      await stage.cloud.change(['DELETE', record]);
      await settle(stage);
      stage.sandbox.setTraps({ 'dns-moved': true });
      await stage.cloud.change(['CREATE', record]);
      await settle(stage);
    },
    finds: ['live-zone'],
    says: /✖ click\.example\.test: the world asks ns1\.dns-provider\.example/,
    mends: 'nothing',
  },
  {
    name: 'pain 3: a second zone for the domain that nobody delegates to',
    flags: front,
    async broken({ cloud }) {
      await cloud.dns.send(new route53.CreateHostedZoneCommand({ Name: domain, CallerReference: 'tidy' }));
    },
    finds: ['live-zone'],
    says: /not hosted zone Z/,
    mends: 'aws',
  },
  {
    name: 'pain 3: CAA records keep Amazon out',
    flags: front,
    async broken(stage) {
      const caa = { Name: 'example.test', Type: 'CAA' as const, TTL: 300, ResourceRecords: [{ Value: '0 issue "letsencrypt.org"' }] };
      await stage.cloud.change(['CREATE', caa]);
      await settle(stage);
    },
    finds: ['caa'],
    says: /the CAA records of example\.test do not name Amazon/,
    mends: 'aws',
  },
  {
    name: 'pain 3: a renewal hangs though everything that can be seen is right',
    flags: front,
    async broken({ sandbox, cloud }) {
      sandbox.setTraps({ 'acm-renewal-stuck': true });
      await cloud.wait(160 * day);
    },
    finds: ['acm-renewal'],
    says: /ACM cannot renew it: PENDING_VALIDATION/,
    mends: 'nothing',
  },
  {
    name: 'pain 4: the renewal failed, and the certificate has ended',
    flags: front,
    async broken(stage) {
      const { sandbox, cloud } = stage;
      sandbox.setTraps({ 'acm-renewal-stuck': true });
      await cloud.wait(199 * day);
      // ACM acts when it is looked at.
      await cloud.describe((await distributionOf(stage)).certificate);
      sandbox.setTraps({ 'acm-renewal-stuck': false });
    },
    finds: ['acm-renewal'],
    says: /✖ click\.example\.test: ACM cannot renew it: FAILED[\s\S]*The certificate has ended, and every link in every mail is dead/,
    mends: 'ses-track',
  },
  {
    name: 'pain 4: the validation record was gone until the certificate ended',
    flags: front,
    async broken(stage) {
      await stage.cloud.change(['DELETE', cname(...(await validation(stage)))]);
      await stage.cloud.wait(199 * day);
    },
    finds: ['validation-record'],
    says: /✖ click\.example\.test: the record that validates click\.example\.test is gone from DNS[\s\S]*The certificate has ended/,
    mends: 'ses-track',
  },
  {
    name: 'a certificate was imported in the place of the one that renews',
    flags: front,
    async broken(stage) {
      const now = stage.outside.clock.now();
      const { cert, key } = openAuthority({ now: () => now, bytes: count => stage.outside.random.bytes(count) }).issue([domain]);
      const { CertificateArn: arn } = await stage.cloud.certificates.send(
        new acm.ImportCertificateCommand({ Certificate: Buffer.from(cert), PrivateKey: Buffer.from(key) }),
      );
      await edited(stage, config => ({ ...config, ViewerCertificate: { ...viewer, ACMCertificateArn: arn } }));
    },
    finds: ['acm-renewal'],
    says: /it was imported, and ACM renews no such certificate/,
    mends: 'ses-track',
  },
  {
    name: 'readers are shown a certificate that has ended',
    flags: front,
    broken: async stage => stage.sandbox.setTraps({ 'edge-expired-certificate': true }),
    finds: ['expiry'],
    says: /the certificate ended/,
    mends: 'nothing',
  },
  {
    name: 'readers are shown a certificate for another name',
    flags: front,
    broken: async stage => stage.sandbox.setTraps({ 'edge-wrong-certificate': true }),
    finds: ['name'],
    mends: 'nothing',
  },
  {
    name: 'https alone: http links of older mails are refused',
    flags: front,
    broken: stage => behaving(stage, { ViewerProtocolPolicy: 'https-only' }),
    finds: ['redirect'],
    says: /plain http answers 403/,
    mends: 'ses-track',
  },
  {
    name: 'an alias record leads to another distribution',
    flags: '--webhook https://hooks.example.com/ses',
    config: `tracking: { domain: ${domain}, record: alias }\n`,
    async broken(stage) {
      const { certificate } = await distributionOf(stage);
      const { Distribution: other } = await stage.cloud.create(frontConfig(certificate, { Aliases: { Quantity: 0 } }));
      const AliasTarget = { HostedZoneId: 'Z2FDTNDATAQYW2', DNSName: other?.DomainName ?? '', EvaluateTargetHealth: false };
      await stage.cloud.change(['UPSERT', { Name: domain, Type: 'A', AliasTarget }], ['UPSERT', { Name: domain, Type: 'AAAA', AliasTarget }]);
      await settle(stage);
    },
    finds: ['points-at-front'],
    mends: 'ses-track',
  },
];

const viewer = { SSLSupportMethod: 'sni-only', MinimumProtocolVersion: 'TLSv1.2_2021' } as const;

describe('a tracking domain', { concurrent: true, timeout: 60_000 }, () => {
  test.each(short.map(world => [world.name, world] as const))('%s', async (_, world) => proves(world, isLong));

  test('what AWS does not let be seen is unknown by its IAM action, and the proof itself says that links are dead', async () => {
    const stage = await healthy({ flags: front });
    await leading(stage, { DomainName: 'r.eu-west-1.awstrack.me' });
    await stage.sandbox.deny(['cloudfront:ListDistributions']);
    const result = await examined(stage, front);
    expect(problems(result).map(({ check }) => check)).toEqual(['favicon']);
    const origin = result.findings.find(({ check }) => check === 'origin');
    expect(origin).toMatchObject({ state: 'unknown', action: 'cloudfront:ListDistributions' });
    expect(result.findings.filter(({ state }) => state === 'unknown').map(({ action }) => action)).not.toContain(undefined);
  });
});

describe.skipIf(!isLong)(`a tracking domain${onlyLong}`, { concurrent: true, timeout: 120_000 }, () => {
  test.each(long.map(world => [world.name, world] as const))('%s', async (_, world) => proves(world, isLong));

  test.skipIf(isLong && !hasAwsCli())(`somebody deleted the distribution: its record goes first, then setup makes another${cli}`, async () => {
    const stage = await healthy({ flags: front, stage: { sockets: true } });
    try {
      const { id } = await distributionOf(stage);
      await edited(stage, config => ({ ...config, Enabled: false }));
      await stage.cloud.edges.send(new cloudfront.DeleteDistributionCommand({ Id: id, IfMatch: (await stage.cloud.get(id)).ETag }));
      const found = problems(await examined(stage, front));
      expect(found).toMatchObject([{ check: 'alias-owner', saw: `no distribution of this account is for ${domain}` }]);
      const [first = '', then = ''] = (found[0]?.mend ?? '').split(' && ');
      expect(then).toBe(`ses-track setup ${front}`);
      await awsCli(stage, first);
      await settle(stage);
      expect((await stage.run(`${then.replace('ses-track ', '')} --yes`)).code).toBe(0);
      expect((await stage.run(`doctor ${front}`)).out).toBe('');
    } finally {
      await stage.sandbox.stop();
    }
  });

  test('a wildcard among the alternate names holds the domain, and how that distribution is set is looked at', async () => {
    const stage = await openStage({ quick: true });
    const arn = await stage.cloud.issued({ DomainName: '*.example.test' });
    const wild = { Aliases: { Quantity: 1, Items: ['*.example.test'] } };
    const { Distribution: own } = await stage.cloud.create(frontConfig(arn, wild));
    await stage.cloud.change(['CREATE', cname(domain, own?.DomainName ?? '')]);
    await settle(stage);
    const line = `--domain ${domain}`;
    const { findings } = await examined(stage, line);
    const found = (check: string) => findings.find(each => each.check === check);
    expect(found('alias-owner')).toMatchObject({ state: 'ok', saw: expect.stringContaining('under a wildcard') });
    expect(found('host-header')).toMatchObject({ saw: expect.stringContaining(own?.Id ?? '') });
  });

  test('a change that is on its way is no problem: what the edge will be is said to be unknown', async () => {
    const stage = await healthy({ flags: front, stage: { quick: false } });
    await stage.cloud.update((await distributionOf(stage)).id, config => ({ ...config, PriceClass: 'PriceClass_100' }));
    const result = await examined(stage, front);
    expect([result.code, problems(result)]).toEqual([0, []]);
    expect(result.findings.filter(({ state }) => state === 'unknown')).toMatchObject([{ check: 'distribution-deployed' }]);
  });

  test('a front of the operator’s own is asked from outside alone, and says so', async () => {
    const stage = await healthy({ flags: front });
    const own = `${front} --front own`;
    const before = await examined(stage, own);
    expect(problems(before)).toEqual([]);
    const skipped = before.findings.filter(({ state, saw }) => state === 'skipped' && /the operator's own/.test(saw)).map(({ check }) => check);
    expect(skipped).toEqual(expect.arrayContaining(['alias-owner', 'origin', 'link-repair', 'acm-renewal', 'validation-record', 'live-zone']));
    await leading(stage, { DomainName: 'r.eu-west-1.awstrack.me' });
    const found = problems(await examined(stage, own));
    expect(found).toMatchObject([{ check: 'favicon', harm: 'clicks', means: expect.stringContaining('https://r.us-east-1.awstrack.me') }]);
    expect(found[0]?.mend).toBeUndefined();
  });

  test('records that are written by hand: nothing is asked of Route 53, and no command is promised', async () => {
    const stage = await healthy({ flags: front });
    stage.files.set('ses-track.yaml', `tracking: { domain: ${domain}, dns: manual }\n`);
    const line = '--webhook https://hooks.example.com/ses';
    expect(problems(await examined(stage, line))).toEqual([]);
    await stage.cloud.change(['DELETE', cname(domain, (await distributionOf(stage)).domainName)]);
    await settle(stage);
    const result = await examined(stage, line);
    expect(problems(result)).toMatchObject([{ check: 'reach', harm: 'clicks' }]);
    expect(problems(result)[0]?.mend).toBeUndefined();
    expect(result.findings.find(({ check }) => check === 'live-zone')).toMatchObject({ state: 'skipped', saw: expect.stringContaining('by hand') });
  });
});
