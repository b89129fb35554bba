/** What the doctor makes of where a distribution leads, what it passes on and who stands before it: one table a check, what is well in it too. */
import { expect, test } from 'vitest';
import type { Settings } from '../../src/config/schema.ts';
import type { Check } from '../../src/doctor/check.ts';
import { cookies } from '../../src/doctor/checks/cookies.ts';
import { distributionDeployed } from '../../src/doctor/checks/distribution-deployed.ts';
import { distributionEnabled } from '../../src/doctor/checks/distribution-enabled.ts';
import { distributionIpv6 } from '../../src/doctor/checks/distribution-ipv6.ts';
import { hostHeader } from '../../src/doctor/checks/host-header.ts';
import { linkRepair } from '../../src/doctor/checks/link-repair.ts';
import { origin } from '../../src/doctor/checks/origin.ts';
import { originHeaders } from '../../src/doctor/checks/origin-headers.ts';
import { originPath } from '../../src/doctor/checks/origin-path.ts';
import { originProtocol } from '../../src/doctor/checks/origin-protocol.ts';
import { userAgent } from '../../src/doctor/checks/user-agent.ts';
import { viewerProtocol } from '../../src/doctor/checks/viewer-protocol.ts';
import { webAcl } from '../../src/doctor/checks/web-acl.ts';
import { repairCode } from '../../src/links/repair-code.ts';
import { cachePolicy } from '../../src/observe/cache-policy.ts';
import { configurationSet } from '../../src/observe/configuration-set.ts';
import { distribution, distributions } from '../../src/observe/distribution.ts';
import { liveCode } from '../../src/observe/function.ts';
import { originRequestPolicy } from '../../src/observe/origin-request-policy.ts';
import { frontAt } from '../../src/setup/proving.ts';
import { outcomes, toldOnce, type Written } from './facts.ts';

const domain = 'click.example.test';
type Tracking = NonNullable<Settings['tracking']>;

interface Set {
  config?: object;
  origin?: object;
  behavior?: object;
  isDeployed?: boolean;
  tracking?: Partial<Tracking>;
  /** Of the origin request policy. */
  requests?: object;
  facts?: Written['facts'];
}

function world({ config = {}, origin: to = {}, behavior = {}, isDeployed = true, tracking = {}, requests = {}, facts = [] }: Set): Written {
  const policy = { id: 'r', name: 'R', comment: '', headerBehavior: 'none', headers: [], cookies: 'none', queryStrings: 'none', ...requests };
  const caching = { id: 'c', name: 'C', minTtl: 0, defaultTtl: 0, maxTtl: 0, headers: [], cookies: 'none' };
  const whole = {
    Origins: {
      Items: [
        { Id: 'other', DomainName: 'www.example.test' },
        { Id: 'ses', ...to },
      ],
    },
    DefaultCacheBehavior: { TargetOriginId: 'ses', CachePolicyId: 'c', OriginRequestPolicyId: 'r', ...behavior },
    ...config,
  };
  return {
    settings: { tracking: { domain, ...tracking } },
    facts: [
      [distributions, () => [{ id: 'E1', aliases: [domain], comment: '' }]],
      [distribution, () => ({ id: 'E1', domainName: 'd1.cloudfront.net', isDeployed, config: whole })],
      [originRequestPolicy, () => policy],
      [cachePolicy, () => caching],
      ...facts,
    ],
  };
}

const said = async (check: Check, set: Set) => (await toldOnce(check, world(set))).replace(`distribution E1 of ${domain} `, '');

test('distribution-enabled, distribution-ipv6, distribution-deployed: as it is set', async () => {
  expect([await said(distributionEnabled, { config: { Enabled: true } }), await said(distributionEnabled, {})]).toEqual([
    'ok: is enabled',
    'problem clicks: is disabled → setup',
  ]);
  expect([await said(distributionIpv6, { config: { IsIPV6Enabled: true } }), await said(distributionIpv6, {})]).toEqual([
    'ok: answers over IPv6',
    'problem advice: has no IPv6 → setup',
  ]);
  expect([await said(distributionDeployed, {}), await said(distributionDeployed, { isDeployed: false })]).toEqual([
    `ok: every edge has distribution E1 of ${domain} as it is set`.replace(`distribution E1 of ${domain} `, ''),
    'unknown: was changed a moment ago: edges still answer as it was before ? aws cloudfront wait distribution-deployed --id E1 --region us-east-1',
  ]);
});

