/** `ses-track setup` as an operator meets it, over a whole account in memory. */
import * as ses from '@aws-sdk/client-sesv2';
import * as sns from '@aws-sdk/client-sns';
import { expect, test } from 'vitest';
import { sesError } from '../aws/stub.ts';
import { openStage, type Stage } from '../setup/stage.ts';

const webhook = 'https://hooks.example.com/ses';
const arn = 'arn:aws:sns:us-east-1:123456789012:ses-track-events';
const set = { ConfigurationSetName: 'ses-track' };

const narrow = (stage: Stage) =>
  stage.ses.send(
    new ses.UpdateConfigurationSetEventDestinationCommand({
      ...set,
      EventDestinationName: 'ses-track',
      EventDestination: { Enabled: true, MatchingEventTypes: ['SEND'], SnsDestination: { TopicArn: arn } },
    }),
  );

test('the straight path: set, topic with policy, confirmed webhook with its dead-letter queue, and destination, all tagged', async () => {
  const stage = await openStage();
  const { code, out, err } = await stage.run(`setup --webhook ${webhook} --yes`);
  expect(err).toContain('+ event destination ses-track of ses-track');
  expect(out).toContain('Done: 5 of 5 changed');
  expect(out).not.toContain('Unproven');
  expect(code).toBe(0);
  expect(await stage.world()).toMatchObject({
    sets: [
      {
        ConfigurationSetName: 'ses-track',
        Tags: [{ Key: 'ses-track', Value: 'default' }],
        EventDestinations: [{ Name: 'ses-track', Enabled: true, SnsDestination: { TopicArn: arn } }],
      },
    ],
    topics: [
      {
        Attributes: { SignatureVersion: '2' },
        Tags: [{ Key: 'ses-track', Value: 'default' }],
        subscribed: [{ Protocol: 'https', Endpoint: webhook, isConfirmed: true, redrive: expect.stringContaining('ses-track-dead-letters') }],
      },
    ],
    queues: [{ Tags: { 'ses-track': 'default' }, MessageRetentionPeriod: '1209600' }],
  });
});

test('the second run changes nothing, says so, and reads every fact once', async () => {
  const stage = await openStage();
  await stage.run(`setup --webhook ${webhook} --yes`);
  const before = stage.sandbox.calls();
  const { code, out } = await stage.run(`setup --webhook ${webhook}`);
  expect([code, out.split('\n')[0]]).toEqual([0, 'Nothing to do: everything is as wanted.']);
  expect(stage.sandbox.calls().write).toBe(before.write);
  expect(stage.lastCalls().sort()).toEqual([
    'ses:GetConfigurationSet',
    'ses:GetConfigurationSetEventDestinations',
    'sns:GetSubscriptionAttributes',
    'sns:GetTopicAttributes',
    'sns:ListSubscriptionsByTopic',
    'sns:ListTagsForResource',
    'sqs:GetQueueAttributes',
    'sqs:GetQueueUrl',
    'sqs:ListQueueTags',
    'sts:GetCallerIdentity',
  ]);
});

test('a run with nothing to do is over in three waves of reads', async () => {
  const stage = await openStage();
  await stage.run(`setup --webhook ${webhook} --yes`);
  const { waves } = await stage.run(`setup --webhook ${webhook}`, { waveMs: 30 });
  process.stdout.write(`a setup with nothing to do: ${stage.lastCalls().length} reads (2 of SES) in ${waves} waves\n`);
  expect(waves).toBe(3);
});

test('--dry-run shows every field and writes nothing', async () => {
  const stage = await openStage();
  const { code, out } = await stage.run(`setup --webhook ${webhook} --dry-run`);
  expect(code).toBe(0);
  expect(out).toContain('tags.ses-track  default');
  expect(out).toContain('5 to create.');
  expect(stage.sandbox.calls().write).toBe(0);
});

