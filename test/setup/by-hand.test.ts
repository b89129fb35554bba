/** Records that somebody writes by hand, and a front of the operator's own: shown, waited for, proven. */
import * as ses from '@aws-sdk/client-sesv2';
import { expect, test } from 'vitest';
import type { Dns } from '../../src/outside/index.ts';
import { ownersLead } from '../../src/setup/by-hand.ts';
import { cname, frontConfig } from '../sandbox/aws/cloud.ts';
import { openStage } from './stage.ts';
import { writesByHand } from './writes-by-hand.ts';

const domain = 'click.example.test';
const manual = `tracking: { domain: ${domain}, dns: manual }\n`;

test('dns: manual shows every record as a line of a zone file and waits until it is there', async () => {
  const stage = await openStage({ quick: true });
  stage.files.set('ses-track.yaml', manual);
  writesByHand(stage);
  const { code, out, err } = await stage.run('setup --yes');
  expect([code, out]).toEqual([0, expect.stringContaining('SES in us-east-1 answers over https')]);
  expect(err.match(/^\S+\._domainkey\.click\.example\.test\. +300 +IN +CNAME +\S+\.dkim\.amazonses\.com\.$/gm)).toHaveLength(3);
  expect(err).toMatch(/^_[0-9a-f]{32}\.click\.example\.test\. +300 +IN +CNAME +_[0-9a-f]{32}\.\S+\.acm-validations\.aws\.$/m);
  expect(err).toMatch(/^click\.example\.test\. +300 +IN +CNAME +\S+\.cloudfront\.net\.$/m);
  expect(stage.lastCalls().filter(call => call.startsWith('route53:'))).toEqual([]);
  const again = await stage.run('setup --check');
  expect([again.code, again.out]).toEqual([0, expect.stringContaining('Nothing to do')]);
});

test('when nobody writes them it ends after half an hour, says how to go on, and goes on', async () => {
  const stage = await openStage({ quick: true });
  stage.files.set('ses-track.yaml', manual);
  const before = stage.outside.clock.now();
  const { code, err } = await stage.run('setup --yes');
  expect([code, err]).toEqual([3, expect.stringContaining('30 minutes have passed without')]);
  expect(err).toMatch(/Put th(is line|ese lines) into the zone and run the same command again: \S+ +300 +IN +CNAME/);
  expect(stage.outside.clock.now() - before).toBeLessThan(31 * 60_000);
  writesByHand(stage);
  expect((await stage.run('setup --yes')).code).toBe(0);
});

test('a front of your own is proven, and nothing is made in its place', async () => {
  const stage = await openStage({ quick: true });
  const arn = await stage.cloud.issued();
  const { Distribution: own } = await stage.cloud.create(frontConfig(arn));
  await stage.cloud.change(['CREATE', cname(domain, own?.DomainName ?? '')]);
  await stage.cloud.wait(5_000);
  const { code, out } = await stage.run(`setup --domain ${domain} --front own --yes`);
  expect([code, out]).toEqual([0, expect.stringContaining('SES in us-east-1 answers over https')]);
  expect(stage.lastCalls().filter(call => /^(acm|cloudfront):/.test(call))).toEqual([]);
  expect((await stage.run(`setup --domain ${domain} --front own --check`)).code).toBe(0);
});

test('a front of your own that is not there is described, waited for, and said to be missing', async () => {
  const stage = await openStage({ quick: true });
  const { code, err } = await stage.run(`setup --domain ${domain} --front own --yes`);
  expect([code, err]).toEqual([3, expect.stringContaining(`the front of ${domain} is not proven: ${domain} leads nowhere in DNS`)]);
  expect(err).toContain(`The HTTPS front of ${domain} must`);
  expect(err).toContain('https://r.us-east-1.awstrack.me (TLS with that name as SNI)');
  const { TrackingOptions } = await stage.ses.send(new ses.GetConfigurationSetCommand({ ConfigurationSetName: 'ses-track' }));
  expect(TrackingOptions?.CustomRedirectDomain).toBeUndefined();
});

test('a zone of its own is asked at its own servers, and a name that is not there of no resolver', async () => {
  const asked: string[] = [];
  const answers: Record<string, string[]> = {
    'NS test': ['ns.tld'],
    'NS apex.test': ['ns.own'],
    'A apex.test @ns.own': ['192.0.2.7'],
    'NS example.test': ['ns.example'],
  };
  const dns = {
    async look(type: string, name: string, { server }: { server?: string } = {}) {
      const question = `${type} ${name}${server === undefined ? '' : ` @${server}`}`;
      asked.push(question);
      const records = answers[question];
      if (records !== undefined) return { kind: 'found', records };
      return { kind: name === 'apex.test' ? 'no-data' : 'no-name' };
    },
  } as unknown as Dns;
  expect(await ownersLead({ dns }, 'apex.test')).toBe('192.0.2.7');
  asked.length = 0;
  expect(await ownersLead({ dns }, 'a.b.example.test', 'example.test.')).toBe(null);
  expect(asked.filter(question => question.includes('b.example.test') && !question.includes('@'))).toEqual([]);
});
