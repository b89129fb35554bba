/** What the doctor makes of topics, subscriptions and queues as SNS and SQS tell them: one table a check, what is well in it too. */
import { expect, test } from 'vitest';
import type { Settings } from '../../src/config/schema.ts';
import { confirmation } from '../../src/doctor/checks/confirmation.ts';
import { deadLetterQueue } from '../../src/doctor/checks/dead-letter-queue.ts';
import { deadLetters } from '../../src/doctor/checks/dead-letters.ts';
import { filterPolicy } from '../../src/doctor/checks/filter-policy.ts';
import { listenTopics } from '../../src/doctor/checks/listen-topics.ts';
import { queue } from '../../src/doctor/checks/queue.ts';
import { queueKey } from '../../src/doctor/checks/queue-key.ts';
import { queuePolicy } from '../../src/doctor/checks/queue-policy.ts';
import { rawDelivery } from '../../src/doctor/checks/raw-delivery.ts';
import { subscription } from '../../src/doctor/checks/subscription.ts';
import { topic } from '../../src/doctor/checks/topic.ts';
import { topicFifo } from '../../src/doctor/checks/topic-fifo.ts';
import { topicKey } from '../../src/doctor/checks/topic-key.ts';
import { topicPolicy } from '../../src/doctor/checks/topic-policy.ts';
import { topicSignature } from '../../src/doctor/checks/topic-signature.ts';
import { unnamedSubscriber } from '../../src/doctor/checks/unnamed-subscriber.ts';
import { configurationSet, eventDestinations } from '../../src/observe/configuration-set.ts';
import { type Queue, queue as readQueue } from '../../src/observe/queue.ts';
import { type Subscription, type SubscriptionSettings, subscriptionSettings, subscriptions } from '../../src/observe/subscription.ts';
import { topic as readTopic, type Topic } from '../../src/observe/topic.ts';
import { outcomes, told, toldOnce, type Written } from './facts.ts';

const arn = 'arn:aws:sns:us-east-1:123456789012:ses-track-events';
const inbox = 'arn:aws:sqs:us-east-1:123456789012:inbox';
const hook = 'https://hooks.example.com/ses';
const toHook: Settings = { configurationSets: [{ sns: { webhooks: [hook] } }] };
const toInbox: Settings = { configurationSets: [{ sns: { queue: 'inbox' } }] };
const hookTitle = `webhook ${hook}`;

/** Topics by ARN; the one that is wished is there unless told otherwise. */
const topics = (found: Partial<Topic> | 'absent', others: string[] = []): Written => ({
  facts: [
    [
      readTopic,
      (asked: string) => {
        if (asked === arn) return found === 'absent' ? 'absent' : { arn, signatureVersion: '2', isFifo: false, ...found };
        return others.includes(asked) ? { arn: asked } : 'absent';
      },
    ],
    [configurationSet, (name: string) => ({ name })],
  ],
});

test('topic, topic-fifo, topic-signature: a topic as SES needs it', async () => {
  expect([await told(topic, topics({})), await told(topic, topics('absent'))]).toEqual([
    ['ok: there is topic ses-track-events'],
    ['problem events: there is no topic ses-track-events in us-east-1 → setup'],
  ]);
  expect([
    await told(topicFifo, topics({}, [`${arn}.fifo`])),
    await told(topicFifo, topics('absent')),
    await told(topicFifo, topics('absent', [`${arn}.fifo`])),
  ]).toEqual([
    ['ok: topic ses-track-events is a standard topic'],
    ['ok: no FIFO topic stands in the place of topic ses-track-events'],
    ['problem events: there is no topic ses-track-events, only the FIFO topic ses-track-events.fifo → setup'],
  ]);
  expect([await told(topicSignature, topics({})), await told(topicSignature, topics({ signatureVersion: '1' }))]).toEqual([
    ['ok: topic ses-track-events signs with version 2'],
    ['problem advice: topic ses-track-events signs with version 1, which is SHA-1 → setup'],
  ]);
  for (const check of [topicSignature, topicKey, topicPolicy])
    expect(await told(check, topics('absent'))).toEqual(['skipped: there is no topic ses-track-events']);
});

