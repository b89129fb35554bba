/** What a behaviour passes on and keeps, by its policies and by the old settings without them. */
import type { DefaultCacheBehavior } from '@aws-sdk/client-cloudfront';
import { expect, test } from 'vitest';
import { type Forwarding, forwarding } from '../../src/doctor/forwarding.ts';
import { cachePolicy } from '../../src/observe/cache-policy.ts';
import type { Look } from '../../src/observe/look.ts';
import type { OriginRequestPolicy } from '../../src/observe/origin-request-policy.ts';

const requests = { id: 'r', name: 'R', comment: '', headerBehavior: 'none', headers: [], cookies: 'none', queryStrings: 'none' };
const caching = { id: 'c', name: 'C', minTtl: 0, defaultTtl: 0, maxTtl: 0, headers: [], cookies: 'none' };

async function read(behavior: Partial<DefaultCacheBehavior>, policy: Partial<OriginRequestPolicy> | 'absent' = {}, cache: object = {}) {
  const at = async (reader: unknown) => {
    if (reader === cachePolicy) return { ...caching, ...cache };
    return policy === 'absent' ? 'absent' : { ...requests, ...policy };
  };
  return forwarding({ at } as unknown as Look, behavior);
}

const both = { CachePolicyId: 'c', OriginRequestPolicyId: 'r' };
const passed = ({ passes, cookies }: Forwarding) => [passes('host'), passes('user-agent'), cookies];

test.each<[string, Partial<OriginRequestPolicy> | 'absent', object, unknown[]]>([
  ['nothing', {}, {}, [false, false, 'none']],
  ['those that are named', { headerBehavior: 'whitelist', headers: ['host'] }, {}, [true, false, 'none']],
  ['all but those that are named', { headerBehavior: 'allExcept', headers: ['host'], cookies: 'all' }, {}, [false, true, 'all']],
  ['all', { headerBehavior: 'allViewer', cookies: 'allExcept' }, {}, [true, true, 'all']],
  ['all and some of CloudFront', { headerBehavior: 'allViewerAndWhitelistCloudFront', cookies: 'whitelist' }, {}, [true, true, 'some']],
  ['what the cache tells answers apart by, too', {}, { headers: ['host'], cookies: 'whitelist' }, [true, false, 'some']],
  ['a policy that is gone', 'absent', {}, [false, false, 'none']],
])('a policy passes %s', async (_, policy, cache, want) => {
  expect(passed(await read(both, policy, cache))).toEqual(want);
});

test('without policies the old settings count; where every header goes on nothing is kept', async () => {
  const old = (Items: string[], more: object = {}) =>
    read({ ForwardedValues: { QueryString: false, Cookies: { Forward: 'all' }, Headers: { Quantity: Items.length, Items } }, MinTTL: 0, ...more });
  expect(passed(await old(['Host']))).toEqual([true, false, 'all']);
  expect((await old(['Host'])).keeps).toEqual({ min: 0, usual: 86_400, most: 31_536_000 });
  expect(passed(await old(['*']))).toEqual([true, true, 'all']);
  expect((await old(['*'])).keeps.most).toBe(0);
  expect((await old(['Host'], { DefaultTTL: 0, MaxTTL: 60 })).keeps).toEqual({ min: 0, usual: 0, most: 60 });
});
