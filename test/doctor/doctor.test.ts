/** The doctor as an operator meets it: silent where all is well, honest about what it may not see, and never touching anything. */
import * as ses from '@aws-sdk/client-sesv2';
import * as sns from '@aws-sdk/client-sns';
import * as sqs from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import { checks } from '../../src/doctor/checks/index.ts';
import { symptoms } from '../../src/doctor/symptom.ts';
import { isLong, onlyLong } from '../long.ts';
import { cname, frontConfig } from '../sandbox/aws/cloud.ts';
import { refusal } from '../setup/break-calls.ts';
import { openStage, type Stage } from '../setup/stage.ts';
import { writesByHand } from '../setup/writes-by-hand.ts';
import { leading } from './front-steps.ts';
import { domain, events, examined, front, healthy, problems, topicArn, type World, webhook } from './stage.ts';
import { addDestination, destination, queueUrl, setTopic } from './steps.ts';
import { type Asked, watched } from './watched.ts';

const full = `${front} --queue inbox`;
const from = '--from news@example.test';
const inbox = 'configurationSets: [{ sns: { queue: inbox } }]\n';

const words = (line: string): string[] => line.split(/ (?=--)/).sort();

/** A front that somebody made who is not setup. */
async function ownFront({ cloud }: Stage): Promise<void> {
  const arn = await cloud.issued();
  const { Distribution: own } = await cloud.create(frontConfig(arn));
  await cloud.change(['CREATE', cname(domain, own?.DomainName ?? '')]);
  await cloud.wait(5_000);
}

const worlds: (Pick<World, 'name' | 'flags' | 'config' | 'before'> & { isLong?: boolean })[] = [
  { name: 'events to a webhook', flags: events },
  { name: 'events to a queue', flags: '--queue inbox', isLong: true },
  { name: 'a tracking domain', flags: front },
  { name: 'few events, no tracking', flags: `${events} --events send,bounce`, isLong: true },
  { name: 'a front of your own', flags: `--domain ${domain} --front own --queue inbox`, before: ownFront, isLong: true },
  {
    name: 'records by hand',
    flags: '',
    config: `tracking: { domain: ${domain}, dns: manual }\n${inbox}`,
    before: async stage => writesByHand(stage),
    isLong: true,
  },
  {
    name: 'an alias record, links left unrepaired',
    flags: '',
    config: `tracking: { domain: ${domain}, record: alias, repairLinks: false }\n${inbox}`,
    isLong: true,
  },
  { name: 'plain http allowed', flags: `${front} --https-policy optional`, isLong: true },
  { name: 'a deployment with a name', flags: `${full} --deployment blue`, isLong: true },
  {
    name: 'two sets that share a domain and a topic',
    isLong: true,
    flags: '',
    config: `tracking: { domain: ${domain} }\nconfigurationSets:\n  - { name: news, sns: { webhooks: ["${webhook}"] } }\n  - { name: bills, events: [send, bounce], sns: { queue: bills } }\n`,
  },
  {
    name: 'every target, and every option',
    flags: '',
    config: `configurationSets:
  - sns: { webhooks: ["${webhook}"], queue: events, deadLetter: true }
    reputationMetrics: true
    suppression: [bounce]
    sending: true
    vdm: { engagement: true }
    firehose: { stream: "arn:aws:firehose:us-east-1:123456789012:deliverystream/events", role: "arn:aws:iam::123456789012:role/ses" }
    eventBridge: true
    cloudWatch: { dimensions: [{ name: campaign, source: message-tag, default: none }] }
listen: { topics: ["${topicArn}"] }
`,
  },
];

describe.concurrent('where all is well', () => {
  const run = worlds.filter(world => isLong || world.isLong !== true);
  test.each(run.map(world => [world.name, world] as const))('%s: not a word, exit 0, nothing written', async (_, world) => {
    const stage = await healthy(world);
    const writes = stage.sandbox.calls().write;
    const said = await stage.run(`doctor ${world.flags}`.trim());
    expect([said.out, said.err, said.code]).toEqual(['', '', 0]);
    expect(stage.sandbox.calls().write).toBe(writes);
    expect((await examined(stage, world.flags)).counts.unknown).toBe(0);
  });
});

