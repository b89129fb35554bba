/** The access policy of a topic or a queue: our statement in it, the others left as they are. Pure. */
import { isObject, type Json } from '../ref.ts';

/** By these the statement is known as ours, whatever else the policy holds. */
export const statementId = 'SesTrackPublish';
export const queueStatementId = 'SesTrackSend';

/**
 * What a statement says, in one form, so that two that mean the same are equal: AWS re-orders keys, ignores the case of condition keys
 * and takes a text for a list of one. Lists, because lists are compared whole: a condition that somebody added is a difference.
 */
export type Grant = {
  /** `Allow Service ses.amazonaws.com sns:publish on arn:…`. */
  allow: string[];
  /** ARNs of the configuration sets that may publish, or of the topics that may send. */
  publishers: string[];
  /** Every other condition: `StringEquals aws:sourceaccount 123456789012`. */
  when: string[];
};

const sourceArn = 'StringEquals aws:sourcearn ';

/**
 * Lets SES publish to the topic for these configuration sets of this account, and for nobody else.
 * AWS: the two conditions keep another account's SES out (confused deputy). <ses dg, event-publishing-add-event-destination-sns>
 */
export function publishGrant(topicArn: string, account: string, setArns: readonly string[]): Grant {
  return {
    allow: [`Allow Service ses.amazonaws.com sns:publish on ${topicArn}`],
    publishers: [...setArns].sort(),
    when: [`StringEquals aws:sourceaccount ${account}`],
  };
}

/**
 * Lets SNS send to the queue from these topics, and from no others.
 * AWS: without a policy that says so SNS drops what it has for the queue, and nobody is told. <https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html>
 */
export function sendGrant(queueArn: string, topicArns: readonly string[]): Grant {
  return { allow: [`Allow Service sns.amazonaws.com sqs:sendmessage on ${queueArn}`], publishers: [...topicArns].sort(), when: [] };
}

/** Our statement in the policy text, in one form; null where it is not there or the text cannot be read. */
export function ourGrant(policy: string | undefined, sid = statementId): Grant | null {
  const found = statementsOf(policy).find(each => isOurs(each, sid));
  return found === undefined || !isObject(found) ? null : grantOf(found);
}

/** The wanted grant, also for the configuration sets or topics that the one there lets in: another run of setup may have put them there. */
export function withPublishersOf(want: Grant, have: Grant | null): Grant {
  const others = (have?.publishers ?? []).filter(arn => /^arn:[\w-]+:(ses:[\w-]+:\d{12}:configuration-set\/|sns:[\w-]+:\d{12}:)[\w-]+$/.test(arn));
  return { ...want, publishers: [...new Set([...want.publishers, ...others])].sort() };
}

/** The policy text of the topic with our statement put in, every other statement and member as it was. */
export function withGrant(policy: string | undefined, topicArn: string, account: string, { publishers }: Grant): string {
  return withStatement(policy, {
    Sid: statementId,
    Effect: 'Allow',
    Principal: { Service: 'ses.amazonaws.com' },
    Action: 'sns:Publish',
    Resource: topicArn,
    Condition: { StringEquals: { 'AWS:SourceAccount': account, 'AWS:SourceArn': oneOrList(publishers) } },
  });
}

/** The same for a queue. */
export function withSendGrant(policy: string | undefined, queueArn: string, { publishers }: Grant): string {
  return withStatement(policy, {
    Sid: queueStatementId,
    Effect: 'Allow',
    Principal: { Service: 'sns.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: queueArn,
    Condition: { StringEquals: { 'aws:SourceArn': oneOrList(publishers) } },
  });
}

/** Whether a statement that is not ours may let SES publish for sets that it does not name, so that nobody can tell from the policy who they are. */
export function letsOthersPublish(policy: string | undefined): boolean {
  return statementsOf(policy).some(each => {
    const text = JSON.stringify(each);
    return !isOurs(each, statementId) && /"(ses\.amazonaws\.com|\*)"/.test(text) && !/:configuration-set\/[\w-]+"/.test(text);
  });
}

function withStatement(policy: string | undefined, ours: { Sid: string; [key: string]: Json }): string {
  const others = statementsOf(policy).filter(each => !isOurs(each, ours.Sid));
  return JSON.stringify({ Version: '2012-10-17', ...parsed(policy), Statement: [...others, ours] });
}

const oneOrList = (values: string[]): Json => (values.length === 1 ? (values[0] ?? '') : values);
const isOurs = (statement: Json, sid: string): boolean => isObject(statement) && statement['Sid'] === sid;

function parsed(policy: string | undefined): { [key: string]: Json } {
  try {
    const value: Json = JSON.parse(policy ?? '{}');
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

function statementsOf(policy: string | undefined): Json[] {
  const statements = parsed(policy)['Statement'];
  return statements === undefined ? [] : Array.isArray(statements) ? statements : [statements];
}

function grantOf({ Sid: _, Effect, Principal, Action, Resource, Condition, ...unknown }: { [key: string]: Json }): Grant {
  const who = isObject(Principal)
    ? Object.entries(Principal).flatMap(([kind, names]) => texts(names).map(name => `${kind} ${name}`))
    : texts(Principal);
  const actions = texts(Action).map(each => each.toLowerCase());
  const allow = who.flatMap(each => actions.flatMap(action => texts(Resource).map(on => `${texts(Effect).join()} ${each} ${action} on ${on}`)));
  const when = conditions(Condition);
  return {
    allow: allow.sort(),
    publishers: when.filter(each => each.startsWith(sourceArn)).map(each => each.slice(sourceArn.length)),
    // NotAction, NotPrincipal and whatever else make it another statement.
    when: [
      ...when.filter(each => !each.startsWith(sourceArn)),
      ...Object.entries(unknown).map(([key, value]) => `${key} ${JSON.stringify(value)}`),
    ].sort(),
  };
}

function conditions(condition: Json | undefined): string[] {
  if (!isObject(condition)) return condition === undefined ? [] : [JSON.stringify(condition)];
  return Object.entries(condition)
    .flatMap(([operator, keys]) =>
      isObject(keys)
        ? Object.entries(keys).flatMap(([key, values]) => texts(values).map(value => `${operator} ${key.toLowerCase()} ${value}`))
        : [operator],
    )
    .sort();
}

function texts(value: Json | undefined): string[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map(each => (typeof each === 'string' ? each : JSON.stringify(each)));
}