test('one field that drifted: --check exits 1 and shows it, setup mends just that', async () => {
  const stage = await openStage();
  await stage.run(`setup --webhook ${webhook} --yes`);
  expect((await stage.run(`setup --webhook ${webhook} --check`)).code).toBe(0);
  await narrow(stage);
  const check = await stage.run(`setup --webhook ${webhook} --check`);
  expect(check.code).toBe(1);
  expect(check.out).toContain(
    'events  send → bounce, click, complaint, delivery, delivery-delay, open, reject, rendering-failure, send, subscription',
  );
  expect(check.out).toContain('1 to change, 4 as wanted.');
  const before = stage.sandbox.calls().write;
  expect((await stage.run(`setup --webhook ${webhook} --yes`)).code).toBe(0);
  expect(stage.sandbox.calls().write - before).toBe(1);
  expect((await stage.run(`setup --webhook ${webhook} --check`)).code).toBe(0);
});

test.each<[string, (stage: Stage) => Promise<unknown>, string]>([
  [
    'signature version',
    ({ sns: to }) => to.send(new sns.SetTopicAttributesCommand({ TopicArn: arn, AttributeName: 'SignatureVersion', AttributeValue: '1' })),
    'signatureVersion  1 → 2',
  ],
  [
    'raw delivery',
    async ({ sns: to }) => {
      const { Subscriptions = [] } = await to.send(new sns.ListSubscriptionsByTopicCommand({ TopicArn: arn }));
      await to.send(
        new sns.SetSubscriptionAttributesCommand({
          SubscriptionArn: Subscriptions[0]?.SubscriptionArn,
          AttributeName: 'RawMessageDelivery',
          AttributeValue: 'true',
        }),
      );
    },
    'raw  true → false',
  ],
  [
    'a disabled destination',
    ({ ses: to }) =>
      to.send(
        new ses.UpdateConfigurationSetEventDestinationCommand({
          ...set,
          EventDestinationName: 'ses-track',
          EventDestination: { Enabled: false, MatchingEventTypes: Object.values(ses.EventType), SnsDestination: { TopicArn: arn } },
        }),
      ),
    'enabled  false → true',
  ],
  [
    'a policy that was thrown away',
    ({ sns: to }) =>
      to.send(
        new sns.SetTopicAttributesCommand({
          TopicArn: arn,
          AttributeName: 'Policy',
          AttributeValue: JSON.stringify({
            Version: '2008-10-17',
            Statement: [{ Sid: 'theirs', Effect: 'Allow', Principal: { AWS: '123456789012' }, Action: 'sns:Subscribe', Resource: arn }],
          }),
        }),
      ),
    'policy.publishers  nothing → arn:aws:ses:us-east-1:123456789012:configuration-set/ses-track',
  ],
])('drift in %s is found and mended', async (_name, drift, shown) => {
  const stage = await openStage();
  await stage.run(`setup --webhook ${webhook} --yes`);
  const good = await stage.world();
  await drift(stage);
  const check = await stage.run(`setup --webhook ${webhook} --check`);
  expect([check.code, check.out]).toEqual([1, expect.stringContaining(shown)]);
  await stage.run(`setup --webhook ${webhook} --yes`);
  expect((await stage.run(`setup --webhook ${webhook} --check`)).code).toBe(0);
  const { topics } = (await stage.world()) as { topics: { Attributes: { Policy: string } }[] };
  if (_name.includes('policy')) expect(topics[0]?.Attributes.Policy).toContain('"theirs"');
  else expect(await stage.world()).toEqual(good);
});

test('what somebody else made is never touched without --adopt', async () => {
  const stage = await openStage();
  await stage.sns.send(new sns.CreateTopicCommand({ Name: 'ses-track-events' }));
  await stage.ses.send(new ses.CreateConfigurationSetCommand(set));
  const before = await stage.world();
  const refused = await stage.run(`setup --webhook ${webhook} --yes`);
  expect(refused.code).toBe(5);
  expect(refused.err).toContain('configuration set ses-track was not made by ses-track; topic ses-track-events was not made by ses-track');
  expect(refused.err).toContain('--adopt');
  expect(await stage.world()).toEqual(before);
  expect((await stage.run(`setup --webhook ${webhook} --yes --force`)).code).toBe(5);
  expect((await stage.run(`setup --webhook ${webhook} --yes --adopt`)).code).toBe(0);
  expect((await stage.run(`setup --webhook ${webhook} --check`)).code).toBe(0);
});