test('each question is asked once, and none of them changes anything', async () => {
  const stage = await healthy({ flags: full });
  const asked: Asked[] = [];
  const writes = stage.sandbox.calls().write;
  const said = await stage.run(`doctor ${full} ${from} --all`, { dress: watched(asked) });
  expect(said.code, said.out).toBe(0);
  process.stdout.write(`a whole doctor: ${asked.length} reads (${asked.filter(({ action }) => action.startsWith('ses:')).length} of SES)\n`);
  const questions = asked.map(({ question }) => question);
  expect(questions.filter((each, index) => questions.indexOf(each) !== index)).toEqual([]);
  expect(asked.filter(({ action }) => !/:(Get|List|Describe)/.test(action))).toEqual([]);
  expect(stage.sandbox.calls().write).toBe(writes);
});

test(`a permission that is missing makes unknown what needs it, by name, and nothing else (${isLong ? 'each in turn' : 'two of them'})`, async () => {
  const stage = await healthy({ flags: full });
  const line = `${full} ${from}`;
  const asked: Asked[] = [];
  const before = await examined(stage, line, { dress: watched(asked) });
  const actions = [...new Set(asked.map(({ action }) => action))].filter(action => action !== 'sts:GetCallerIdentity').sort();
  for (const action of isLong ? actions : ['ses:GetAccount', 'sns:ListSubscriptionsByTopic']) {
    const after = await examined(stage, line, { dress: watched([], each => each === action) });
    expect([action, after.code]).toEqual([action, 0]);
    const unknown = after.findings.filter(({ state }) => state === 'unknown');
    const names = new Set(unknown.map(({ check }) => check));
    expect(names.size, `${action} is needed by nobody`).toBeGreaterThan(0);
    const mayNeed = new Set(checks.filter(({ iam }) => iam.includes(action)).map(({ id }) => id));
    expect([action, [...names].filter(id => !mayNeed.has(id))]).toEqual([action, []]);
    expect([action, unknown.filter(each => each.action !== action || !each.saw.includes(action))]).toEqual([action, []]);
    // Whose certificate it is only ACM tells here, and CAA records of other authorities are not looked at.
    const isToldApart = (check: string) => check !== 'caa' || !/^(acm|cloudfront):/.test(action);
    const rest = ({ findings }: typeof before) =>
      findings.filter(({ check }) => !names.has(check) && isToldApart(check)).map(({ check, state }) => `${check} ${state}`);
    expect([action, rest(after)]).toEqual([action, rest(before)]);
  }
});

