/** `ses-track teardown` as an operator meets it: ours goes, everything else stays. */
import * as ses from '@aws-sdk/client-sesv2';
import * as sns from '@aws-sdk/client-sns';
import * as sqs from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { openStage, type Stage } from '../setup/stage.ts';

const webhook = 'https://hooks.example.com/ses';
const topicArn = 'arn:aws:sns:us-east-1:123456789012:ses-track-events';
const set = { ConfigurationSetName: 'ses-track' };
const everything = `
configurationSets:
  - sns: { webhooks: ["${webhook}"], queue: events, deadLetter: true }
    eventBridge: true
`;
const nothing = { sets: [], topics: [], queues: [] };

const track = (stage: Stage, ConfigurationSetName: string) =>
  stage.ses.send(
    new ses.PutConfigurationSetTrackingOptionsCommand({ ConfigurationSetName, CustomRedirectDomain: 'example.test', HttpsPolicy: 'REQUIRE' }),
  );

async function build(stage: Stage): Promise<void> {
  stage.files.set('ses-track.yaml', everything);
  expect((await stage.run('setup --yes')).code).toBe(0);
}

test('all that setup made goes, and setup then makes it anew', async () => {
  const stage = await openStage();
  await build(stage);
  const made = await stage.world();
  const { code, out, err } = await stage.run('teardown --yes');
  expect([code, out]).toEqual([0, expect.stringContaining('Done: 8 removed.')]);
  expect(err).toContain('! mail that still names configuration set ses-track is refused by SES once ses-track is gone');
  expect(await stage.world()).toMatchObject(nothing);
  const again = await stage.run('teardown --yes');
  expect([again.code, again.out]).toEqual([0, 'Nothing to tear down: nothing of this deployment is there.\n']);
  await stage.run('setup --yes');
  expect(await stage.world()).toEqual(made);
});

test('the tracking options come off before anything else, and what receives goes after what sends', async () => {
  const stage = await openStage();
  await build(stage);
  await track(stage, 'ses-track');
  await stage.run('teardown --yes');
  const writes = stage.lastCalls().filter(call => /Put|Delete|Unsubscribe/.test(call));
  expect(writes[0]).toBe('ses:PutConfigurationSetTrackingOptions');
  const order = [/DeleteConfigurationSetEventDestination$/, /DeleteQueue$/, /Unsubscribe$/, /DeleteTopic$/, /DeleteConfigurationSet$/];
  const places = order.map(each => [writes.findIndex(call => each.test(call)), writes.findLastIndex(call => each.test(call))]);
  expect(places.flat()).toEqual([...places.flat()].sort((a, b) => a - b));
});

test('where SES does not clear the tracking options, the command that does is said, and the set goes all the same', async () => {
  const stage = await openStage({ traps: ['ses-tracking-stays'] });
  await stage.run('setup --yes');
  await track(stage, 'ses-track');
  const { code, err } = await stage.run('teardown --yes');
  expect([code, err]).toEqual([
    0,
    expect.stringContaining('aws ses delete-configuration-set-tracking-options --configuration-set-name ses-track --region us-east-1'),
  ]);
  expect(await stage.world()).toMatchObject(nothing);
});

test('without flags it finds the queue by its subscription and the dead letters by the webhook', async () => {
  const stage = await openStage();
  await build(stage);
  stage.files.delete('ses-track.yaml');
  await stage.run('teardown --yes');
  expect(await stage.world()).toMatchObject(nothing);
});

test('what others made stays: a set, a topic, a queue, whatever they are subscribed to', async () => {
  const stage = await openStage();
  await stage.ses.send(new ses.CreateConfigurationSetCommand({ ConfigurationSetName: 'theirs' }));
  await stage.sns.send(new sns.CreateTopicCommand({ Name: 'theirs' }));
  await stage.sqs.send(new sqs.CreateQueueCommand({ QueueName: 'theirs' }));
  const before = await stage.world();
  await stage.run('setup --yes');
  await stage.sns.send(new sns.SubscribeCommand({ TopicArn: topicArn, Protocol: 'sqs', Endpoint: 'arn:aws:sqs:us-east-1:123456789012:theirs' }));
  const { out } = await stage.run('teardown --yes');
  expect(out).toContain('kept  queue theirs: queue theirs was not made by ses-track');
  expect(await stage.world()).toEqual(before);
});