const right = 'r.us-east-1.awstrack.me';
test.each<[object, Partial<Tracking>, string]>([
  [{ DomainName: right }, {}, `ok: leads to ${right}`],
  [{ DomainName: 'R.us-east-1.AWSTRACK.me' }, {}, `ok: leads to ${right}`],
  [
    { DomainName: 'r.eu-west-1.awstrack.me' },
    {},
    'problem clicks: leads to SES in eu-west-1, and the configuration sets are looked for in us-east-1 → setup',
  ],
  [
    { DomainName: 'r.eu-west-1.awstrack.me' },
    { origin: 'ses.example.test' },
    'problem clicks: leads to r.eu-west-1.awstrack.me in place of ses.example.test → setup',
  ],
  [{ DomainName: 'ses.example.test' }, { origin: 'ses.example.test' }, 'ok: leads to ses.example.test'],
  [{ DomainName: 'www.example.test' }, {}, `problem clicks: leads to www.example.test in place of ${right} → setup`],
  [
    { DomainName: 'r.eu-west-1.awstrack.me.example.test' },
    {},
    `problem clicks: leads to r.eu-west-1.awstrack.me.example.test in place of ${right} → setup`,
  ],
  [{}, {}, `problem clicks: leads to no origin in place of ${right} → setup`],
])('origin %j where %j is wished', async (to, tracking, line) => {
  expect(await said(origin, { origin: to, tracking })).toBe(line);
});

test('origin-path, origin-protocol, origin-headers: what is done to a request on its way', async () => {
  expect([
    await said(originPath, {}),
    await said(originPath, { origin: { OriginPath: '' } }),
    await said(originPath, { origin: { OriginPath: '/x' } }),
  ]).toEqual(['ok: puts nothing before the path', 'ok: puts nothing before the path', 'problem clicks: puts /x before every path → setup']);
  const speaking = (OriginProtocolPolicy: string) => said(originProtocol, { origin: { CustomOriginConfig: { OriginProtocolPolicy } } });
  expect([await speaking('https-only'), await speaking('match-viewer'), await speaking('http-only'), await said(originProtocol, {})]).toEqual([
    'ok: speaks https to SES',
    'ok: speaks to SES as readers speak to it',
    'problem advice: speaks plain http to SES → setup',
    'problem advice: speaks plain http to SES → setup',
  ]);
  const own = (...names: string[]) => said(originHeaders, { origin: { CustomHeaders: { Items: names.map(HeaderName => ({ HeaderName })) } } });
  expect([await said(originHeaders, {}), await own('X-Secret'), await own('User-Agent', 'X-Secret', 'X-Forwarded-For')]).toEqual([
    "ok: leaves the reader's own headers as they are",
    "ok: leaves the reader's own headers as they are",
    'problem events: sends SES a User-Agent and X-Forwarded-For of its own → setup',
  ]);
});

test('host-header, user-agent, cookies: what is passed on to SES', async () => {
  const of = async (requests: object) => [
    await said(hostHeader, { requests }),
    await said(userAgent, { requests }),
    await said(cookies, { requests }),
  ];
  expect(await of({ headerBehavior: 'whitelist', headers: ['host'] })).toEqual([
    'ok: passes Host on, by the policy R',
    "problem events: does not pass the reader's User-Agent on to SES, by the policy R → setup",
    'ok: keeps cookies back, by the policy R',
  ]);
  expect(await of({ headerBehavior: 'allExcept', headers: ['host'], cookies: 'whitelist' })).toEqual([
    "problem clicks: does not pass the reader's Host on to SES, by the policy R → setup",
    'ok: passes User-Agent on, by the policy R',
    'problem clicks: passes some cookies on to SES, by the policy R → setup',
  ]);
  expect((await of({ cookies: 'all' }))[2]).toBe('problem clicks: passes all cookies on to SES, by the policy R → setup');
  expect((await outcomes(cookies, world({ requests: { cookies: 'all' } })))[0]?.means).toContain(
    'Cookies that example.test sets come along to click.example.test,',
  );
});

