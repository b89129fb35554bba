/** Whatever call fails or loses its answer, running setup again ends in the same world as if nothing had happened. */
import * as ses from '@aws-sdk/client-sesv2';
import * as sns from '@aws-sdk/client-sns';
import { afterAll, expect, test } from 'vitest';
import { isLong } from '../long.ts';
import { type Fate, openStage, type Stage } from './stage.ts';

const line = 'setup --webhook https://hooks.example.com/ses --yes';
const arn = 'arn:aws:sns:us-east-1:123456789012:ses-track-events';
const foreignPolicy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Sid: 'theirs', Effect: 'Allow', Principal: { AWS: '123456789012' }, Action: 'sns:Subscribe', Resource: arn }],
});
const told: string[] = [];
afterAll(() => void process.stdout.write(`${told.join('\n')}\n`));

/** Times differ from run to run; what was made must not. */
const made = async (stage: Stage) => JSON.parse(JSON.stringify(await stage.world()));

async function nothing(): Promise<void> {}

/** The account as somebody left it: one field wrong in each of three things. */
async function drift(stage: Stage): Promise<void> {
  await stage.run(line);
  await stage.sns.send(new sns.SetTopicAttributesCommand({ TopicArn: arn, AttributeName: 'SignatureVersion', AttributeValue: '1' }));
  await stage.sns.send(new sns.SetTopicAttributesCommand({ TopicArn: arn, AttributeName: 'Policy', AttributeValue: foreignPolicy }));
  await stage.ses.send(
    new ses.DeleteConfigurationSetEventDestinationCommand({ ConfigurationSetName: 'ses-track', EventDestinationName: 'ses-track' }),
  );
}

/** Counts the calls of an undisturbed run, then breaks each of them in turn. */
async function breakEveryCall(name: string, before: (stage: Stage) => Promise<void>, how: 'before' | 'after'): Promise<void> {
  const still = await openStage();
  await before(still);
  let calls = 0;
  const count: Fate = n => {
    calls = n + 1;
    return 'pass';
  };
  expect((await still.run(line, { fate: count })).code).toBe(0);
  const wanted = await made(still);
  let runs = 0;
  // The short run breaks every fifteenth, others in each test; with SES_TRACK_LONG=1 all.
  const step = isLong ? 1 : 15;
  for (let broken = isLong ? 0 : name.length % step; broken < calls; broken += step) {
    const stage = await openStage();
    await before(stage);
    const first = await stage.run(line, { fate: n => (n === broken ? how : 'pass') });
    expect(first.code, `call ${broken}: ${first.err}`).toBe(3);
    const second = await stage.run(line);
    expect(second.code, `call ${broken}, run again: ${second.err}`).toBe(0);
    expect(await made(stage), `call ${broken}`).toEqual(wanted);
    expect((await stage.run(line.replace('--yes', '--check'))).code, `call ${broken}, check`).toBe(0);
    runs += 2;
  }
  told.push(
    `${name}, ${isLong ? 'every' : 'every fifteenth'} call ${how === 'before' ? 'failing' : 'losing its answer'}: ${calls} calls, ${runs} runs, all worlds equal`,
  );
  expect(calls).toBeGreaterThan(10);
}

test.each(['before', 'after'] as const)('a first setup, broken %s one call after another', { timeout: 60_000 }, how =>
  breakEveryCall('first setup', nothing, how),
);

test('a mending setup, broken after one call after another', { timeout: 60_000 }, () => breakEveryCall('mending', drift, 'after'));

test('answers that get lost on the way, and calls that the SDK therefore makes twice, end in one good run', async () => {
  const still = await openStage();
  await still.run(line);
  const stage = await openStage();
  const seen = new Set<string>();
  const { code, err } = await stage.run(line, {
    fate: (_n, { method, path, body }) => {
      const call = `${method} ${path} ${/Action=\w+/.exec(body)?.[0]}`;
      if (seen.has(call)) return 'pass';
      seen.add(call);
      return 'reset';
    },
  });
  expect([code, err]).toEqual([0, expect.any(String)]);
  expect(await made(stage)).toEqual(await made(still));
});

test('two setups at once make one of everything', async () => {
  const still = await openStage();
  await still.run(line);
  const stage = await openStage();
  const codes = (await Promise.all([stage.run(line), stage.run(line)])).map(({ code }) => code);
  expect(codes).toEqual([0, 0]);
  expect(await made(stage)).toEqual(await made(still));
});

test('two setups of different sets at once are both let in by the policy of the topic that they share', async () => {
  const stage = await openStage();
  const of = (set: string) => stage.run(`setup --config-set ${set} --webhook https://hooks.example.com/ses --yes`);
  expect((await Promise.all([of('first'), of('second')])).map(({ code }) => code)).toEqual([0, 0]);
  const { Attributes } = await stage.sns.send(new sns.GetTopicAttributesCommand({ TopicArn: arn }));
  expect(Attributes?.['Policy']).toMatch(/configuration-set\/first".*configuration-set\/second"/);
});

test('what others put into a policy while the plan waits for its yes stays', async () => {
  const stage = await openStage();
  await stage.run('setup --yes');
  const add = async () => {
    const { Attributes } = await stage.sns.send(new sns.GetTopicAttributesCommand({ TopicArn: arn }));
    const policy = JSON.parse(Attributes?.['Policy'] ?? '');
    policy.Statement.push(...JSON.parse(foreignPolicy).Statement);
    await stage.sns.send(new sns.SetTopicAttributesCommand({ TopicArn: arn, AttributeName: 'Policy', AttributeValue: JSON.stringify(policy) }));
  };
  let added: Promise<void> | undefined;
  const { code } = await stage.run('setup --config-set second --yes', {
    between: async () => {
      // Six calls read everything, and nothing is written yet.
      if (stage.lastCalls().length < 6) return;
      added ??= add();
      await added;
    },
  });
  const { Attributes } = await stage.sns.send(new sns.GetTopicAttributesCommand({ TopicArn: arn }));
  expect([code, Attributes?.['Policy']]).toEqual([0, expect.stringMatching(/"theirs".*configuration-set\/second"/)]);
});