const key = 'arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555';
test.each<[string | undefined, Settings, string]>([
  [undefined, {}, 'ok: topic ses-track-events has no key that could keep SES out'],
  [
    'alias/aws/sns',
    {},
    `problem events: topic ses-track-events is encrypted with alias/aws/sns, which SES cannot use → aws sns set-topic-attributes --topic-arn ${arn} --attribute-name KmsMasterKeyId --attribute-value `,
  ],
  [
    'arn:aws:kms:us-east-1:123456789012:alias/aws/sns',
    { configurationSets: [{ sns: { kmsKey: key } }] },
    'problem events: topic ses-track-events is encrypted with arn:aws:kms:us-east-1:123456789012:alias/aws/sns, which SES cannot use → setup',
  ],
  [key, {}, `unknown: whether ses.amazonaws.com may use the key of topic ses-track-events is not known: ${key} ? aws kms get-key-policy`],
  [
    'alias/aws/sns-2',
    {},
    'unknown: whether ses.amazonaws.com may use the key of topic ses-track-events is not known: alias/aws/sns-2 ? aws kms describe-key',
  ],
  ['alias/my/aws/sns', {}, 'unknown: whether'],
  ['alias/aws/sqs', {}, 'unknown: whether'],
])('topic-key %s', async (kmsKey, settings, said) => {
  expect((await toldOnce(topicKey, { ...topics(kmsKey === undefined ? {} : { kmsKey }), settings })).slice(0, said.length)).toBe(said);
});

const allow = (condition: object) => ({
  ...{ Sid: 'Ours', Effect: 'Allow', Principal: { Service: 'ses.amazonaws.com' }, Action: 'sns:Publish', Resource: arn },
  Condition: { StringEquals: condition },
});
const policyOf = (...statements: object[]) => JSON.stringify({ Statement: statements });
const setArn = 'arn:aws:ses:us-east-1:123456789012:configuration-set';
const lookAtTopic = `? aws sns get-topic-attributes --topic-arn ${arn} --query Attributes.Policy --output text`;
const two: Settings = { configurationSets: [{ name: 'a' }, { name: 'b' }, { name: 'c', sns: { topic: 'other' } }] };

test.each<[string, string | undefined, string[], string]>([
  ['the account alone', policyOf(allow({ 'aws:SourceAccount': '123456789012' })), ['a', 'b'], 'ok: topic ses-track-events lets SES publish'],
  [
    'one set of two',
    policyOf(allow({ 'aws:SourceArn': `${setArn}/a` })),
    ['a', 'b'],
    `problem events: topic ses-track-events does not let SES publish for b: the statement Ours lets ses.amazonaws.com only where aws:SourceArn is ${setArn}/a → setup ${lookAtTopic}`,
  ],
  ['the one that is there', policyOf(allow({ 'aws:SourceArn': `${setArn}/a` })), ['a'], 'ok: topic ses-track-events lets SES publish'],
  ['whoever, where no set is there', policyOf(), [], 'skipped: no configuration set that publishes to topic ses-track-events is there'],
  [
    'nobody, by a statement that has a name',
    policyOf(allow({}), { ...allow({}), Sid: 'No', Effect: 'Deny' }),
    ['a'],
    `problem events: topic ses-track-events does not let SES publish for a: the statement No forbids it → aws sns remove-permission --topic-arn ${arn} --label No ${lookAtTopic}`,
  ],
  [
    'nobody, by one that has none',
    policyOf(allow({}), { ...allow({}), Sid: undefined, Effect: 'Deny' }),
    ['a'],
    `problem events: topic ses-track-events does not let SES publish for a: a statement forbids it ${lookAtTopic}`,
  ],
  [
    'what cannot be read',
    '{',
    ['a'],
    `unknown: whether topic ses-track-events lets SES publish for a cannot be told: its policy cannot be read ${lookAtTopic}`,
  ],
])('topic-policy lets in %s', async (_, policy, there, said) => {
  const { facts = [] } = topics(policy === undefined ? {} : { policy });
  const sets = [configurationSet, (name: string) => (there.includes(name) ? { name } : 'absent')] as const;
  expect((await told(topicPolicy, { settings: two, facts: [...facts, sets] }))[0]).toBe(said);
});

