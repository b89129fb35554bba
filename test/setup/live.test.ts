/** Nothing live breaks: mail is sent between the calls of a setup, and every link in it works from then on, old ones and new. */
import * as ses from '@aws-sdk/client-sesv2';
import { afterAll, expect, test } from 'vitest';
import { isLong, onlyLong } from '../long.ts';
import { cname, frontConfig } from '../sandbox/aws/cloud.ts';
import { openStage, type Stage } from './stage.ts';

const domain = 'click.example.test';
/** Between every two calls under SES_TRACK_LONG=1, else between some of them. */
const every = isLong ? 1 : 14;
const told: string[] = [];
afterAll(() => void process.stdout.write(`${told.join('\n')}\n`));

const shop = 'https://shop.example.com/sale?id=1';

async function send({ ses: to, sandbox }: Stage, set: string, target: string): Promise<string> {
  const { MessageId = '' } = await to.send(
    new ses.SendEmailCommand({
      FromEmailAddress: 'hello@example.test',
      Destination: { ToAddresses: ['silent@example.com'] },
      ConfigurationSetName: set,
      Content: { Simple: { Subject: { Data: 'sale' }, Body: { Html: { Data: `<a href="${target}">sale</a>` } } } },
    }),
  );
  await new Promise(resolve => setImmediate(resolve));
  const mail = sandbox.mails().find(({ messageId }) => messageId === MessageId);
  return mail?.links[0]?.tracked ?? target;
}

/** A reader's browser: DNS, then https (or what http gives there), redirects followed to the shop. */
async function click({ outside, sandbox }: Stage, link: string): Promise<string> {
  if (new URL(link).host === 'shop.example.com') return 'untracked';
  const url = new URL(link);
  if (url.protocol === 'http:') {
    const found = await outside.dns.look('CNAME', url.hostname);
    const leads = found.kind === 'found' ? (found.records[0] ?? '') : url.hostname;
    // An edge sends http on to https; SES itself takes it as it is.
    if (!leads.endsWith('.awstrack.me')) return click({ outside, sandbox } as Stage, link.replace('http:', 'https:'));
    const { status, location } = await sandbox.visit(link);
    return `${status} ${location}`;
  }
  const answer = await outside.tls.request(link, { method: 'GET' });
  if (answer.kind === 'refused') return `refused: ${answer.peer.refusals[0]?.why}`;
  return answer.kind === 'failed' ? `failed: ${answer.why}` : `${answer.status} ${answer.headers.get('location')}`;
}

/** Runs setup with a mailing between the calls; every link that worked once must work ever after. */
async function mailing(name: string, stage: Stage, line: string, set: string, target = shop): Promise<Set<string>> {
  const links: string[] = [];
  let sent = 0;
  const hosts = new Set<string>();
  const look = async () => {
    const link = await send(stage, set, target);
    sent += 1;
    hosts.add(new URL(link).host);
    if (!links.some(each => new URL(each).host === new URL(link).host) || sent % 5 === 0) links.push(link);
    for (const each of new Set([link, ...links])) {
      const seen = await click(stage, each);
      expect([each, seen]).toEqual([each, seen === 'untracked' ? seen : `302 ${target}`]);
    }
  };
  await look();
  const { code, err } = await stage.run(line, { between: async n => (n % every === 0 ? look() : undefined) });
  expect([code, err]).toEqual([0, expect.any(String)]);
  await look();
  for (const link of links) expect(await click(stage, link)).toMatch(/302|untracked/);
  told.push(`${name}: ${sent} mails sent between the calls, no link broke`);
  return hosts;
}

async function liveSet(stage: Stage, set: string, options: Partial<ses.CreateConfigurationSetCommandInput> = {}): Promise<void> {
  await stage.ses.send(new ses.CreateConfigurationSetCommand({ ConfigurationSetName: set, ...options }));
  await stage.ses.send(
    new ses.CreateConfigurationSetEventDestinationCommand({
      ConfigurationSetName: set,
      EventDestinationName: 'theirs',
      EventDestination: { Enabled: true, MatchingEventTypes: ['OPEN', 'CLICK'], EventBridgeDestination: { EventBusArn: bus } },
    }),
  );
}
const bus = 'arn:aws:events:us-east-1:123456789012:event-bus/default';

test.skipIf(!isLong)(`a set whose links lead to SES itself gets a domain${onlyLong}`, { timeout: 120_000 }, async () => {
  const stage = await openStage({ quick: true });
  await liveSet(stage, 'live');
  const hosts = await mailing('live set, new domain', stage, `setup --config-set live --domain ${domain} --adopt --yes`, 'live');
  expect([...hosts]).toEqual([expect.stringContaining('awstrack.me'), domain]);
});