test('an adopted topic keeps the statements that others put into its policy', async () => {
  const stage = await openStage();
  const theirs = { Sid: 'alarms', Effect: 'Allow', Principal: { Service: 'cloudwatch.amazonaws.com' }, Action: 'sns:Publish', Resource: arn };
  await stage.sns.send(
    new sns.CreateTopicCommand({ Name: 'ses-track-events', Attributes: { Policy: JSON.stringify({ Version: '2012-10-17', Statement: [theirs] }) } }),
  );
  expect((await stage.run('setup --yes --adopt')).code).toBe(0);
  const { Attributes } = await stage.sns.send(new sns.GetTopicAttributesCommand({ TopicArn: arn }));
  expect(JSON.parse(Attributes?.['Policy'] ?? '').Statement.map(({ Sid }: { Sid: string }) => Sid)).toEqual(['alarms', 'SesTrackPublish']);
});

test('a second configuration set on the same topic does not lock the first one out', async () => {
  const stage = await openStage();
  await stage.run('setup --yes');
  expect((await stage.run('setup --config-set newsletter --yes')).code).toBe(0);
  expect((await stage.run('setup --check')).code).toBe(0);
  expect((await stage.run('setup --config-set newsletter --check')).code).toBe(0);
});

test('two deployments stand side by side', async () => {
  const stage = await openStage();
  await stage.run('setup --yes');
  expect((await stage.run('setup --deployment blue --yes')).code).toBe(0);
  expect((await stage.run('setup --check')).code).toBe(0);
  const other = await stage.run('setup --deployment blue --config-set ses-track --yes');
  expect([other.code, other.err]).toEqual([5, expect.stringContaining('belongs to the ses-track deployment "default"')]);
});

test('a webhook that does not confirm is reported with the reason, and counts as there', async () => {
  const stage = await openStage({ confirms: false });
  const first = await stage.run(`setup --webhook ${webhook} --yes`);
  expect([first.code, first.out]).toEqual([0, expect.stringContaining(`Unproven: webhook ${webhook}: the webhook has not confirmed`)]);
  expect((await stage.run(`setup --webhook ${webhook} --check`)).code).toBe(0);
  const waited = await stage.run(`setup --webhook ${webhook} --wait-webhook`);
  expect([waited.code, waited.err]).toEqual([1, expect.stringContaining('no confirmation came')]);
});

test('--wait-webhook waits for the confirmation', async () => {
  const stage = await openStage();
  const { code, err } = await stage.run(`setup --webhook ${webhook} --yes --wait-webhook`);
  expect([code, err]).toEqual([0, expect.stringContaining(`webhook ${webhook}: confirm`)]);
});

test('without --yes and with nobody there it refuses as exit 5 and changes nothing', async () => {
  const stage = await openStage();
  const { code, err } = await stage.run('setup');
  expect([code, err]).toEqual([5, expect.stringContaining('nobody is there to say yes')]);
  expect(stage.sandbox.calls().write).toBe(0);
});

test('a person who says no is obeyed, one who says yes too', async () => {
  const stage = await openStage();
  const no = await stage.run('setup', { answer: 'n' });
  expect([no.code, no.err]).toEqual([5, expect.stringContaining('Nothing was changed.')]);
  expect(stage.sandbox.calls().write).toBe(0);
  expect((await stage.run('setup', { answer: 'yes' })).code).toBe(0);
});