test('topic-policy warns of taking a statement out that somebody put there', async () => {
  const means = async (...statements: object[]) => (await outcomes(topicPolicy, topics({ policy: policyOf(...statements) })))[0]?.means;
  expect([await means({ ...allow({}), Effect: 'Deny' }), await means()]).toEqual([
    'Every event is lost on the way, and SES tells nobody. Somebody put that statement there: know why before you take it out.',
    'Every event is lost on the way, and SES tells nobody.',
  ]);
});

const confirmed: Subscription = { arn: `${arn}:1`, protocol: 'https', endpoint: hook };
const { arn: _, ...waiting } = confirmed;
const subscribed = (all: Subscription[] | 'absent', how: Partial<SubscriptionSettings> | 'absent' = {}, settings = toHook): Written => ({
  settings,
  facts: [
    [subscriptions, () => all],
    [subscriptionSettings, () => (how === 'absent' ? 'absent' : { isRaw: false, ...how })],
  ],
});
const queued: Subscription = { arn: `${arn}:2`, protocol: 'sqs', endpoint: inbox };

test('subscription, confirmation: subscribed, waiting, or not at all', async () => {
  const said = async (...args: Parameters<typeof subscribed>) => [
    await told(subscription, subscribed(...args)),
    await told(confirmation, subscribed(...args)),
  ];
  expect(await said([confirmed])).toEqual([[`ok: ${hookTitle} is subscribed`], [`ok: ${hookTitle} is confirmed`]]);
  expect(await said([waiting, confirmed])).toEqual(await said([confirmed]));
  expect(await said([waiting])).toEqual([
    [`ok: ${hookTitle} is subscribed`],
    [`problem events: ${hookTitle} has not confirmed its subscription → setup --wait-webhook`],
  ]);
  const missing = [[`problem events: ${hookTitle} is not subscribed → setup`], [`skipped: ${hookTitle} is not subscribed`]];
  expect(await said([])).toEqual(missing);
  expect(await said([{ ...confirmed, endpoint: `${hook}/2` }])).toEqual(missing);
  expect(await said([{ ...confirmed, protocol: 'http' }])).toEqual(missing);
  expect(await said('absent')).toEqual([['skipped: there is no topic ses-track-events'], ['skipped: there is no topic ses-track-events']]);
  const means = async (settings: Settings) => (await outcomes(subscription, subscribed([], {}, settings)))[0]?.means;
  expect([await means(toHook), await means(toInbox)]).toEqual([
    'SNS sends it nothing. A subscription that is not confirmed within two days is forgotten.',
    'SNS puts nothing into it.',
  ]);
});

test('raw-delivery: of a webhook alone, and of one that has confirmed', async () => {
  const said = async (...args: Parameters<typeof subscribed>) => toldOnce(rawDelivery, subscribed(...args));
  expect([await said([confirmed]), await said([confirmed], { isRaw: true })]).toEqual([
    `ok: ${hookTitle} gets signed envelopes`,
    `problem events: ${hookTitle} gets raw messages, without envelope and signature → setup`,
  ]);
  expect(await said([queued], { isRaw: true }, toInbox)).toBe(
    'skipped: queue inbox on topic ses-track-events is a queue, which nobody else can write to',
  );
  expect(await said([waiting])).toBe(`skipped: ${hookTitle} has not confirmed, and until it does nothing of it shows`);
  expect([await said([]), await said([confirmed], 'absent')]).toEqual([
    `skipped: ${hookTitle} is not subscribed`,
    `skipped: ${hookTitle} is not subscribed`,
  ]);
});

test('dead-letter-queue: kept, lost, or kept elsewhere', async () => {
  const said = async (...args: Parameters<typeof subscribed>) => toldOnce(deadLetterQueue, subscribed(...args));
  const right = 'arn:aws:sqs:us-east-1:123456789012:ses-track-dead-letters';
  expect(await said([confirmed], { deadLetter: right })).toBe(`ok: what ${hookTitle} does not take is kept in ses-track-dead-letters`);
  expect(await said([confirmed])).toBe(`problem soon: what ${hookTitle} does not take is lost, not kept in ses-track-dead-letters → setup`);
  expect(await said([confirmed], { deadLetter: inbox })).toBe(
    `problem soon: what ${hookTitle} does not take is kept in ${inbox}, not kept in ses-track-dead-letters → setup`,
  );
  const without: Settings = { configurationSets: [{ sns: { webhooks: [hook], deadLetter: false } }] };
  expect(await said([confirmed], {}, without)).toBe(`skipped: ${hookTitle} is to have no dead-letter queue`);
});

