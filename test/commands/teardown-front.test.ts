/** `ses-track teardown` of a tracking domain: the front goes last, stays where it is used or asked to stay, and others' things are left alone. */
import * as acm from '@aws-sdk/client-acm';
import { ListDistributionsCommand } from '@aws-sdk/client-cloudfront';
import * as ses from '@aws-sdk/client-sesv2';
import { expect, test } from 'vitest';
import { frontConfig } from '../sandbox/aws/cloud.ts';
import type { FrontState } from '../setup/front-state.ts';
import { openStage, type Stage } from '../setup/stage.ts';

const domain = 'click.example.test';
const line = `setup --domain ${domain} --yes`;

const frontOf = async (stage: Stage): Promise<FrontState> => ((await stage.world()) as { front: FrontState }).front;

async function build(stage: Stage): Promise<void> {
  const { code, err } = await stage.run(line);
  expect(code, err).toBe(0);
}

test('with the domain goes all of its front, and what was there before stays', async () => {
  const stage = await openStage({ quick: true });
  const before = await frontOf(stage);
  await build(stage);
  expect(await frontOf(stage)).toMatchObject({
    certificates: [{ names: [domain] }],
    distributions: [{ status: 'Deployed' }],
    functions: expect.arrayContaining([expect.objectContaining({ name: 'ses-track-link-repair' })]),
  });
  const { code, out, err } = await stage.run('teardown --yes');
  expect([code, out]).toEqual([0, expect.stringContaining('Done: 12 removed.')]);
  expect(err).toContain(`! links in mails already delivered lead to ${domain} and die with it; --keep-front leaves it standing`);
  expect(err).toContain(`if this is interrupted, name it with --domain ${domain} the next time`);
  expect(await frontOf(stage)).toEqual(before);
  expect(await stage.world()).toMatchObject({ sets: [], topics: [] });
  expect((await stage.run(`teardown --domain ${domain}`)).out).toContain('Nothing to tear down');
});

test('no mail carries the domain when the front begins to go', async () => {
  const stage = await openStage({ quick: true });
  await build(stage);
  await stage.run('teardown --yes');
  const writes = stage.lastCalls().filter(call => /:(Put|Delete|Update|Change)/.test(call));
  expect(writes[0]).toBe('ses:PutConfigurationSetTrackingOptions');
  const firstOfFront = writes.findIndex(call => /^(cloudfront|route53|acm):/.test(call));
  expect(writes.indexOf('ses:DeleteConfigurationSet')).toBeLessThan(firstOfFront);
  // The record before the distribution it leads to, the distribution before the certificate it shows.
  const places = ['route53:ChangeResourceRecordSets', 'cloudfront:UpdateDistribution', 'cloudfront:DeleteDistribution', 'acm:DeleteCertificate'];
  expect(places.map(call => writes.indexOf(call))).toEqual(places.map(call => writes.indexOf(call)).sort((a, b) => a - b));
});

test('a domain that nothing leads to is said to be so, and the front that is left is named with the command that takes it away', async () => {
  const stage = await openStage({ quick: true });
  await build(stage);
  const front = await frontOf(stage);
  const left = `! configuration set ses-track uses ${domain}, not wrong.example: the front of ${domain} is left as it is; name it with --domain ${domain} to take it away`;
  const { code, out, err } = await stage.run('teardown --domain wrong.example --yes');
  expect([code, out]).toEqual([0, expect.stringContaining('Done: 4 removed.')]);
  expect(err).toContain(
    '! nothing of deployment default is there for wrong.example: no hosted zone of this account is for wrong.example; check its spelling\n',
  );
  expect(err).toContain(left);
  expect(err).not.toMatch(/could not be looked at|die with it/);
  expect(await frontOf(stage)).toEqual(front);
  // The set is gone: what is left of the deployment still tells the domain.
  const again = (await stage.run('teardown --domain wrong.example.test')).out;
  expect(again).toContain('Nothing to tear down: all that is there stays.');
  expect(again).toContain(`of ${domain} uses it`);
  expect(again).toContain('! nothing of deployment default is there for wrong.example.test; check its spelling');
  const { out: done } = await stage.run(`teardown --domain ${domain} --yes`);
  expect(done).toContain('Done: 8 removed.');
});

test('--keep-front leaves what delivered links need, and a setup later finds it again', async () => {
  const stage = await openStage({ quick: true });
  await build(stage);
  const front = await frontOf(stage);
  const { code, out, err } = await stage.run('teardown --keep-front --yes');
  expect([code, out]).toEqual([
    0,
    expect.stringContaining(`kept  distribution of ${domain}: links in mails already delivered lead here (--keep-front)`),
  ]);
  expect(err).not.toContain('die with it');
  expect(await frontOf(stage)).toEqual(front);
  expect(await stage.world()).toMatchObject({ sets: [], topics: [] });
  const again = await stage.run(line);
  expect([again.code, again.out]).toEqual([0, expect.stringContaining('Done: 4 of')]);
});

test('a front that another set uses stays, whoever made that set', async () => {
  const stage = await openStage({ quick: true });
  await build(stage);
  const front = await frontOf(stage);
  await stage.ses.send(
    new ses.CreateConfigurationSetCommand({
      ConfigurationSetName: 'theirs',
      TrackingOptions: { CustomRedirectDomain: domain, HttpsPolicy: 'REQUIRE' },
    }),
  );
  const { code, out } = await stage.run('teardown --yes');
  expect([code, out]).toEqual([0, expect.stringContaining(`kept  distribution of ${domain}: configuration set theirs uses ${domain}`)]);
  expect(await frontOf(stage)).toEqual(front);
  expect(await stage.world()).toMatchObject({ sets: [{ ConfigurationSetName: 'theirs' }] });
});

