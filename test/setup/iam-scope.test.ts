/** The policy of `ses-track iam` grants each action on what the program's own calls name, on no more, and under the condition that they meet. */
import * as ses from '@aws-sdk/client-sesv2';
import * as sns from '@aws-sdk/client-sns';
import * as sqs from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import type { Aws } from '../../src/aws/clients.ts';
import { iamAction } from '../../src/aws/trouble.ts';
import type { Policy, Statement } from '../../src/setup/iam.ts';
import { isLong, onlyLong } from '../long.ts';
import { openStage, type Stage } from './stage.ts';

const role = 'arn:aws:iam::123456789012:role/ses';
const config = `
configurationSets:
  - sns: { webhooks: ["https://hooks.example.com/ses"], queue: events, deadLetter: true }
    firehose: { stream: "arn:aws:firehose:us-east-1:123456789012:deliverystream/events", role: "${role}" }
tracking: { domain: click.example.test }
`;

interface Made {
  service: string;
  operation: string;
  input: Record<string, unknown>;
}

const services = ['ses', 'sns', 'sqs', 'acm', 'cloudfront', 'route53'] as const;

/** Runs a line and gives every call with what was asked. */
async function made(stage: Stage, line: string, codes: readonly number[] = [0]): Promise<Made[]> {
  const calls: Made[] = [];
  const recorded = (aws: Aws): Aws => {
    const watched = { ...aws };
    for (const service of services) {
      const open = aws[service] as () => Promise<Pick<ses.SESv2Client, 'middlewareStack'>>;
      const opening = async () => {
        const client = await open();
        client.middlewareStack.add(
          (next, context) => args => {
            calls.push({ service, operation: String(context.commandName).replace(/Command$/, ''), input: { ...args.input } });
            return next(args);
          },
          { step: 'initialize', name: 'recorded', override: true },
        );
        return client;
      };
      Object.assign(watched, { [service]: opening });
    }
    return watched;
  };
  const { code, err } = await stage.run(line, { dress: recorded });
  expect(codes, err).toContain(code);
  return calls;
}

const arn = (service: string, rest: string): string =>
  `arn:aws:${service}:${/^(cloudfront|route53)$/.test(service) ? '' : 'us-east-1'}:${service === 'route53' ? '' : '123456789012'}:${rest}`;
/** Names that the config says; what AWS or somebody else named is `*`, since nobody can know it beforehand. */
const ours = /^(ses-track(-events|-dead-letters|-link-repair)?|events|click\.example\.test)$/;
const known = (name: string): string => (ours.test(name) ? name : '*');

/** AWS: what a call asks for beside its own action. <service-authorization> */
const alsoTags: Record<string, string> = {
  CreateConfigurationSet: 'ses:TagResource',
  CreateEmailIdentity: 'ses:TagResource',
  CreateTopic: 'sns:TagResource',
  CreateQueue: 'sqs:TagQueue',
  RequestCertificate: 'acm:AddTagsToCertificate',
  CreateDistributionWithTags: 'cloudfront:TagResource',
  CreateFunction: 'cloudfront:TagResource',
};

/** What a call needs, as `action on resource [if]`, from the call alone. */
function needsOf({ service, operation, input }: Made): string[] {
  const action = iamAction(service, operation);
  const text = (key: string): string => String(input[key] ?? '');
  const on = resourceOf(service, operation, text);
  const tags = alsoTags[operation];
  const tagged = tags === undefined ? [] : [`${tags} on ${taggedBy(operation, text)}`];
  const destination = (input['EventDestination'] ?? {}) as ses.EventDestinationDefinition;
  const passed = destination.KinesisFirehoseDestination?.IamRoleArn;
  return [
    `${action} on ${on}`,
    ...tagged,
    // AWS: who names a role to a service must be let pass it, to that service. <IAM user guide, id_roles_use_passrole>
    ...(passed === undefined
      ? []
      : [`iam:PassRole on ${passed} if ${JSON.stringify({ StringEquals: { 'iam:PassedToService': 'ses.amazonaws.com' } })}`]),
  ];
}

/** AWS: calls that list, and those below, take no resource. <service-authorization; SNS's subscriptions as others have found> */
const anywhere =
  /^(ses:GetAccount|sns:(Unsubscribe|[GS]etSubscriptionAttributes)|acm:RequestCertificate|cloudfront:Create\w+|\w+:List(?!TagsFor|QueueTags|ResourceRecordSets|SubscriptionsByTopic|ConflictingAliases)\w+)$/;

function resourceOf(service: string, operation: string, text: (key: string) => string): string {
  if (anywhere.test(`${service}:${operation}`)) return '*';
  switch (service) {
    case 'ses':
      if (text('EmailIdentity') !== '') return arn('ses', `identity/${known(text('EmailIdentity'))}`);
      return arn('ses', `configuration-set/${known(text('ConfigurationSetName'))}`);
    case 'sns':
      return arn('sns', known(text('Name') || (text('TopicArn') || text('ResourceArn')).split(':').at(-1) || ''));
    case 'sqs':
      return arn('sqs', known(text('QueueName') || text('QueueUrl').split('/').at(-1) || ''));
    case 'acm':
      return arn('acm', 'certificate/*');
    case 'cloudfront': {
      if (text('Resource') !== '') return text('Resource').replace(/distribution\/.*/, 'distribution/*');
      if (/Function$/.test(operation)) return arn('cloudfront', `function/${known(text('Name'))}`);
      const kind = /OriginRequestPolicy/.test(operation) ? 'origin-request-policy' : /CachePolicy/.test(operation) ? 'cache-policy' : 'distribution';
      return arn('cloudfront', `${kind}/*`);
    }
    default:
      return operation === 'GetChange' ? arn('route53', 'change/*') : arn('route53', 'hostedzone/*');
  }
}