const url = 'https://sqs.us-east-1.amazonaws.com/123456789012/inbox';
const queues = (found: Partial<Queue> | 'absent', settings = toInbox): Written => ({
  settings,
  facts: [[readQueue, () => (found === 'absent' ? 'absent' : { arn: inbox, url, retentionSeconds: 1_209_600, messages: 0, ...found })]],
});

test('queue: one for events is missed now, one for dead letters soon', async () => {
  expect(await told(queue, queues({}))).toEqual(['ok: there is queue inbox']);
  expect(await told(queue, queues('absent'))).toEqual(['problem events: there is no queue inbox in us-east-1 → setup']);
  expect(await told(queue, queues('absent', toHook))).toEqual([
    'problem soon: there is no dead-letter queue ses-track-dead-letters in us-east-1 → setup',
  ]);
  const means = async (settings: Settings) => (await outcomes(queue, queues('absent', settings)))[0]?.means;
  expect([await means(toInbox), await means(toHook)]).toEqual([
    'SNS drops what it has for it, and tells nobody.',
    'What a webhook does not take is lost after the last try.',
  ]);
});

test('dead-letters: how many wait, and for how long they are kept', async () => {
  const title = 'dead-letter queue ses-track-dead-letters';
  const receive = `? aws sqs receive-message --queue-url ${url} --max-number-of-messages 10 --visibility-timeout 0 --message-attribute-names All`;
  expect(await told(deadLetters, queues({ messages: 3 }))).toEqual(['skipped: queue inbox is for events']);
  const said = async (more: Partial<Queue>) => (await outcomes(deadLetters, queues(more, toHook)))[0];
  expect((await said({}))?.saw).toBe(`${title} is empty`);
  expect(await told(deadLetters, queues({ messages: 1 }, toHook))).toEqual([
    `problem events: ${title} holds about 1 message that a webhook never took ${receive}`,
  ]);
  expect((await said({ messages: 2 }))?.saw).toBe(`${title} holds about 2 messages that a webhook never took`);
  const kept = async (retentionSeconds: number) => (await said({ messages: 2, retentionSeconds }))?.means?.split(', ')[1];
  expect([await kept(1_209_600), await kept(86_400), await kept(3600)]).toEqual(['kept for 14 days', 'kept for 1 day', 'kept for 1 hour']);
});

test.each<[string | undefined, Settings, string]>([
  [undefined, toInbox, 'ok: queue inbox has no key that could keep SNS out'],
  [
    'alias/aws/sqs',
    toInbox,
    `problem events: queue inbox is encrypted with alias/aws/sqs, which SNS cannot use → aws sqs set-queue-attributes --queue-url ${url} --attributes {"KmsMasterKeyId":"","SqsManagedSseEnabled":"true"}`,
  ],
  [
    'alias/aws/sqs',
    { configurationSets: [{ sns: { queue: 'inbox', kmsKey: key } }] },
    'problem events: queue inbox is encrypted with alias/aws/sqs, which SNS cannot use → setup',
  ],
  [key, toInbox, `unknown: whether sns.amazonaws.com may use the key of queue inbox is not known: ${key} ? aws kms`],
  ['alias/aws/sns', toInbox, 'unknown: whether'],
])('queue-key %s', async (kmsKey, settings, said) => {
  expect((await toldOnce(queueKey, queues(kmsKey === undefined ? {} : { kmsKey }, settings))).slice(0, said.length)).toBe(said);
});

