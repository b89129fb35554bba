/** The policy that `ses-track iam` prints covers every call that the engine makes, and grants little beside. */
import * as ses from '@aws-sdk/client-sesv2';
import * as sns from '@aws-sdk/client-sns';
import { expect, test } from 'vitest';
import { iamAction } from '../../src/aws/trouble.ts';
import { checks } from '../../src/doctor/checks/index.ts';
import { type Policy, purposes } from '../../src/setup/iam.ts';
import { openStage, type Stage } from './stage.ts';

const config = `
configurationSets:
  - sns: { webhooks: ["https://hooks.example.com/ses"], queue: events, deadLetter: true }
    reputationMetrics: true
    suppression: [bounce]
    sending: true
    vdm: { engagement: true }
    firehose: { stream: "arn:aws:firehose:us-east-1:123456789012:deliverystream/events", role: "arn:aws:iam::123456789012:role/ses" }
    eventBridge: true
tracking: { domain: click.example.test }
`;

const policyOf = async (stage: Stage, line: string): Promise<Policy> => JSON.parse((await stage.run(`iam ${line}`)).out);
const actionsOf = ({ Statement }: Policy) => Statement.flatMap(({ Action }) => Action);

/** AWS: what a call needs beside the action of its own name. <service-authorization> */
const alsoNeeds: Record<string, string[]> = {
  'ses:CreateConfigurationSet': ['ses:TagResource'],
  'ses:CreateEmailIdentity': ['ses:TagResource'],
  'sns:CreateTopic': ['sns:TagResource'],
  'sqs:CreateQueue': ['sqs:TagQueue'],
  'acm:RequestCertificate': ['acm:AddTagsToCertificate'],
  'cloudfront:CreateDistributionWithTags': ['cloudfront:TagResource'],
};

/** The actions that the lines' calls need; asking who we are needs none. */
async function needed(stage: Stage, lines: readonly string[]): Promise<string[]> {
  const calls: string[] = [];
  for (const line of lines) {
    const { code, err } = await stage.run(line);
    expect(code, err).toBe(0);
    calls.push(...stage.lastCalls());
  }
  const actions = [...new Set(calls)].flatMap(call => {
    const [service = '', operation = ''] = call.split(':');
    return [iamAction(service, operation), ...(alsoNeeds[call] ?? [])];
  });
  return [...new Set(actions)].filter(action => action !== 'sts:GetCallerIdentity').sort();
}

/** Somebody changes one field of everything that can be mended. */
async function drift(stage: Stage): Promise<void> {
  const ConfigurationSetName = 'ses-track';
  const TopicArn = 'arn:aws:sns:us-east-1:123456789012:ses-track-events';
  await stage.sns.send(new sns.SetTopicAttributesCommand({ TopicArn, AttributeName: 'SignatureVersion', AttributeValue: '1' }));
  await stage.ses.send(new ses.PutConfigurationSetSendingOptionsCommand({ ConfigurationSetName, SendingEnabled: false }));
  await stage.ses.send(new ses.PutConfigurationSetReputationOptionsCommand({ ConfigurationSetName, ReputationMetricsEnabled: false }));
  await stage.ses.send(new ses.PutConfigurationSetSuppressionOptionsCommand({ ConfigurationSetName, SuppressedReasons: [] }));
  await stage.ses.send(new ses.PutConfigurationSetVdmOptionsCommand({ ConfigurationSetName }));
}

test('setup, mending and teardown make no call that their policies do not grant', async () => {
  const stage = await openStage({ quick: true });
  stage.files.set('ses-track.yaml', config);
  const forSetup = actionsOf(await policyOf(stage, '--for setup'));
  const forTeardown = actionsOf(await policyOf(stage, '--for teardown'));
  const first = await needed(stage, ['setup --yes', 'setup --check']);
  await drift(stage);
  const asked = [...first, ...(await needed(stage, ['setup --yes']))];
  expect(asked.filter(action => !forSetup.includes(action))).toEqual([]);
  expect(new Set(asked).size).toBeGreaterThan(40);
  const gone = await needed(stage, ['teardown --yes']);
  expect(gone.filter(action => !forTeardown.includes(action))).toEqual([]);
  process.stdout.write(
    `iam: ${new Set(asked).size} actions used of ${forSetup.length} for setup, ${gone.length} of ${forTeardown.length} for teardown\n`,
  );
});

test('a teardown that finds its queue and its front by itself needs no more than the policy without them', async () => {
  const stage = await openStage({ quick: true });
  await stage.run('setup --queue events --yes');
  const granted = actionsOf(await policyOf(stage, '--for teardown'));
  expect((await needed(stage, ['teardown --yes'])).filter(action => !granted.includes(action))).toEqual([]);
});

test('setup may delete nothing but an event destination, teardown make nothing', async () => {
  const stage = await openStage({ quick: true });
  stage.files.set('ses-track.yaml', config);
  const deletes = actionsOf(await policyOf(stage, '--for setup')).filter(action => /:(Delete|Unsubscribe)/.test(action));
  expect(deletes).toEqual(['ses:DeleteConfigurationSetEventDestination']);
  const makes = actionsOf(await policyOf(stage, '--for teardown')).filter(action => /:(Create|Subscribe|Request|Publish|Tag)/.test(action));
  expect(makes).toEqual([]);
});