test('a reviewed plan is applied as it was reviewed, and refused once AWS has moved', async () => {
  const stage = await openStage();
  await stage.run(`setup --webhook ${webhook} --events send,click --out plan.json`);
  expect(stage.sandbox.calls().write).toBe(0);
  expect((await stage.run('setup --plan plan.json --yes')).code).toBe(0);
  expect((await stage.run(`setup --webhook ${webhook} --events click,send --check`)).code).toBe(0);
  await narrow(stage);
  const before = stage.sandbox.calls().write;
  const moved = await stage.run('setup --plan plan.json --yes');
  expect([moved.code, moved.err]).toEqual([5, expect.stringContaining('is not as it was when this plan was made')]);
  expect((await stage.run('setup --plan plan.json --events send --yes')).code).toBe(2);
  const elsewhere = await stage.run('setup --plan plan.json --region eu-west-1 --yes');
  expect([elsewhere.code, elsewhere.err]).toEqual([2, expect.stringContaining('--plan is for us-east-1, and --region says eu-west-1')]);
  expect(stage.sandbox.calls().write).toBe(before);
});

test('--json tells it all to a program', async () => {
  const stage = await openStage();
  const result = JSON.parse((await stage.run(`setup --webhook ${webhook} --yes --json`)).out);
  expect(result).toMatchObject({
    deployment: 'default',
    region: 'us-east-1',
    account: '123456789012',
    outcome: 'applied',
    configurationSets: ['ses-track'],
    topics: [arn],
    unproven: [],
  });
  expect(result.changes.map(({ id, action }: { id: string; action: string }) => `${action} ${id}`)).toEqual([
    'create configuration-set/ses-track',
    'create topic/ses-track-events',
    'create queue/ses-track-dead-letters',
    `create subscription/ses-track-events/${webhook}`,
    'create event-destination/ses-track/ses-track',
  ]);
  const again = JSON.parse((await stage.run(`setup --webhook ${webhook} --json`)).out);
  expect(again).toMatchObject({ outcome: 'unchanged', fingerprint: expect.any(String) });
});

test.each([
  ['--config-set my.set', 2, '"my.set" cannot be the name of a configuration set'],
  ['--webhook http://hooks.example.com/', 2, 'is plain http'],
  ['--webhook http://hooks.example.com/ --allow-http', 2, 'not on this machine'],
  ['--events sned', 2, '--events has "sned", which is no event of SES (did you mean "send"?)'],
  ['--events ,', 2, 'lists no events'],
  ['--region eu-west1', 4, '"eu-west1" is not an AWS region'],
  ['--domain https://click.example.com/', 2, 'is an address'],
  ['--domain *.example.com', 2, 'is a wildcard'],
  ['--domain click_me.example.com', 2, 'is not a host name'],
  ['--domain r.us-east-1.awstrack.me', 2, "is a name of AWS's own"],
  [`--domain ${'a'.repeat(60)}.example.com`, 2, 'has more than 64 characters'],
  ['--front own', 2, '--front is about a tracking domain, and none is named'],
  ['--no-repair', 2, '--no-repair is about a tracking domain, and none is named'],
])('setup %s is refused with exit %i before any call', async (flags, code, message) => {
  const stage = await openStage();
  const ended = await stage.run(`setup ${flags} --yes`);
  expect([ended.code, ended.err]).toEqual([code, expect.stringContaining(message)]);
  expect(stage.sandbox.calls()).toEqual({ read: 0, write: 0 });
});

test('the config file says the same as flags', async () => {
  const stage = await openStage();
  stage.files.set(
    'ses-track.yaml',
    `configurationSets:\n  - name: a\n    events: [send]\n    sns: { webhooks: ["${webhook}"] }\n  - name: b\n    reputationMetrics: false\n    suppression: [bounce]\n`,
  );
  expect((await stage.run('setup --yes')).code).toBe(0);
  expect((await stage.run('setup --check')).code).toBe(0);
  const several = await stage.run('setup --events click --check');
  expect([several.code, several.err]).toEqual([2, expect.stringContaining('could mean any of them')]);
  stage.files.set('none.yaml', 'configurationSets: []\n');
  const none = await stage.run('setup --config none.yaml --webhook https://hooks.example.com/ses --yes');
  expect([none.code, none.err]).toEqual([2, expect.stringContaining('has no configuration set that --webhook could be about')]);
  const picked = await stage.run('setup --config-set a --events click,send --check');
  expect([picked.code, picked.out]).toEqual([1, expect.stringContaining('events  send → click, send')]);
  await stage.ses.send(new ses.PutConfigurationSetReputationOptionsCommand({ ConfigurationSetName: 'b', ReputationMetricsEnabled: true }));
  await stage.ses.send(
    new ses.PutConfigurationSetSuppressionOptionsCommand({ ConfigurationSetName: 'b', SuppressedReasons: ['BOUNCE', 'COMPLAINT'] }),
  );
  const drifted = await stage.run('setup --check');
  expect(drifted.out).toContain('reputationMetrics  true → false');
  expect(drifted.out).toContain('suppression        bounce, complaint → bounce');
  expect((await stage.run('setup --yes')).code).toBe(0);
  expect((await stage.run('setup --check')).code).toBe(0);
});