test('things of our names that carry no tag, or another deployment’s, are not touched', async () => {
  const stage = await openStage();
  await stage.sns.send(new sns.CreateTopicCommand({ Name: 'ses-track-events' }));
  await stage.ses.send(new ses.CreateConfigurationSetCommand({ ...set, Tags: [{ Key: 'ses-track', Value: 'blue' }] }));
  const before = await stage.world();
  const { code, out } = await stage.run('teardown --yes');
  expect([code, out]).toEqual([0, expect.stringContaining('Nothing to tear down')]);
  expect(out).toContain('configuration set ses-track belongs to the ses-track deployment "blue"');
  expect(await stage.world()).toEqual(before);
  expect(stage.sandbox.calls().write).toBe(2);
});

test('another deployment stands as it was', async () => {
  const stage = await openStage();
  await stage.run('setup --deployment blue --yes');
  const blue = await stage.world();
  await stage.run(`setup --webhook ${webhook} --yes`);
  expect((await stage.run('teardown --yes')).code).toBe(0);
  expect(await stage.world()).toEqual(blue);
});

test('a topic that another set publishes to stays with its webhooks and queues, until that set goes too', async () => {
  const stage = await openStage();
  await stage.run(`setup --webhook ${webhook} --queue events --yes`);
  await stage.run('setup --config-set newsletter --yes');
  const { code, out } = await stage.run('teardown --config-set ses-track --yes');
  expect([code, out]).toEqual([
    0,
    expect.stringContaining('kept  topic ses-track-events: configuration set newsletter publishes to topic ses-track-events'),
  ]);
  expect(await stage.world()).toMatchObject({
    sets: [{ ConfigurationSetName: 'newsletter' }],
    topics: [{ subscribed: [{ Protocol: 'sqs' }, { Endpoint: webhook }] }],
    queues: [{}, {}],
  });
  expect((await stage.run('setup --config-set newsletter --check')).code).toBe(0);
  const { Attributes } = await stage.sns.send(new sns.GetTopicAttributesCommand({ TopicArn: topicArn }));
  expect(Attributes?.['Policy']).toContain(':configuration-set/newsletter"');
  expect(Attributes?.['Policy']).not.toContain(':configuration-set/ses-track"');
  await stage.run('teardown --config-set newsletter --yes');
  expect(await stage.world()).toMatchObject(nothing);
});

test('a webhook that never confirmed cannot be unsubscribed, which is said, and goes with its topic', async () => {
  const stage = await openStage({ confirms: false });
  await stage.run(`setup --webhook ${webhook} --yes`);
  const { code, out } = await stage.run('teardown --yes');
  expect([code, out]).toEqual([0, expect.stringContaining('it has never confirmed, so it cannot be unsubscribed; it goes with its topic')]);
  expect(await stage.world()).toMatchObject(nothing);
});

test('the dead-letter queue of a webhook that never confirmed stays with its topic, which another set publishes to', async () => {
  const stage = await openStage({ confirms: false });
  await stage.run(`setup --webhook ${webhook} --yes`);
  await stage.run('setup --config-set newsletter --yes');
  expect((await stage.run('teardown --config-set ses-track --yes')).code).toBe(0);
  expect(await stage.world()).toMatchObject({ topics: [{}], queues: [{}] });
  await stage.run('teardown --config-set newsletter --yes');
  expect(await stage.world()).toMatchObject(nothing);
});

test('messages that wait in a queue are counted before they go', async () => {
  const stage = await openStage();
  await stage.run('setup --queue events --yes');
  const { out } = await stage.run('teardown --dry-run');
  expect(out).toContain('! queue events holds about 1 messages, which go with it');
});

test('--dry-run shows it and changes nothing; without --yes and with nobody there it refuses as exit 5', async () => {
  const stage = await openStage();
  await stage.run('setup --yes');
  const before = stage.sandbox.calls().write;
  const shown = await stage.run('teardown --dry-run');
  expect([shown.code, shown.out]).toEqual([0, expect.stringContaining('3 to remove, 0 to keep.')]);
  const refused = await stage.run('teardown');
  expect([refused.code, refused.err]).toEqual([5, expect.stringContaining('nobody is there to say yes')]);
  const no = await stage.run('teardown', { answer: 'n' });
  expect([no.code, no.err]).toEqual([5, expect.stringContaining('Nothing was changed.')]);
  expect(stage.sandbox.calls().write).toBe(before);
  expect((await stage.run('teardown', { answer: 'yes' })).code).toBe(0);
});