test('what AWS lets one name is named: sets, topics, queues, the role', async () => {
  const stage = await openStage({ quick: true });
  stage.files.set('ses-track.yaml', config);
  const { Statement } = await policyOf(stage, '--account 123456789012');
  const of = (action: string) => Statement.filter(({ Action }) => Action.includes(action)).map(({ Resource }) => Resource);
  expect(of('ses:GetConfigurationSet')).toEqual([['arn:aws:ses:us-east-1:123456789012:configuration-set/ses-track']]);
  expect(of('sns:CreateTopic')).toEqual([['arn:aws:sns:us-east-1:123456789012:ses-track-events']]);
  expect(of('sqs:CreateQueue')).toEqual([['events', 'ses-track-dead-letters'].map(name => `arn:aws:sqs:us-east-1:123456789012:${name}`)]);
  expect(Statement.find(({ Action }) => Action.includes('iam:PassRole'))).toEqual({
    Effect: 'Allow',
    Action: ['iam:PassRole'],
    Resource: ['arn:aws:iam::123456789012:role/ses'],
    Condition: { StringEquals: { 'iam:PassedToService': 'ses.amazonaws.com' } },
  });
});

test('a webhook brings its dead-letter queue: the policy of the flags covers the setup of the same flags', async () => {
  const stage = await openStage({ quick: true });
  const flags = '--webhook https://hooks.example.com/ses';
  const granted = actionsOf(await policyOf(stage, `--for setup ${flags}`));
  expect((await needed(stage, [`setup ${flags} --yes`])).filter(action => !granted.includes(action))).toEqual([]);
});

test('without a domain, webhook, queue or stream nothing of CloudFront, ACM, Route 53, SQS or IAM is granted', async () => {
  const stage = await openStage({ quick: true });
  const services = new Set(actionsOf(await policyOf(stage, '--for setup')).map(action => action.split(':')[0]));
  expect([...services].sort()).toEqual(['ses', 'sns']);
});

test('who writes records by hand needs nothing of Route 53', async () => {
  const stage = await openStage({ quick: true });
  stage.files.set('ses-track.yaml', 'tracking: { domain: click.example.test, dns: manual }\n');
  const granted = actionsOf(await policyOf(stage, '--for setup --for teardown'));
  expect(granted.filter(action => action.startsWith('route53:'))).toEqual([]);
  expect(granted).toContain('acm:RequestCertificate');
  await stage.run('setup --dry-run');
  expect(stage.lastCalls().filter(call => call.startsWith('route53:'))).toEqual([]);
});

test('sending and receiving have policies of their own', async () => {
  const stage = await openStage({ quick: true });
  expect(actionsOf(await policyOf(stage, '--for send'))).toEqual(['ses:SendEmail', 'ses:SendRawEmail']);
  expect(actionsOf(await policyOf(stage, '--for listen'))).toEqual(['sns:ConfirmSubscription']);
  expect((await stage.run('iam --for fly')).code).toBe(2);
  expect((await stage.run('iam --account me')).code).toBe(2);
});

test('all together fit into one managed policy', async () => {
  const stage = await openStage({ quick: true });
  stage.files.set('ses-track.yaml', config);
  const policy = await policyOf(stage, `${purposes.map(each => `--for ${each}`).join(' ')} --account 123456789012`);
  // AWS: 6,144 characters, white space not counted. <IAM user guide, reference_iam-quotas>
  expect(JSON.stringify(policy).length).toBeLessThan(6144);
});

test('a doctor asks nothing that its policy does not grant, its checks say the same, and nothing in it changes anything', async () => {
  const stage = await openStage({ quick: true });
  stage.files.set('ses-track.yaml', config);
  expect((await stage.run('setup --yes')).code).toBe(0);
  const granted = actionsOf(await policyOf(stage, '--for doctor'));
  expect((await stage.run('doctor --from news@example.test')).code).not.toBe(4);
  const asked = new Set(stage.lastCalls().filter(call => call !== 'sts:GetCallerIdentity'));
  expect([...asked].filter(action => !granted.includes(action))).toEqual([]);
  expect(granted.sort()).toEqual([...new Set(checks.flatMap(({ iam }) => iam))].sort());
  expect(granted.filter(action => !/:(Get|List|Describe)/.test(action))).toEqual([]);
  const { Statement } = await policyOf(stage, '--for doctor --account 123456789012');
  const of = (action: string) => Statement.find(({ Action }) => Action.includes(action))?.Resource;
  expect([of('ses:GetAccount'), of('ses:GetEmailIdentity')]).toEqual([['*'], ['arn:aws:ses:us-east-1:123456789012:identity/*']]);
});

test('lint --templates lists them all and reads any', async () => {
  const stage = await openStage({ quick: true });
  const { Statement } = await policyOf(stage, '--for lint --account 123456789012');
  expect(Statement.map(({ Action, Resource }) => [Action, Resource])).toEqual([
    [['ses:ListEmailTemplates'], ['*']],
    [['ses:GetEmailTemplate'], ['arn:aws:ses:us-east-1:123456789012:template/*']],
  ]);
});