test('a webhook that is no longer asked for is left alone and said so', async () => {
  const stage = await openStage();
  await stage.run(`setup --webhook ${webhook} --yes`);
  const { code, out } = await stage.run('setup --webhook https://new.example.com/ --check');
  expect([code, out]).toEqual([1, expect.stringContaining(`topic ses-track-events also delivers to https ${webhook}`)]);
});

test('Ctrl-C stops it, and running it again finishes the work', async () => {
  const stage = await openStage();
  const stop = new AbortController();
  const stopped = await stage.run(`setup --webhook ${webhook} --yes`, {
    signal: stop.signal,
    onCall: ({ operation }) => {
      if (operation === 'CreateConfigurationSet') stop.abort(new Error('Ctrl-C'));
    },
  });
  expect([stopped.code, stopped.err]).toEqual([130, expect.stringContaining('Run the same command again: it finishes the work.')]);
  expect((await stage.run(`setup --webhook ${webhook} --yes`)).code).toBe(0);
  expect((await stage.run(`setup --webhook ${webhook} --check`)).code).toBe(0);
});

const is = (request: { method: string; path: string; body: string }, what: RegExp) => what.test(`${request.method} ${request.path} ${request.body}`);

test.each([
  [
    /Action=CreateTopic/,
    'sns:CreateTopic',
    {
      status: 403,
      body: '<ErrorResponse><Error><Type>Sender</Type><Code>AuthorizationError</Code><Message>User: arn:aws:iam::123456789012:user/bob is not authorized to perform: SNS:CreateTopic on resource: arn:aws:sns:us-east-1:123456789012:ses-track-events because no identity-based policy allows the SNS:CreateTopic action</Message></Error><RequestId>r</RequestId></ErrorResponse>',
    },
  ],
  [/POST \/v2\/email\/configuration-sets /, 'ses:CreateConfigurationSet', sesError(403, 'AccessDeniedException', 'User is not authorized')],
])('a permission that is missing (%s) is exit 4 and named', async (what, action, answer) => {
  const stage = await openStage();
  const { code, err } = await stage.run('setup --yes', { fate: (_n, request) => (is(request, what) ? answer : 'pass') });
  expect([code, err]).toEqual([4, expect.stringContaining(`Allow the IAM action ${action}`)]);
  expect((await stage.run('setup --yes')).code).toBe(0);
});

test('a topic policy that needs a moment to take effect is waited for', async () => {
  const stage = await openStage();
  let refusals = 3;
  const { code, err } = await stage.run('setup --yes', {
    fate: (_n, request) =>
      is(request, /POST .*event-destinations/) && refusals-- > 0
        ? sesError(400, 'BadRequestException', `Could not publish message to SNS topic <${arn}>.`)
        : 'pass',
  });
  expect([code, err]).toEqual([0, expect.stringContaining("the topic's policy to take effect")]);
});

test('a topic that SES can never publish to is said to be so, with what to check', async () => {
  const stage = await openStage();
  const { code, err } = await stage.run('setup --yes', {
    fate: (_n, request) =>
      is(request, /POST .*event-destinations/) ? sesError(400, 'BadRequestException', `Could not publish message to SNS topic <${arn}>.`) : 'pass',
  });
  expect([code, err]).toEqual([3, expect.stringContaining(`SES cannot publish to the topic ${arn}, although its policy lets it`)]);
});
