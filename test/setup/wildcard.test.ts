/** A tracking domain that leads somewhere without a record that setup would change: it is a live name all the same. */
import { expect, test } from 'vitest';
import { cname } from '../sandbox/aws/cloud.ts';
import { openStage, type Stage } from './stage.ts';

const domain = 'click.example.test';
const old = 'old.example.com';
const wild = cname('*.example.test', old);

const leads = async ({ outside }: Stage): Promise<string> => {
  const answer = await outside.dns.look('CNAME', domain);
  return answer.kind === 'found' ? (answer.records[0] ?? '') : answer.kind;
};

const recordsOf = async (stage: Stage): Promise<string[]> => ((await stage.world()) as { front: { records: string[] } }).front.records;

test('what a wildcard answers for is not darkened without a yes: the records below the name would end its answer', async () => {
  const stage = await openStage({ quick: true });
  await stage.cloud.change(['CREATE', wild]);
  await stage.cloud.wait(90_000);
  const before = await recordsOf(stage);
  expect(await leads(stage)).toBe(old);
  const { code, err } = await stage.run(`setup --domain ${domain} --yes`);
  expect([code, err]).toEqual([5, expect.stringContaining(`${domain} is answered by the wildcard *.example.test (${old})`)]);
  expect(err).toContain(`give it a record of its own that leads to ${old} first`);
  expect([await recordsOf(stage), await leads(stage)]).toEqual([before, old]);
});

test('a wildcard over a front of your own is as much of a danger', async () => {
  const stage = await openStage({ quick: true });
  await stage.cloud.change(['CREATE', wild]);
  expect(await stage.run(`setup --domain ${domain} --front own --yes`)).toMatchObject({ code: 5, err: expect.stringContaining('wildcard') });
});

test('with --force it goes on; the record still waits for the proof of the front', async () => {
  const stage = await openStage({ quick: true, traps: ['edge-wrong-certificate'] });
  await stage.cloud.change(['CREATE', wild]);
  const { code, err } = await stage.run(`setup --domain ${domain} --yes --force`);
  expect([code, err]).toEqual([3, expect.stringContaining('Neither the DNS record nor the tracking options were changed')]);
  expect((await recordsOf(stage)).filter(each => each.startsWith(`${domain}. `))).toEqual([]);
});

test('a wildcard for other names, or above a name in between that is there, answers for nothing here', async () => {
  const stage = await openStage({ quick: true });
  await stage.cloud.change(['CREATE', wild], ['CREATE', cname('x.mail.example.test', old)], ['CREATE', cname('*.other.mail.example.test', old)]);
  expect(await stage.run('setup --domain click.mail.example.test --dry-run')).toMatchObject({
    code: 0,
    out: expect.not.stringContaining('wildcard'),
  });
});

test('a wildcard some names above is found', async () => {
  const stage = await openStage({ quick: true });
  await stage.cloud.change(['CREATE', wild]);
  expect((await stage.run('setup --domain click.mail.example.test --dry-run')).out).toContain(`click.mail.example.test is answered by`);
});

test('a name in a zone kept by hand that has addresses is led elsewhere only once the front is proven', async () => {
  const stage = await openStage({ quick: true });
  stage.files.set('ses-track.yaml', `tracking: { domain: ${domain}, dns: manual }\n`);
  const needs = async () => {
    expect((await stage.run('setup --dry-run --out plan.json')).code).toBe(0);
    const { changes } = JSON.parse(stage.files.get('plan.json') ?? '') as { changes: { id: string; want: { needs: string[] } }[] };
    return changes.find(({ id }) => id === `record/${domain}`)?.want.needs ?? [];
  };
  expect(await needs()).not.toContain(`front/${domain}`);
  await stage.cloud.change(['CREATE', { Name: domain, Type: 'A', TTL: 300, ResourceRecords: [{ Value: '192.0.2.7' }] }]);
  await stage.cloud.wait(90_000);
  expect(await needs()).toContain(`front/${domain}`);
});