const letIn = (source: string, more: object = {}) => ({
  ...{ Sid: 'Ours', Effect: 'Allow', Principal: { Service: 'sns.amazonaws.com' }, Action: 'sqs:SendMessage', Resource: inbox },
  ...{ Condition: { ArnEquals: { 'aws:SourceArn': source } }, ...more },
});
const lookAtQueue = `? aws sqs get-queue-attributes --queue-url ${url} --attribute-names Policy`;
test.each<[string, string | undefined, string]>([
  ['the topic', policyOf(letIn(arn)), 'ok: queue inbox lets SNS send to it'],
  [
    'the account',
    policyOf(letIn('', { Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' } } })),
    'ok: queue inbox lets SNS send to it',
  ],
  [
    'another topic',
    policyOf(letIn('arn:x')),
    `problem events: queue inbox does not let ${arn} send to it: the statement Ours lets sns.amazonaws.com only where aws:SourceArn is arn:x → setup`,
  ],
  [
    'nobody',
    policyOf(letIn(arn), letIn(arn, { Effect: 'Deny' })),
    `problem events: queue inbox does not let ${arn} send to it: the statement Ours forbids it ${lookAtQueue}`,
  ],
  ['what cannot be read', '{', `unknown: whether queue inbox lets SNS in cannot be told: its policy cannot be read ${lookAtQueue}`],
])('queue-policy lets in %s', async (_, policy, said) => {
  expect(await toldOnce(queuePolicy, queues(policy === undefined ? {} : { policy }))).toBe(said);
});

test('listen-topics: the list of the config file has every topic, or one of its messages is turned away', async () => {
  const said = (topics: string[]) => told(listenTopics, { settings: { ...two, listen: { topics } } });
  const other = arn.replace('ses-track-events', 'other');
  expect(await told(listenTopics, { settings: two })).toEqual(['skipped: the config file lists no listen.topics']);
  expect(await said([])).toEqual(['skipped: the config file lists no listen.topics']);
  expect(await said([arn])).toEqual([`ok: listen believes ${arn}`, `problem events: listen.topics of the config file does not list ${other}`]);
});

const nobody: Settings = { configurationSets: [{}] };
const listening = (all: Subscription[] | 'absent', settings = nobody, destinations: object[] | 'absent' = []): Written => {
  const { facts = [] } = subscribed(all, {}, settings);
  return { settings, facts: [...facts, ...(topics({}).facts ?? []), [eventDestinations, () => destinations]] };
};
const mail: Subscription = { arn: `${arn}:3`, protocol: 'email', endpoint: 'ops@example.com' };

test.each<[string, Subscription[] | 'absent', Settings, object[] | 'absent', string]>([
  ['a webhook that waits', [waiting], nobody, [], `unknown: ${hook} on topic ses-track-events did not confirm ? doctor --webhook ${hook}`],
  ['one that waits, beside one that is named', [confirmed, { ...waiting, endpoint: `${hook}/2` }], toHook, [], `unknown: ${hook}/2 on topic`],
  ['the one that is named', [confirmed], toHook, [], 'ok: who is subscribed to topic ses-track-events is named'],
  ['others beside the one that is named', [confirmed, queued, mail], toHook, [], 'ok: who is subscribed'],
  ['nobody', [], nobody, [], 'unknown: nobody is subscribed to topic ses-track-events'],
  ['nobody, where the topic is gone', 'absent', nobody, 'absent', 'unknown: nobody is subscribed to topic ses-track-events'],
  ['nobody, and events go elsewhere', [], nobody, [{ isEnabled: true, target: 'firehose' }], 'ok: who is subscribed'],
  ['nobody, and the other destination is off', [], nobody, [{ isEnabled: false, target: 'firehose' }], 'unknown: nobody is subscribed'],
  ['nobody, and there is no other destination', [], nobody, [{ isEnabled: true, target: 'sns' }], 'unknown: nobody is subscribed'],
  ['nobody yet of those that are named', [], toHook, [], 'ok: who is subscribed'],
  ['a mailbox alone', [mail], nobody, [], 'ok: who is subscribed'],
  ['a mailbox that waits', [{ protocol: 'email', endpoint: 'ops@example.com' }], nobody, [], 'ok: who is subscribed'],
  [
    'a webhook and a queue that are not named',
    [confirmed, queued],
    nobody,
    [],
    `unknown: topic ses-track-events delivers to ${hook} and ${inbox} ? doctor --webhook ${hook} --queue inbox`,
  ],
  [
    'plain http',
    [{ ...confirmed, protocol: 'http', endpoint: 'http://127.0.0.1/' }],
    nobody,
    [],
    'unknown: topic ses-track-events delivers to http://127.0.0.1/ ? doctor --webhook http://127.0.0.1/ --allow-http',
  ],
  [
    'plain http beside https',
    [confirmed, { ...confirmed, protocol: 'http', endpoint: 'http://127.0.0.1/' }],
    nobody,
    [],
    `unknown: topic ses-track-events delivers to ${hook} and http://127.0.0.1/ ? doctor --webhook ${hook} --webhook http://127.0.0.1/ --allow-http`,
  ],
  [
    'two queues, which one flag cannot name',
    [queued, { ...queued, endpoint: `${inbox}2` }],
    nobody,
    [],
    `unknown: topic ses-track-events delivers to ${inbox} and ${inbox}2`,
  ],
])('unnamed-subscriber: %s', async (_, all, settings, destinations, said) => {
  const line = await toldOnce(unnamedSubscriber, listening(all, settings, destinations));
  expect(line.slice(0, said.length)).toBe(said);
  if (said.startsWith('unknown: topic')) expect(line).toBe(said);
  const [one] = await outcomes(unnamedSubscriber, listening(all, settings, destinations));
  if (one?.state === 'unknown') expect(one.means).toMatch(/^Neither flags nor the config file name /);
});

test('unnamed-subscriber names no flag where they could be of any of several sets', async () => {
  const line = (await told(unnamedSubscriber, listening([confirmed], { configurationSets: [{ name: 'a' }, { name: 'b' }] })))[0];
  expect(line).toBe(`unknown: topic ses-track-events delivers to ${hook}`);
});

const records = (types: readonly string[]) => JSON.stringify({ eventType: types });
const sendAndFailure: Settings = { configurationSets: [{ events: ['send', 'rendering-failure', 'delivery-delay'], sns: { webhooks: [hook] } }] };
const inRecords = ['DeliveryDelay', 'Rendering Failure', 'Send'];
const filtered = (on: string, filter: string) =>
  `problem events: ${hookTitle} has a filter policy on the ${on} of messages: ${filter} → aws sns set-subscription-attributes --subscription-arn ${arn}:1 --attribute-name FilterPolicy --attribute-value {}`;

test.each<[string, string, string]>([
  ['', '', `ok: ${hookTitle} gets everything that is published`],
  ['MessageBody', records(inRecords), `ok: the filter policy of ${hookTitle} lets every wished event through`],
  ['MessageBody', records([...inRecords, 'Open']), `ok: the filter policy of ${hookTitle} lets every wished event through`],
  ['MessageBody', records(inRecords.slice(1)), filtered('body', records(inRecords.slice(1)))],
  ['MessageBody', records(['DeliveryDelay', 'RenderingFailure', 'Send']), filtered('body', records(['DeliveryDelay', 'RenderingFailure', 'Send']))],
  ['MessageBody', '{"eventType":["Send"],"mail":{"source":["a"]}}', filtered('body', '{"eventType":["Send"],"mail":{"source":["a"]}}')],
  ['MessageBody', '{', filtered('body', '{')],
  ['MessageAttributes', records(inRecords), filtered('attributes', records(inRecords))],
])('filter-policy on %s: %s', async (filterScope, filter, said) => {
  expect(await toldOnce(filterPolicy, subscribed([confirmed], filter === '' ? {} : { filter, filterScope }, sendAndFailure))).toBe(said);
});

test('filter-policy: what it must let through is what the sets of its own topic list', async () => {
  const configurationSets = [
    { events: ['send' as const], sns: { webhooks: [hook] } },
    { name: 'other', sns: { topic: 'other' } },
  ];
  const both: Settings['configurationSets'] = [...configurationSets, { name: 'third', events: ['open'] }];
  const means = async (filterScope: string, filter: string) =>
    (await outcomes(filterPolicy, subscribed([confirmed], { filter, filterScope }, { configurationSets })))[0]?.means;
  expect(await means('MessageBody', records(['Send']))).toBeUndefined();
  const shared = (filter: string) =>
    toldOnce(filterPolicy, subscribed([confirmed], { filter, filterScope: 'MessageBody' }, { configurationSets: both }));
  expect([await shared(records(['Send'])), await shared(records(['Open', 'Send']))]).toEqual([
    filtered('body', records(['Send'])),
    `ok: the filter policy of ${hookTitle} lets every wished event through`,
  ]);
  expect([await means('MessageBody', records(['Open'])), await means('MessageAttributes', records(['Send']))]).toEqual([
    'What it does not let through never arrives, and counts as delivered.',
    'Only messages that have these attributes arrive, and AWS does not say that those of SES have any.',
  ]);
});