test('a domain that leads straight to SES by http gets its https front', { timeout: 120_000 }, async () => {
  const stage = await openStage();
  await stage.cloud.change(['CREATE', cname(domain, 'r.us-east-1.awstrack.me')]);
  await stage.ses.send(new ses.CreateEmailIdentityCommand({ EmailIdentity: domain }));
  await verified(stage);
  await liveSet(stage, 'live', { TrackingOptions: { CustomRedirectDomain: domain, HttpsPolicy: 'OPTIONAL' } });
  const line = `setup --config-set live --domain ${domain} --https-policy optional --adopt --yes`;
  const hosts = await mailing('live name by http', stage, line, 'live', 'http://shop.example.com/sale?id=1');
  expect([...hosts]).toEqual([domain]);
  const { records } = ((await stage.world()) as { front: { records: string[] } }).front;
  expect(records).toContain(`${domain}. CNAME distribution-1.cloudfront.net`);
});

test('a live name is led to the new front only once that is proven', { timeout: 120_000 }, async () => {
  const stage = await openStage({ quick: true });
  const arn = await stage.cloud.issued();
  const { Distribution: old } = await stage.cloud.create({ ...frontConfig(arn), CallerReference: 'old' });
  await stage.cloud.change(['CREATE', cname(domain, old?.DomainName ?? '')]);
  await stage.cloud.wait(5_000);
  await stage.ses.send(new ses.CreateEmailIdentityCommand({ EmailIdentity: domain }));
  await verified(stage);
  await liveSet(stage, 'live', { TrackingOptions: { CustomRedirectDomain: domain, HttpsPolicy: 'REQUIRE' } });
  const hosts = await mailing('live name and set, adopted', stage, `setup --config-set live --domain ${domain} --adopt --yes`, 'live');
  expect([...hosts]).toEqual([domain]);
});

test('a change of domain leaves the links of the old one alive', { timeout: 120_000 }, async () => {
  const stage = await openStage({ quick: true });
  expect((await stage.run(`setup --domain ${domain} --yes`)).code).toBe(0);
  const hosts = await mailing('change of domain', stage, 'setup --domain new.example.test --yes', 'ses-track');
  expect([...hosts]).toEqual([domain, 'new.example.test']);
});

test('the order on a live set: proof, then options, then the destination that makes SES rewrite', async () => {
  const stage = await openStage({ quick: true });
  await stage.ses.send(new ses.CreateConfigurationSetCommand({ ConfigurationSetName: 'live' }));
  expect((await stage.run(`setup --config-set live --domain ${domain} --adopt --yes`)).code).toBe(0);
  const calls = stage.lastCalls();
  const at = (call: string) => calls.indexOf(call);
  expect(at('ses:PutConfigurationSetTrackingOptions')).toBeGreaterThan(calls.lastIndexOf('route53:ChangeResourceRecordSets'));
  expect(at('ses:CreateConfigurationSetEventDestination')).toBeGreaterThan(at('ses:PutConfigurationSetTrackingOptions'));
});

test('a front that is not proven leaves a live name and a live set as they are', async () => {
  const stage = await openStage({ quick: true, traps: ['edge-wrong-certificate'] });
  await stage.cloud.change(['CREATE', cname(domain, 'r.us-east-1.awstrack.me')]);
  await liveSet(stage, 'live');
  const { code, err } = await stage.run(`setup --config-set live --domain ${domain} --adopt --yes`);
  expect([code, err]).toEqual([3, expect.stringContaining(`the front of ${domain} is not proven: the certificate is for`)]);
  expect(err).toContain('Neither the DNS record nor the tracking options were changed');
  const { TrackingOptions } = await stage.ses.send(new ses.GetConfigurationSetCommand({ ConfigurationSetName: 'live' }));
  expect(TrackingOptions?.CustomRedirectDomain).toBeUndefined();
  expect(await stage.world()).toMatchObject({ front: { records: expect.arrayContaining([`${domain}. CNAME r.us-east-1.awstrack.me`]) } });
});

/** Writes the DKIM records of the domain and lets SES see them. */
async function verified(stage: Stage): Promise<void> {
  const { DkimAttributes } = await stage.ses.send(new ses.GetEmailIdentityCommand({ EmailIdentity: domain }));
  for (const token of DkimAttributes?.Tokens ?? [])
    await stage.cloud.change(['CREATE', cname(`${token}._domainkey.${domain}`, `${token}.dkim.amazonses.com`)]);
  await stage.cloud.wait(300_000);
}

test('an old record is waited out, for as long as resolvers may keep it, before mail carries the domain', async () => {
  const stage = await openStage();
  await stage.cloud.change(['CREATE', cname(domain, 'old.example.com', 600)]);
  const at = new Map<string, number>();
  const onCall = ({ operation }: { operation: string }) => void at.set(operation, stage.outside.clock.now());
  const { code, err } = await stage.run(`setup --domain ${domain} --adopt --yes`, { onCall });
  expect([code, err]).toEqual([0, expect.stringContaining('the old record to leave the caches of resolvers, 600 s')]);
  const [led = 0, carried = 0] = [at.get('ChangeResourceRecordSets'), at.get('PutConfigurationSetTrackingOptions')];
  expect(carried - led).toBeGreaterThanOrEqual(600_000);
});