test('without a known key what needs AWS is unknown, DNS and the edge are looked at all the same, and it exits 4', async () => {
  const stage = await healthy({ flags: front });
  const { code, findings } = await examined(stage, front, {
    fate: (_n, request) => refusal(request, 403, 'InvalidClientTokenId', 'The security token included in the request is invalid.'),
  });
  expect(code).toBe(4);
  const ok = findings.filter(({ state }) => state === 'ok').map(({ check }) => check);
  expect(ok).toEqual(expect.arrayContaining(['reach', 'chain', 'name', 'expiry', 'webhook-reachable']));
  const unknown = findings.filter(({ state }) => state === 'unknown');
  expect(unknown.map(({ check }) => check)).toEqual(expect.arrayContaining(['credentials', 'account-sending', 'set', 'topic-policy', 'drift']));
  expect(new Set(unknown.map(({ trouble }) => trouble))).toEqual(new Set(['aws.credentials']));
  const { out } = await stage.run(`doctor ${front}`, { fate: (_n, request) => refusal(request, 403, 'ExpiredToken', 'expired') });
  expect(out).toMatch(/^\? the AWS credentials have expired \(.*credentials, production-access, enforcement, account-sending and \d+ more\n/);
});

test('where AWS cannot be reached it exits 3, and 1 where a problem was found all the same', async () => {
  const stage = await healthy({ flags: events });
  expect((await examined(stage, events, { fate: () => 'before' })).code).toBe(3);
  await stage.ses.send(new ses.PutAccountSendingAttributesCommand({ SendingEnabled: false }));
  const fate = (_n: number, { path }: { path: string }) => (path.includes('configuration-sets') ? ('before' as const) : ('pass' as const));
  const { code, findings } = await examined(stage, events, { fate });
  expect([code, problems({ findings }).map(({ check }) => check)]).toEqual([1, ['account-sending']]);
});

test('two causes are two problems, worst first, and what mends them is said with the flags that were given', async () => {
  const flags = `${events} --config-set news --deployment blue --region us-east-1`;
  const stage = await healthy({ flags });
  await stage.ses.send(new ses.PutAccountSendingAttributesCommand({ SendingEnabled: false }));
  const topic = 'arn:aws:sns:us-east-1:123456789012:ses-track-events-blue';
  const { SetTopicAttributesCommand } = await import('@aws-sdk/client-sns');
  await stage.sns.send(new SetTopicAttributesCommand({ TopicArn: topic, AttributeName: 'SignatureVersion', AttributeValue: '1' }));
  const said = await stage.run(`doctor ${flags}`);
  expect(said.code).toBe(1);
  expect(said.out).toBe(
    [
      '✖ sending is paused for the whole account in us-east-1  account-sending',
      '  SES refuses every send. Somebody paused it, or an alarm did: find out why before you let it go on.',
      '  mend: aws sesv2 put-account-sending-attributes --sending-enabled --region us-east-1',
      '',
      '! topic ses-track-events-blue signs with version 1, which is SHA-1  topic-signature',
      '  Receivers that have given SHA-1 up turn the messages away.',
      `  mend: ses-track setup --config-set news --webhook ${webhook} --deployment blue --region us-east-1`,
      '',
    ].join('\n'),
  );
});

test('what setup would ask a yes for, the printed command says', async () => {
  const stage = await healthy({ flags: events });
  await stage.sns.send(new (await import('@aws-sdk/client-sns')).UntagResourceCommand({ ResourceArn: topicArn, TagKeys: ['ses-track'] }));
  await setTopic(stage, 'SignatureVersion', '1');
  const found = problems(await examined(stage, events));
  expect(found.map(({ check, mend }) => [check, mend])).toEqual([['topic-signature', `ses-track setup ${events} --adopt`]]);
});

test('one set of two is broken: the other one is no part of it', async () => {
  const config = `configurationSets:\n  - { name: news, sns: { topic: news } }\n  - { name: bills, sns: { topic: bills, queue: bills } }\n`;
  const flags = '--config two.yaml';
  const stage = await healthy({ flags, before: async ({ files }) => files.set('two.yaml', config) });
  await stage.ses.send(new ses.DeleteConfigurationSetCommand({ ConfigurationSetName: 'news' }));
  await stage.sqs.send(new sqs.SetQueueAttributesCommand({ QueueUrl: await queueUrl(stage, 'bills'), Attributes: { Policy: '' } }));
  const found = problems(await examined(stage, flags));
  expect(found.map(({ check, subject }) => [check, subject])).toEqual([
    ['set', 'news'],
    ['queue-policy', 'bills'],
  ]);
  expect(new Set(found.map(({ mend }) => mend))).toEqual(new Set(['ses-track setup --config /ops/two.yaml']));
});

test('a key of your own is not read: unknown, with the command that shows it, and exit 0', async () => {
  const key = 'arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555';
  const config = `configurationSets: [{ sns: { kmsKey: "${key}", queue: inbox } }]\n`;
  const stage = await healthy({ flags: '', config });
  const { out, code } = await stage.run('doctor');
  expect(code).toBe(0);
  expect(out).toContain(`? whether ses.amazonaws.com may use the key of topic ses-track-events is not known: ${key}  topic-key`);
  expect(out).toContain(`look: aws kms get-key-policy --key-id ${key} --policy-name default --output text --region us-east-1`);
});

describe('what setup was given by flags, and the doctor was not', () => {
  const given = `--domain ${domain} --webhook ${webhook} --queue inbox`;

  test('a dead front is not passed over in silence: the domain, the webhook and the queue are named, with the command', async () => {
    const stage = await healthy({ flags: given });
    await leading(stage, { DomainName: 'r.eu-west-1.awstrack.me' });
    const { out, code, err } = await stage.run('doctor');
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain(`? links of ses-track lead through ${domain}  unnamed-domain`);
    expect(out).toMatch(/^\? topic ses-track-events delivers to .*hooks\.example\.com\/ses.*/m);
    const [first = '', second = ''] = [...out.matchAll(/look: ses-track (.*)/g)].map(match => match[1]);
    expect(first).toBe(`doctor --domain ${domain}`);
    expect(words(second)).toEqual(words(`doctor --webhook ${webhook} --queue inbox`));
    const named = await stage.run(`${first} ${second.slice('doctor '.length)}`);
    expect([named.code, named.out]).toEqual([1, expect.stringMatching(/^✖ distribution .* leads to SES in eu-west-1/)]);
    // And what was not looked at is not said to be well.
    const { out: symptom } = await stage.run('doctor --symptom 403');
    expect(symptom).not.toContain('SES answers through the domain');
    expect(symptom).toContain('Not all that could explain it was looked at');
  });

  test('a webhook that waits is seen, whoever named it', async () => {
    const stage = await healthy({ flags: events, stage: { confirms: false } });
    const { out, code } = await stage.run('doctor --symptom pending');
    expect([code, out]).toEqual([0, expect.stringContaining(`? ${webhook} on topic ses-track-events did not confirm  unnamed-subscriber`)]);
    expect(out).not.toContain('Nothing waits');
  });

  test('others who are subscribed beside those that are named are left alone', async () => {
    const stage = await healthy({ flags: '--queue inbox' });
    for (const [Protocol, Endpoint] of [
      ['https', webhook],
      ['email', 'ops@example.com'],
    ] as const)
      await stage.sns.send(new sns.SubscribeCommand({ TopicArn: topicArn, Protocol, Endpoint }));
    await stage.sandbox.settled();
    expect(await stage.run('doctor --queue inbox')).toMatchObject({ code: 0, out: '' });
  });

  test('a topic that nobody listens to is said to be so, unless its events go elsewhere', async () => {
    const stage = await healthy({ flags: '' });
    expect((await stage.run('doctor')).out).toMatch(/^\? nobody is subscribed to topic ses-track-events {2}unnamed-subscriber/);
    await addDestination(stage, 'bus', {
      EventBridgeDestination: { EventBusArn: 'arn:aws:events:us-east-1:123456789012:event-bus/default' },
      MatchingEventTypes: ['SEND'],
    });
    expect(await stage.run('doctor')).toMatchObject({ code: 0, out: '' });
  });
});

test('a slip in the name of the set is one problem, and the topic is not accused', async () => {
  const stage = await healthy({ flags: events });
  expect(problems(await examined(stage, `${events} --config-set ses-trak`))).toMatchObject([
    { check: 'set', means: expect.stringMatching(/In us-east-1 there is ses-track\.$/) },
  ]);
});

describe('from a symptom', () => {
  test('only what can explain it is looked at, and where nothing does, it says where to look next', async () => {
    const stage = await healthy({ flags: events });
    const { out, code } = await stage.run(`doctor ${events} --symptom no-events`);
    expect([code, out]).toEqual([0, expect.stringMatching(/^Every hop that can be seen works, so look at the send/)]);
    const { findings, symptom } = await examined(stage, `${events} --symptom pending`);
    expect(symptom).toBe('pending');
    expect(new Set(findings.map(({ check }) => check))).toEqual(
      new Set(['credentials', 'subscription', 'confirmation', 'webhook-reachable', 'webhook-certificate', 'listen-topics', 'unnamed-subscriber']),
    );
  });

  test('every symptom has checks, and links that are not rewritten are found by theirs', async () => {
    const stage = await healthy({ flags: events });
    await destination(stage, now => ({ ...now, MatchingEventTypes: ['SEND'] }));
    const { code, findings, otherwise } = await examined(stage, `${events} --symptom links-not-rewritten`);
    expect([code, problems({ findings }).map(({ check }) => check), otherwise]).toEqual([1, ['destination-events'], undefined]);
    const { code: usage, err } = await stage.run(`doctor ${events} --symptom slow`);
    expect([usage, err]).toEqual([2, expect.stringContaining('one of no-events, 403, 400, certificate, pending, links-not-rewritten, wrong-region')]);
  });
});

test.skipIf(!isLong)(`the limits of cert-check are the doctor's, too${onlyLong}`, async () => {
  const stage = await healthy({ flags: front });
  stage.files.set('ses-track.yaml', 'certCheck: { warn: 900d, crit: 1d }\n');
  expect(problems(await examined(stage, front))).toMatchObject([
    { check: 'expiry', harm: 'soon', saw: expect.stringContaining('less than 900 days') },
  ]);
  stage.files.set('ses-track.yaml', 'certCheck: { warn: 12h, crit: 1h }\n');
  expect(problems(await examined(stage, front))).toEqual([]);
});

test('a slip in the config file, or a sender that is no address, is refused before anything is asked', async () => {
  const stage = await healthy({ flags: events });
  stage.files.set('ses-track.yaml', 'certCheck: { warn: 5d }\n');
  const slip = await stage.run(`doctor ${events}`);
  expect([slip.code, slip.err, stage.lastCalls()]).toEqual([2, expect.stringContaining('Give certCheck.crit less time than certCheck.warn.'), []]);
  stage.files.delete('ses-track.yaml');
  const { code, err } = await stage.run(`doctor ${events} --from nobody`);
  expect([code, err, stage.lastCalls()]).toEqual([2, expect.stringContaining('--from is "nobody", which is no address'), []]);
});

test('its help has a narrow column of flags, and says every symptom', async () => {
  const { out } = await (await openStage({ quick: true })).run('doctor --help');
  expect(out).toMatch(/^ {2}--symptom <SYMPTOM> {2}/m);
  expect(out.replaceAll(/\s+/g, ' ')).toContain(symptoms.join(', '));
});

test('--explain prints the page of a check, and knows what was meant', async () => {
  const stage = await healthy({ flags: events });
  const { out, code } = await stage.run('doctor --explain topic-policy');
  expect([code, out.split('\n')[0]]).toEqual([0, '# `topic-policy`']);
  const wrong = await stage.run('doctor --explain topic-polcy');
  expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('Did you mean topic-policy?')]);
  expect(await stage.run('doctor --explain constructor')).toMatchObject({ code: 2, err: expect.stringContaining('there is no check "constructor"') });
});

test('on a terminal it says in one line that all is well; --all shows what it looked at', async () => {
  const stage = await healthy({ flags: events });
  const { out, err } = await stage.run(`doctor ${events}`, { answer: '' });
  expect([out, err]).toEqual(['', expect.stringMatching(/Nothing wrong in us-east-1: \d+ ok, \d+ skipped\n$/)]);
  const all = await stage.run(`doctor ${events} --all`);
  expect(all.out).toMatch(/^✔ account 123456789012, SES in us-east-1 {2}credentials$/m);
  expect(all.out).toMatch(/^- no tracking domain is wished .*tracking-domain/m);
});
