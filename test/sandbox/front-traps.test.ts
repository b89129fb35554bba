/** What can go wrong with a front that once worked, by the sandbox's switches and calls: a renewal, a web ACL, a name moved, DNS itself. */
import { AssociateAliasCommand, AssociateDistributionWebACLCommand, DisassociateDistributionWebACLCommand } from '@aws-sdk/client-cloudfront';
import { expect, test } from 'vitest';
import { lookup } from '../../src/sandbox/aws/route53/lookup.ts';
import { reach } from '../../src/sandbox/front.ts';
import type { TrapName } from '../../src/sandbox/traps.ts';
import { cname, day, domain, frontConfig, hour, openCloud, refusal } from './aws/cloud.ts';

/** A front that works, before anything is switched on. */
async function openFront() {
  const cloud = openCloud();
  const arn = await cloud.issued();
  const { Distribution: made } = await cloud.create(frontConfig(arn));
  await cloud.change(['CREATE', cname(domain, made?.DomainName ?? '')]);
  await cloud.wait(hour);
  const status = async () => (await reach(cloud.world, `https://${domain}/favicon.ico`, { method: 'HEAD' })).status;
  return { ...cloud, arn, id: made?.Id ?? '', name: made?.DomainName ?? '', status, trap: (name: TrapName) => cloud.world.traps.add(name) };
}

test('acm-renewal-stuck: the renewal waits though its record is there, and fails when the certificate ends', async () => {
  const front = await openFront();
  front.trap('acm-renewal-stuck');
  await front.wait(160 * day);
  expect(await front.describe(front.arn)).toMatchObject({ Status: 'ISSUED', RenewalSummary: { RenewalStatus: 'PENDING_VALIDATION' } });
  await front.wait(40 * day);
  expect(await front.describe(front.arn)).toMatchObject({ Status: 'EXPIRED', RenewalSummary: { RenewalStatus: 'FAILED' } });
  expect(await refusal(front.status())).toContain('the certificate expired on');
});

test('web-acl-refuses: a distribution with a web ACL answers 403, without it all is as before', async () => {
  const front = await openFront();
  front.trap('web-acl-refuses');
  expect(await front.status()).toBe(200);
  const WebACLArn = 'arn:aws:wafv2:us-east-1:123456789012:global/webacl/shop/473e64fd-f30b-4765-81a0-62ad96dd167a';
  const put = (arn: string) => front.edges.send(new AssociateDistributionWebACLCommand({ Id: front.id, WebACLArn: arn }));
  expect(await refusal(put(WebACLArn.replace('us-east-1', 'eu-west-1')))).toContain('is not one for CloudFront');
  await put(WebACLArn);
  await front.wait(hour);
  expect((await front.get(front.id)).Distribution?.DistributionConfig?.WebACLId).toBe(WebACLArn);
  expect(await front.status()).toBe(403);
  expect(await refusal(front.edges.send(new DisassociateDistributionWebACLCommand({ Id: front.id, IfMatch: 'EOLD' })))).toContain('Precondition');
  await front.edges.send(new DisassociateDistributionWebACLCommand({ Id: front.id }));
  await front.wait(hour);
  expect(await front.status()).toBe(200);
});

test('an alias is moved between distributions of the account, if the certificate of the one that gets it covers it', async () => {
  const front = await openFront();
  const bare = (await front.create(frontConfig(undefined, { CallerReference: 'bare' }))).Distribution?.Id ?? '';
  const other = await front.create(frontConfig(front.arn, { CallerReference: 'other', Aliases: { Quantity: 0 } }));
  const move = (TargetDistributionId: string) => front.edges.send(new AssociateAliasCommand({ TargetDistributionId, Alias: domain }));
  expect(await refusal(move(bare))).toMatch(/^InvalidArgument/);
  await move(other.Distribution?.Id ?? '');
  await front.wait(hour);
  const aliases = async (id: string) => (await front.get(id)).Distribution?.DistributionConfig?.Aliases?.Items ?? [];
  expect([await aliases(front.id), await aliases(other.Distribution?.Id ?? '')]).toEqual([[], [domain]]);
});

test('dns-moved: DNS shows what the zone held, from servers of another provider, and no change since', async () => {
  const front = await openFront();
  front.trap('dns-moved');
  expect(lookup(front.world, 'example.test', 'NS').values).toEqual(['ns1.dns-provider.example.', 'ns2.dns-provider.example.']);
  await front.change(['DELETE', cname(domain, front.name)], ['CREATE', cname('new.example.test', front.name)]);
  await front.wait(hour);
  expect(await front.status()).toBe(200);
  expect(lookup(front.world, 'new.example.test', 'A').end).toBe('no-name');
  front.world.traps.delete('dns-moved');
  expect(lookup(front.world, domain, 'A').values).toEqual([]);
});

test('dns-silent: nothing in the zone is answered, and what others keep still is', async () => {
  const front = await openFront();
  front.trap('dns-silent');
  expect(lookup(front.world, domain, 'A')).toMatchObject({ end: 'lame', values: [] });
  expect(lookup(front.world, 'example.test', 'NS').end).toBe('lame');
  expect(lookup(front.world, front.name, 'A').values).toEqual(['127.0.0.1']);
  expect(await refusal(front.status())).toContain(`no address is known for ${domain}`);
});

test('a distribution has an IPv6 address unless it was told to have none', async () => {
  const front = await openFront();
  const six = () => lookup(front.world, domain, 'AAAA').values;
  expect(six()).toEqual(['::1']);
  await front.update(front.id, config => ({ ...config, IsIPV6Enabled: false }));
  expect(six()).toEqual([]);
});