function taggedBy(operation: string, text: (key: string) => string): string {
  if (operation === 'CreateConfigurationSet') return arn('ses', `configuration-set/${known(text('ConfigurationSetName'))}`);
  if (operation === 'CreateEmailIdentity') return arn('ses', `identity/${known(text('EmailIdentity'))}`);
  if (operation === 'CreateTopic') return arn('sns', known(text('Name')));
  if (operation === 'CreateQueue') return arn('sqs', known(text('QueueName')));
  if (operation === 'CreateFunction') return arn('cloudfront', `function/${known(text('Name'))}`);
  return operation === 'RequestCertificate' ? arn('acm', 'certificate/*') : arn('cloudfront', 'distribution/*');
}

const granted = ({ Statement }: Policy): string[] =>
  Statement.flatMap(({ Action, Resource, Condition }: Statement) =>
    Action.flatMap(action => Resource.map(on => `${action} on ${on}${Condition === undefined ? '' : ` if ${JSON.stringify(Condition)}`}`)),
  );
const policyOf = async (stage: Stage, purpose: string): Promise<string[]> =>
  granted(JSON.parse((await stage.run(`iam --for ${purpose} --account 123456789012`)).out));

/** What is granted on more than any call of that action named; an action that this run did not need, on more than its neighbours named. */
function broader(grants: readonly string[], needs: ReadonlySet<string>, neighbours: ReadonlySet<string>): string[] {
  const used = new Set([...needs].map(each => each.split(' on ')[0]));
  const names = new Set([...neighbours].map(each => each.split(' on ')[1]));
  return grants.filter(each => {
    const [action = '', on = ''] = each.split(' on ');
    if (used.has(action)) return !needs.has(each);
    return on === '*' ? !anywhere.test(action) : !names.has(on);
  });
}

/** Somebody lets all of SES publish to the topic, and another topic into the queue: a teardown then asks whether they do. */
async function letOthersIn({ sns: topics, sqs: queues }: Stage): Promise<void> {
  const TopicArn = arn('sns', 'ses-track-events');
  const any = { Effect: 'Allow', Principal: { Service: 'ses.amazonaws.com' }, Action: 'sns:Publish', Resource: TopicArn };
  const { Attributes: { Policy: policy = '' } = {} } = await topics.send(new sns.GetTopicAttributesCommand({ TopicArn }));
  const open = { ...JSON.parse(policy), Statement: [any, ...JSON.parse(policy).Statement] };
  await topics.send(new sns.SetTopicAttributesCommand({ TopicArn, AttributeName: 'Policy', AttributeValue: JSON.stringify(open) }));
  const { QueueUrl } = await queues.send(new sqs.GetQueueUrlCommand({ QueueName: 'events' }));
  const { Attributes = {} } = await queues.send(new sqs.GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['Policy'] }));
  const Policy = (Attributes['Policy'] ?? '').replace(`"${TopicArn}"`, `["${TopicArn}","${arn('sns', 'theirs')}"]`);
  await queues.send(new sqs.SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
}

test('setup and teardown: each action on what the calls name, no more and no less', async () => {
  const stage = await openStage({ quick: true });
  stage.files.set('ses-track.yaml', config);
  await stage.ses.send(new ses.CreateConfigurationSetCommand({ ConfigurationSetName: 'theirs' }));
  const policies = { setup: await policyOf(stage, 'setup'), teardown: await policyOf(stage, 'teardown') };
  const setup = [...(await made(stage, 'setup --yes')), ...(await made(stage, 'setup --check'))];
  await letOthersIn(stage);
  const needs = { setup: new Set(setup.flatMap(needsOf)), teardown: new Set((await made(stage, 'teardown --yes')).flatMap(needsOf)) };
  const all = new Set([...needs.setup, ...needs.teardown]);
  for (const purpose of ['setup', 'teardown'] as const) {
    expect([...needs[purpose]].filter(each => !policies[purpose].includes(each))).toEqual([]);
    expect(broader(policies[purpose], needs[purpose], all)).toEqual([]);
  }
});

test.skipIf(!isLong)(`a doctor names nothing that its policy does not grant${onlyLong}`, async () => {
  const stage = await openStage({ quick: true });
  stage.files.set('ses-track.yaml', config);
  expect((await stage.run('setup --yes')).code).toBe(0);
  const policy = await policyOf(stage, 'doctor');
  const asked = await made(stage, 'doctor', [0, 1]);
  // Granted on every set and identity, for --from: then those of the config are among them.
  const needs = new Set(asked.flatMap(needsOf).map(each => each.replace(/(:Get(EmailIdentity|ConfigurationSet) on .*\/).*/, '$1*')));
  expect(needs.size).toBeGreaterThan(20);
  expect([...needs].filter(each => !policy.includes(each))).toEqual([]);
});
