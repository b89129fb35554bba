/** Writes the least privilege that a wish needs as an IAM policy: the actions of its resources, each on as little as AWS lets one name. Pure. */
import { configurationSetArn, type Place, queueArn, topicArn } from '../observe/place.ts';
import { functionName } from './front-wants.ts';
import { lookActions, resources } from './resources/index.ts';
import { type Asked, wants } from './want.ts';

export const purposes = ['setup', 'teardown', 'doctor', 'lint', 'cert-check', 'send', 'listen'] as const;
export type Purpose = (typeof purposes)[number];

export interface Statement {
  Effect: 'Allow';
  Action: string[];
  Resource: string[];
  Condition?: Record<string, Record<string, string>>;
}

export interface Policy {
  Version: '2012-10-17';
  Statement: Statement[];
}

/** @param place `*` as account or region where it is not known */
export function policyFor(asked: Asked, place: Place, wanted: readonly Purpose[]): Policy {
  const grants = wanted.flatMap(purpose => grantsOf(purpose, asked, place));
  // A set: two purposes may need the same, and what is granted on everything needs no grant on a part.
  const onAll = new Set(grants.filter(({ on }) => on.join() === '*').map(({ action }) => action));
  const kept = grants.filter(({ action, on }) => on.join() === '*' || !onAll.has(action));
  const statements = [...Map.groupBy(kept, ({ action, on }) => `${action.split(':')[0]} ${on.join()}`).values()].map((group): Statement => {
    const Action = [...new Set(group.map(({ action }) => action))].sort();
    return { Effect: 'Allow', Action, Resource: group[0]?.on ?? [] };
  });
  const roles = wanted.includes('setup') ? [...new Set(asked.sets.flatMap(({ firehose }) => firehose?.role ?? []))] : [];
  const pass: Statement[] = roles.map(role => ({
    Effect: 'Allow',
    Action: ['iam:PassRole'],
    Resource: [role],
    Condition: { StringEquals: { 'iam:PassedToService': 'ses.amazonaws.com' } },
  }));
  return { Version: '2012-10-17', Statement: [...statements, ...pass] };
}

interface Grant {
  action: string;
  on: string[];
}

/** What cert/ask-aws.ts may ask (a test compares). */
export const certCheckCalls = [
  'acm:DescribeCertificate',
  'acm:ListCertificates',
  'cloudfront:ListDistributions',
  'route53:GetHostedZone',
  'route53:ListHostedZones',
  'route53:ListResourceRecordSets',
];

/** What the doctor asks beside what setup reads; `front` where setup makes one (a test compares with its checks). */
export const doctorCalls = {
  always: [
    ...['ses:GetAccount', 'ses:GetConfigurationSet', 'ses:GetConfigurationSetEventDestinations', 'ses:GetEmailIdentity'],
    ...['ses:ListConfigurationSets', 'sns:ListSubscriptionsByTopic'],
  ],
  front: ['cloudfront:GetCachePolicy', 'cloudfront:ListConflictingAliases', ...certCheckCalls],
};

const reads = /:(Get|List|Describe)/;
const removes = /:(Delete|Unsubscribe)/;
/** Changes that a removal is made of. */
const alsoRemoves = new Set(['ses:PutConfigurationSetTrackingOptions', 'cloudfront:UpdateDistribution', 'route53:ChangeResourceRecordSets']);