test('a certificate and an identity that were there before setup stay', async () => {
  const stage = await openStage({ quick: true });
  const certificates = new acm.ACMClient({
    region: 'us-east-1',
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
    requestHandler: stage.sandbox.requestHandler as never,
  });
  // A first deployment proves them; its tags are then taken off, as if somebody else had made them.
  await build(stage);
  const { CertificateSummaryList: [found] = [] } = await certificates.send(new acm.ListCertificatesCommand({}));
  const tag = { Key: 'ses-track', Value: 'default' };
  await certificates.send(new acm.RemoveTagsFromCertificateCommand({ CertificateArn: found?.CertificateArn, Tags: [tag] }));
  const ResourceArn = `arn:aws:ses:us-east-1:123456789012:identity/${domain}`;
  await stage.ses.send(new ses.UntagResourceCommand({ ResourceArn, TagKeys: ['ses-track'] }));
  const { code } = await stage.run('teardown --yes');
  expect(code).toBe(0);
  expect(await frontOf(stage)).toMatchObject({
    identities: expect.arrayContaining([expect.objectContaining({ name: domain })]),
    certificates: [{ names: [domain] }],
    distributions: [],
    policies: [],
  });
});

test('the validation record stays while another certificate is validated by it, be it of the wildcard', async () => {
  const stage = await openStage({ quick: true });
  await build(stage);
  await stage.cloud.request({ DomainName: `*.${domain}` });
  const { records } = await frontOf(stage);
  const { code, out } = await stage.run('teardown --yes');
  expect([code, out]).toEqual([
    0,
    expect.stringMatching(/kept {2}validation of the certificate for .*: arn:aws:acm:.* is validated by the same record/),
  ]);
  const left = (await frontOf(stage)).records;
  expect(left).toContain(records.find(each => /^_\w+\.click\.example\.test\. CNAME/.test(each)));
});

test('a distribution that serves another name, too, stays with all that it needs; the record of the name that goes does not', async () => {
  const stage = await openStage({ quick: true });
  await stage.cloud.issued({ DomainName: '*.example.test' });
  await build(stage);
  const { DistributionList: { Items: [front] = [] } = {} } = await stage.cloud.edges.send(new ListDistributionsCommand({}));
  const Aliases = { Quantity: 2, Items: [domain, 'other.example.test'] };
  await stage.cloud.update(front?.Id ?? '', config => ({ ...config, Aliases }));
  const { code, out } = await stage.run('teardown --yes');
  expect([code, out]).toEqual([0, expect.stringMatching(/kept {2}distribution of .*: distribution \w+ of .* also serves other\.example\.test/)]);
  const { distributions, policies, functions, records } = await frontOf(stage);
  expect([distributions, policies, functions]).toMatchObject([[{ config: { Enabled: true } }], [{}], [{}, {}]]);
  expect(records.filter(each => each.startsWith(domain))).toEqual([]);
});

test('a certificate that something else shows stays, and does not hold the teardown up', async () => {
  const stage = await openStage({ quick: true });
  await build(stage);
  const { CertificateSummaryList: [ours] = [] } = await stage.cloud.certificates.send(new acm.ListCertificatesCommand({}));
  await stage.cloud.create(frontConfig(ours?.CertificateArn, { Aliases: { Quantity: 0 }, Comment: 'theirs' }));
  const { code, out } = await stage.run('teardown --yes');
  expect([code, out]).toEqual([0, expect.stringMatching(/kept {2}certificate for .*: arn:aws:cloudfront::\d+:distribution\/\w+ shows it/)]);
  expect(await frontOf(stage)).toMatchObject({
    certificates: [{ names: [domain], status: 'ISSUED' }],
    distributions: [{ config: { Comment: 'theirs' } }],
  });
});

test('what the fronts of a deployment share goes with the last of them', async () => {
  const stage = await openStage({ quick: true });
  await build(stage);
  await stage.run('setup --config-set second --domain links.example.test --yes');
  const { code, out } = await stage.run('teardown --config-set ses-track --yes');
  expect([code, out]).toEqual([0, expect.stringMatching(/kept {2}function ses-track-link-repair: distribution \w+ of links\.example\.test uses it/)]);
  expect((await stage.run('setup --config-set second --domain links.example.test --check')).code).toBe(0);
  await stage.run('teardown --config-set second --yes');
  expect(await frontOf(stage)).toMatchObject({ distributions: [], policies: [], functions: [], certificates: [] });
});

test('a second teardown that keeps the front says that it is there, and one that could not look says so', async () => {
  const stage = await openStage({ quick: true });
  await build(stage);
  await stage.run('teardown --keep-front --yes');
  const again = await stage.run(`teardown --keep-front --domain ${domain} --yes`);
  expect([again.code, again.out]).toEqual([0, expect.stringMatching(/^Nothing to tear down: all that is there stays\.\n {2}kept {2}identity/)]);
  const elsewhere = await (await openStage({ quick: true })).run('teardown --domain click.nowhere.test --yes');
  expect(elsewhere.out).toBe(
    'Nothing to tear down, as far as could be looked.\n! nothing of deployment default is there for click.nowhere.test: no hosted zone of this account is for click.nowhere.test; check its spelling\n',
  );
});