const acl = 'arn:aws:wafv2:us-east-1:123456789012:global/webacl/shop/473e64fd';
test.each<[string, number | undefined, string]>([
  ['', 403, 'ok: has no web ACL'],
  [acl, 200, 'ok: has the web ACL shop, which lets the favicon through'],
  [acl, 403, 'problem clicks: has the web ACL shop, and answers 403 → aws cloudfront disassociate-distribution-web-acl --id E1 --region us-east-1'],
  // AWS: a rule may answer as it likes, and so may what stands behind it.
  [acl, 429, 'unknown: has the web ACL shop, and answers 429: whether that is the ACL cannot be told'],
  [acl, undefined, 'unknown: has the web ACL shop, and whether it lets readers through could not be seen: nobody answers'],
  ['473e64fd-f30b', 200, 'ok: has the web ACL 473e64fd-f30b, which lets the favicon through'],
])('web-acl %s, where the favicon answers %s', async (WebACLId, status, line) => {
  const asked: string[][] = [];
  const front = [
    frontAt,
    (...names: string[]) => {
      asked.push(names);
      return { why: 'nobody answers', ...(status === undefined ? {} : { status }) };
    },
  ] as const;
  expect(await said(webAcl, { config: { WebACLId }, facts: [front] })).toBe(line);
  expect(asked).toEqual(WebACLId === '' ? [] : [[domain, 'us-east-1', 'd1.cloudfront.net']]);
});

const running = (FunctionARN: string, EventType = 'viewer-request') => ({
  behavior: {
    FunctionAssociations: {
      Items: [
        { EventType: 'viewer-response', FunctionARN: 'f/headers' },
        { EventType, FunctionARN },
      ],
    },
  },
});
const codes: Record<string, string> = { 'as shipped': repairCode, 'other code': `${repairCode}//`, 'not published': 'absent' };
const ours = 'arn:aws:cloudfront::123456789012:function/ses-track-link-repair';
test.each<[string, Set, string]>([
  ['as shipped', running(ours), 'ok: runs ses-track-link-repair as shipped'],
  ['other code', running(ours), 'problem clicks: the function ses-track-link-repair was changed: the edges run other code than was shipped → setup'],
  ['not published', running(ours), 'problem clicks: the function ses-track-link-repair was changed: it is no longer published → setup'],
  ['as shipped', running(`${ours}-blue`), 'problem clicks: runs the function ses-track-link-repair-blue in place of ses-track-link-repair → setup'],
  ['as shipped', running(ours, 'viewer-response'), 'problem clicks: runs no function, so decoded links are not repaired → setup'],
  ['as shipped', {}, 'problem clicks: runs no function, so decoded links are not repaired → setup'],
  ['as shipped', { tracking: { repairLinks: false } }, 'skipped: no link repair is asked for'],
])('link-repair: code %s, %j', async (code, set, line) => {
  expect(await said(linkRepair, { ...set, facts: [[liveCode, () => codes[code] ?? '']] })).toBe(line);
});

test('without a distribution, or before a front of the operator’s own, none of these has anything to look at', async () => {
  const skipped = (settings: Settings) => toldOnce(origin, { settings, facts: [[distributions, () => []]] });
  expect(await skipped({})).toBe('skipped: no tracking domain is wished');
  expect(await skipped({ tracking: { domain } })).toBe(`skipped: no distribution of this account is for ${domain}`);
  expect(await skipped({ tracking: { domain, front: 'own' } })).toBe(`skipped: the HTTPS front of ${domain} is the operator's own`);
});

test('viewer-protocol names the sets whose policy lets SES write http links, or says that the wish does', async () => {
  const behavior = { ViewerProtocolPolicy: 'https-only' };
  const means = async (httpsPolicy: 'require' | 'optional', sets: readonly string[]) => {
    const at = (name: string) => (sets.includes(name) ? { name, trackingDomain: domain } : 'absent');
    const configurationSets = [{ name: 'news' }, { name: 'bills' }];
    const written = world({ behavior, facts: [[configurationSet, at]] });
    return (await outcomes(viewerProtocol, { ...written, settings: { configurationSets, tracking: { domain, httpsPolicy } } }))[0]?.means;
  };
  expect(await means('require', ['news', 'bills'])).toContain('the HTTPS policy of news, bills lets SES');
  expect(await means('require', ['bills'])).toContain('the HTTPS policy of bills lets SES');
  expect(await means('optional', [])).toContain('the HTTPS policy of the wish lets SES');
});