function grantsOf(purpose: Purpose, asked: Asked, place: Place): Grant[] {
  const on = (action: string): Grant => ({ action, on: scope(action, asked, place) });
  if (purpose === 'send') {
    const from = [identityArn(place, '*'), ...asked.sets.map(({ name }) => configurationSetArn(place, name))];
    // AWS: raw content asks for SendRawEmail, too. <ses dg, sending authorization>
    return ['ses:SendEmail', 'ses:SendRawEmail'].map(action => ({ action, on: from }));
  }
  if (purpose === 'listen') return [on('sns:ConfirmSubscription')];
  if (purpose === 'cert-check') return certCheckCalls.map(on);
  // AWS: `lint --templates` lists every template of the region, then reads those. <service-authorization, Amazon SES v2>
  if (purpose === 'lint') return ['ses:ListEmailTemplates', 'ses:GetEmailTemplate'].map(on);
  const names = [...new Set(wants(asked, place).map(({ kind }) => kind))];
  if (purpose === 'doctor') {
    const front = asked.tracking?.front === 'cloudfront' ? doctorCalls.front : [];
    return [...new Set([...lookActions(names), ...doctorCalls.always, ...front])].map(action => ({ action, on: askedOn(action, asked, place) }));
  }
  // Records by hand are neither read nor written in Route 53.
  const isForHand = (action: string) => asked.tracking?.dns === 'manual' && action.startsWith('route53:');
  const kinds = names.map(resources).map(kind => ({ ...kind, iam: kind.iam.filter(action => !isForHand(action)) }));
  if (purpose === 'setup')
    return [
      ...kinds.flatMap(({ iam, replaceOn }) => iam.filter(action => replaceOn.length > 0 || !removes.test(action)).map(on)),
      // Whether the zone is the one that the world asks.
      ...(asked.tracking?.dns === 'route53' ? [on('route53:GetHostedZone')] : []),
    ];
  // Who else uses what would go: a question to every set, and to the topics that share a queue.
  const everySet = ['ses:GetConfigurationSet', 'ses:GetConfigurationSetEventDestinations'];
  return [
    ...kinds.flatMap(({ iam }) => iam.filter(action => reads.test(action) || removes.test(action) || alsoRemoves.has(action)).map(on)),
    // What was made before may be found by what is there now: a queue by its subscription, a front by its set.
    ...['queue', 'subscription', 'event-destination', 'tracking-options'].flatMap(kind => {
      const { iam } = resources(kind);
      return iam.filter(action => reads.test(action) || removes.test(action) || alsoRemoves.has(action)).map(on);
    }),
    ...everySet.map(action => ({ action, on: [configurationSetArn(place, '*')] })),
    on('ses:ListConfigurationSets'),
    { action: 'sns:ListSubscriptionsByTopic', on: [topicArn(place, '*')] },
    // A topic that stays lets the sets that go in no longer.
    on('sns:SetTopicAttributes'),
  ];
}

/** The doctor also looks at whoever sends (`--from`), and at the set that the sender's mail goes with. */
function askedOn(action: string, asked: Asked, place: Place): string[] {
  if (action === 'ses:GetEmailIdentity') return [identityArn(place, '*')];
  return action === 'ses:GetConfigurationSet' ? [configurationSetArn(place, '*')] : scope(action, asked, place);
}

const identityArn = ({ partition, region, account }: Place, name: string): string => `arn:${partition}:ses:${region}:${account}:identity/${name}`;

/** AWS: no resource can be named for these. <service authorization reference; SNS's as others have found> */
const onEverything = /^(ses:GetAccount|sns:(Unsubscribe|GetSubscriptionAttributes|SetSubscriptionAttributes))$/;

/** The resources that an action is granted on: as few as AWS lets one name, `*` where it lets one name none. */
function scope(action: string, asked: Asked, place: Place): string[] {
  const { partition, account } = place;
  const [service = '', operation = ''] = action.split(':');
  if (onEverything.test(action)) return ['*'];
  const sets = asked.sets.map(({ name }) => configurationSetArn(place, name));
  const domain = asked.tracking === undefined ? [] : [identityArn(place, asked.tracking.domain)];
  switch (service) {
    case 'ses':
      if (operation.startsWith('List')) return ['*'];
      if (operation === 'GetEmailTemplate') return [`arn:${partition}:ses:${place.region}:${account}:template/*`];
      if (operation === 'TagResource') return [...sets, ...domain];
      return operation.includes('EmailIdentity') ? domain : sets;
    case 'sns':
      return [...new Set(asked.sets.map(({ topic }) => topicArn(place, topic)))];
    case 'sqs': {
      const names = new Set(asked.sets.flatMap(({ queue, deadLetter }) => [queue, deadLetter].filter(name => name !== undefined)));
      // Without a name of its own a queue is found by its subscription.
      return names.size === 0 ? [queueArn(place, '*')] : [...names].map(name => queueArn(place, name));
    }
    case 'acm':
      return /^(List|Request)Certificates?$/.test(operation) ? ['*'] : [`arn:${partition}:acm:us-east-1:${account}:certificate/*`];
    case 'cloudfront':
      if (/^(List|Create)/.test(operation) && !/^List(TagsForResource|ConflictingAliases)$/.test(operation)) return ['*'];
      if (/Function$/.test(operation)) return [`arn:${partition}:cloudfront::${account}:function/${functionName(asked.deployment)}`];
      if (operation === 'GetCachePolicy') return [`arn:${partition}:cloudfront::${account}:cache-policy/*`];
      if (/Policy$/.test(operation)) return [`arn:${partition}:cloudfront::${account}:origin-request-policy/*`];
      return [
        `arn:${partition}:cloudfront::${account}:distribution/*`,
        // The function is tagged where it is made.
        ...(operation === 'TagResource' ? [`arn:${partition}:cloudfront::${account}:function/${functionName(asked.deployment)}`] : []),
      ];
    case 'route53':
      if (operation === 'GetChange') return [`arn:${partition}:route53:::change/*`];
      return /ResourceRecordSets$|^GetHostedZone$/.test(operation) ? [`arn:${partition}:route53:::hostedzone/*`] : ['*'];
    default:
      throw new Error(`nobody said what ${action} is granted on`);
  }
}
