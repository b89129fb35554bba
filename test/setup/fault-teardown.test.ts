/** Whatever call of a setup with queues and other targets, or of a teardown, fails: running it again ends in the wanted world. */

import * as ses from '@aws-sdk/client-sesv2';
import * as sns from '@aws-sdk/client-sns';
import { afterAll, expect, test } from 'vitest';
import { isLong } from '../long.ts';
import { breakCalls, type How } from './break-calls.ts';
import { openStage, type Stage } from './stage.ts';

const told: string[] = [];
afterAll(() => void process.stdout.write(`${told.join('\n')}\n`));
const ways: How[] = ['before', 'after', 'kill', 'expire'];

const config = `
configurationSets:
  - sns: { webhooks: ["https://hooks.example.com/ses"], queue: events, deadLetter: true }
    firehose: { stream: "arn:aws:firehose:us-east-1:123456789012:deliverystream/events", role: "arn:aws:iam::123456789012:role/ses" }
    eventBridge: true
    cloudWatch: { dimensions: [{ name: campaign, source: message-tag, default: none }] }
`;

async function configured(stage: Stage): Promise<void> {
  stage.files.set('ses-track.yaml', config);
  await stage.sns.send(new sns.CreateTopicCommand({ Name: 'theirs' }));
}

async function built(stage: Stage): Promise<void> {
  await configured(stage);
  expect((await stage.run('setup --yes')).code).toBe(0);
  await stage.ses.send(
    new ses.PutConfigurationSetTrackingOptionsCommand({ ConfigurationSetName: 'ses-track', CustomRedirectDomain: 'example.test' }),
  );
}

test.each(isLong ? ways : ways.slice(0, 1))(
  'setup of queues, dead letters and every kind of destination, broken: %s',
  { timeout: 120_000 },
  async how => {
    told.push(await breakCalls({ name: 'setup with all targets', before: configured, line: 'setup --yes', settled: 'setup --check' }, how));
  },
);

test.each(isLong ? ways : ways.slice(0, 1))('teardown, broken: %s', { timeout: 120_000 }, async how => {
  const scenario = { name: 'teardown', before: built, line: 'teardown --yes', settled: 'teardown', says: /^Nothing to tear down/ };
  told.push(await breakCalls(scenario, how));
});

/** Its waits make it ten times as many calls, so a short run leaves it out. */
test.skipIf(!isLong).each(ways)('teardown of a whole front, broken: %s', { timeout: 900_000 }, async how => {
  const before = async (stage: Stage) => {
    const { code, err } = await stage.run('setup --domain click.example.test --yes');
    expect(code, err).toBe(0);
  };
  const line = 'teardown --domain click.example.test --yes';
  const scenario = { name: 'teardown of a front', before, line, settled: line, says: /^Nothing to tear down/ };
  told.push(await breakCalls(scenario, how));
});

test('a teardown whose every write is made twice, since its answer got lost on the way, ends in one good run', async () => {
  const stage = await openStage();
  await built(stage);
  const seen = new Set<string>();
  const { code } = await stage.run('teardown --yes', {
    fate: (_n, { method, path, body }) => {
      const call = `${method} ${path} ${body.slice(0, 60)}`;
      if (seen.has(call)) return 'pass';
      seen.add(call);
      return 'reset';
    },
  });
  expect(code).toBe(0);
  expect(await stage.world()).toMatchObject({ sets: [], topics: [{ Attributes: { TopicArn: expect.stringMatching(/theirs$/) } }], queues: [] });
});

test('two teardowns at once leave nothing of ours, and neither stumbles over the other', async () => {
  const stage = await openStage();
  await built(stage);
  const codes = (await Promise.all([stage.run('teardown --yes'), stage.run('teardown --yes')])).map(({ code }) => code);
  expect(codes).toEqual([0, 0]);
  expect(await stage.world()).toMatchObject({ sets: [], topics: [{}], queues: [] });
});