test('--json tells it all to a program', async () => {
  const stage = await openStage();
  await stage.run('setup --yes');
  const planned = JSON.parse((await stage.run('teardown --dry-run --json')).out);
  expect(planned).toMatchObject({ deployment: 'default', region: 'us-east-1', account: '123456789012', outcome: 'planned' });
  expect(planned.removals.map(({ id, action }: { id: string; action: string }) => `${action} ${id}`)).toEqual([
    'remove configuration-set/ses-track',
    'remove topic/ses-track-events',
    'remove event-destination/ses-track/ses-track',
  ]);
  expect(JSON.parse((await stage.run('teardown --yes --json')).out).outcome).toBe('removed');
  expect(JSON.parse((await stage.run('teardown --json')).out)).toMatchObject({ outcome: 'unchanged', removals: [] });
});

test('Ctrl-C stops it, and running it again finishes the work', async () => {
  const stage = await openStage();
  await build(stage);
  const stop = new AbortController();
  const stopped = await stage.run('teardown --yes', {
    signal: stop.signal,
    onCall: ({ operation }) => {
      if (operation === 'DeleteQueue') stop.abort(new Error('Ctrl-C'));
    },
  });
  expect([stopped.code, stopped.err]).toEqual([130, expect.stringContaining('Run the same command again: it finishes the work.')]);
  expect((await stage.run('teardown --yes')).code).toBe(0);
  expect(await stage.world()).toMatchObject(nothing);
});

test('a topic whose policy lets any set publish is not taken from a set that it does not name', async () => {
  const stage = await openStage();
  const anySet = { Sid: 'any', Effect: 'Allow', Principal: { Service: 'ses.amazonaws.com' }, Action: 'sns:Publish', Resource: topicArn };
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [anySet] });
  await stage.sns.send(new sns.CreateTopicCommand({ Name: 'ses-track-events', Attributes: { Policy } }));
  await stage.run('setup --adopt --yes');
  for (const name of ['a', 'b', 'c', 'd', 'e', 'theirs']) await stage.ses.send(new ses.CreateConfigurationSetCommand({ ConfigurationSetName: name }));
  await stage.ses.send(
    new ses.CreateConfigurationSetEventDestinationCommand({
      ConfigurationSetName: 'theirs',
      EventDestinationName: 'x',
      EventDestination: { Enabled: true, MatchingEventTypes: ['SEND'], SnsDestination: { TopicArn: topicArn } },
    }),
  );
  const { out, err } = await stage.run('teardown --yes');
  expect(out).toContain('kept  topic ses-track-events: configuration set theirs publishes to topic ses-track-events');
  expect(err).toContain('Asking each of 6 other configuration sets whether it publishes to topic ses-track-events');
});

test('of two topics that share no queue, one that stays keeps only its own', async () => {
  const stage = await openStage();
  stage.files.set(
    'ses-track.yaml',
    'configurationSets:\n  - name: one\n    sns: { topic: first, queue: firsts }\n  - name: two\n    sns: { topic: second, queue: seconds }\n',
  );
  await stage.run('setup --yes');
  stage.files.set('ses-track.yaml', 'configurationSets:\n  - name: three\n    sns: { topic: first }\n');
  await stage.run('setup --yes');
  stage.files.set('ses-track.yaml', 'configurationSets:\n  - name: one\n    sns: { topic: first }\n  - name: two\n    sns: { topic: second }\n');
  await stage.run('teardown --yes');
  expect(await stage.world()).toMatchObject({
    sets: [{ ConfigurationSetName: 'three' }],
    topics: [{ Attributes: { TopicArn: expect.stringMatching(/first$/) } }],
    queues: [{ QueueArn: expect.stringMatching(/firsts$/) }],
  });
});

test('queues that two topics share stay as long as one of them leads there', async () => {
  const stage = await openStage();
  const setOf = (name: string) =>
    `  - name: ${name}\n    sns: { topic: of-${name}, queue: events, webhooks: ["https://hooks.example.com/${name}"] }\n`;
  stage.files.set('ses-track.yaml', `configurationSets:\n${setOf('one')}${setOf('two')}`);
  await stage.run('setup --yes');
  const { code, out } = await stage.run('teardown --config-set one --yes');
  expect([code, out]).toEqual([0, expect.stringContaining('kept  dead-letter queue ses-track-dead-letters: topic of-two leads to it')]);
  expect(out).toContain('kept  queue events: topic of-two leads to it');
  expect((await stage.run('setup --config-set two --check')).code).toBe(0);
  await stage.run('teardown --config-set two --yes');
  expect(await stage.world()).toMatchObject(nothing);
});
