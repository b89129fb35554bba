/** What the doctor makes of a distribution by how it is set, without a world: one table a check, what is well in it too. */
import type { DistributionConfig } from '@aws-sdk/client-cloudfront';
import { expect, test } from 'vitest';
import type { Check } from '../../src/doctor/check.ts';
import { caching } from '../../src/doctor/checks/caching.ts';
import { errorPages } from '../../src/doctor/checks/error-pages.ts';
import { geoRestriction } from '../../src/doctor/checks/geo-restriction.ts';
import { otherPaths } from '../../src/doctor/checks/other-paths.ts';
import { viewerProtocol } from '../../src/doctor/checks/viewer-protocol.ts';
import type { Scene } from '../../src/doctor/scene.ts';
import { cachePolicy } from '../../src/observe/cache-policy.ts';
import { configurationSet } from '../../src/observe/configuration-set.ts';
import { distribution, distributions } from '../../src/observe/distribution.ts';

const domain = 'click.example.test';
const policy = { id: 'c', name: 'C', minTtl: 0, defaultTtl: 0, maxTtl: 0, headers: [], cookies: 'none' };

interface Set {
  trackingDomain?: string;
  httpsPolicy?: string;
}

async function saidBy(
  { look }: Check,
  config: object,
  { cache = {}, sets = {}, wish = 'require' }: { cache?: object; sets?: Record<string, Set | 'absent'>; wish?: string } = {},
): Promise<string> {
  const of = (name: string) => (sets[name] === 'absent' ? 'absent' : { name, ...sets[name] });
  const at = async (fact: unknown, name: string) => {
    if (fact === distributions) return [{ id: 'E1', aliases: [domain], comment: '' }];
    if (fact === distribution) return { id: 'E1', domainName: 'd1.cloudfront.net', isDeployed: true, config };
    if (fact === cachePolicy) return { ...policy, ...cache };
    return fact === configurationSet ? of(name) : 'absent';
  };
  const asked = {
    tracking: { domain, front: 'cloudfront', httpsPolicy: wish },
    deployment: 'default',
    sets: Object.keys(sets).map(name => ({ name })),
  };
  const commands = { awsCommand: () => 'aws', setupCommand: 'ses-track setup' };
  const [found] = [await look({ asked, look: { at }, region: 'us-east-1', ...commands } as unknown as Scene)].flat();
  // What is wrong in how a distribution is set says what it means; setup mends it, or a command shows it.
  if (found?.state === 'problem')
    expect([found.means, found.mend ?? found.shows]).toEqual([expect.stringMatching(/\.$/), expect.stringMatching(/^(ses-track setup|aws)$/)]);
  return `${found?.state}: ${found?.saw.replace(`distribution E1 of ${domain} `, '')}`;
}

const behaving = (behavior: object): Partial<DistributionConfig> => ({
  DefaultCacheBehavior: behavior as DistributionConfig['DefaultCacheBehavior'],
});

test.each<[object, string]>([
  [{}, 'ok: keeps no answer, by the policy C'],
  [{ maxTtl: 60 }, 'unknown: keeps an answer where SES allows it, by the policy C'],
  [{ defaultTtl: 90, maxTtl: 90 }, 'problem: keeps answers for up to 90 s, by the policy C'],
  [{ minTtl: 1, maxTtl: 90 }, 'problem: keeps answers for up to 1 s, by the policy C'],
  [{ defaultTtl: 3599, maxTtl: 3600 }, 'problem: keeps answers for up to 3599 s, by the policy C'],
  [{ defaultTtl: 3600, maxTtl: 3600 }, 'problem: keeps answers for up to 1 h, by the policy C'],
  [{ defaultTtl: 86_400, maxTtl: 86_400 }, 'problem: keeps answers for up to 1 d, by the policy C'],
  [{ defaultTtl: 7200, maxTtl: 7200 }, 'problem: keeps answers for up to 2 h, by the policy C'],
  [{ minTtl: 172_800, defaultTtl: 1, maxTtl: 172_800 }, 'problem: keeps answers for up to 2 d, by the policy C'],
])('a cache policy %j', async (cache, said) => {
  expect(await saidBy(caching, behaving({ CachePolicyId: 'c' }), { cache })).toBe(said);
});

const ours = { trackingDomain: domain };
const plainLinks = 'problem: takes https alone, and mails carry http links and pixels';
test.each<[string, string, Record<string, Set | 'absent'>, string, string]>([
  ['redirect-to-https', 'optional', { a: ours }, 'optional', 'ok: takes http and https'],
  ['https-only', 'require', { a: { ...ours, httpsPolicy: 'REQUIRE' } }, 'require', 'ok: takes https alone, and mails carry nothing else'],
  ['https-only', 'optional by default', { a: ours }, 'require', plainLinks],
  ['https-only', 'optional', { a: { ...ours, httpsPolicy: 'OPTIONAL' } }, 'require', plainLinks],
  ['https-only', 'optional, the domain in capitals', { a: { trackingDomain: 'Click.Example.test' } }, 'require', plainLinks],
  ['https-only', 'of another domain', { a: { trackingDomain: 'other.test' } }, 'require', 'ok: takes https alone, and mails carry nothing else'],
  ['https-only', 'of a set that is not there', { a: 'absent' }, 'require', 'ok: takes https alone, and mails carry nothing else'],
  ['https-only', 'to become optional', { a: { ...ours, httpsPolicy: 'REQUIRE' } }, 'optional', plainLinks],
  ['https-only', 'open only', { a: { ...ours, httpsPolicy: 'REQUIRE_OPEN_ONLY' } }, 'require-open-only', plainLinks.replace(' and pixels', '')],
])('a distribution that says %s where the https policy is %s', async (says, _, sets, wish, said) => {
  expect(await saidBy(viewerProtocol, behaving({ ViewerProtocolPolicy: says }), { sets, wish })).toBe(said);
});

test.each([
  ['/CL0/*', true],
  ['CL?/*', true],
  ['/CI0/*', true],
  ['*', true],
  ['/cl0/*', false],
  ['/favicon.ico', false],
  ['/*.html', false],
])('a behaviour of its own for %s', async (PathPattern, isTaking) => {
  const said = await saidBy(otherPaths, { CacheBehaviors: { Quantity: 1, Items: [{ PathPattern }] } });
  expect(said).toBe(
    isTaking ? `problem: has a behaviour of its own for ${PathPattern}, which takes tracked links` : 'ok: treats every tracked link alike',
  );
});

test('an error page is wrong where it answers as if nothing were', async () => {
  const pages = (...codes: string[]) =>
    saidBy(errorPages, { CustomErrorResponses: { Quantity: 1, Items: codes.map(ResponseCode => ({ ErrorCode: 403, ResponseCode })) } });
  expect([await pages('200', '404'), await pages('200', '301'), await pages('302'), await pages('403', '')]).toEqual([
    'problem: shows errors as good answers: 403 as 200',
    'problem: shows errors as good answers: 403 as 200, 403 as 301',
    'problem: shows errors as good answers: 403 as 302',
    'ok: passes no refusal off as an answer',
  ]);
});

test('who is kept out by country is told as a reader would', async () => {
  const said = (RestrictionType: string) => saidBy(geoRestriction, { Restrictions: { GeoRestriction: { RestrictionType, Items: ['DE', 'FR'] } } });
  expect([await said('whitelist'), await said('blacklist'), await said('none')]).toEqual([
    'problem: keeps out readers everywhere but in DE, FR',
    'problem: keeps out readers in DE, FR',
    'ok: lets every country in',
  ]);
});
