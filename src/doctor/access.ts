/** Weighs a resource policy as far as it can be certain: whether a service may do something, and what keeps it out. Pure. */
import { isObject, parseJson } from '../events/json.ts';

export interface Access {
  /** `ses.amazonaws.com` */
  service: string;
  /** `sns:Publish` */
  action: string;
  /** The ARN of what the policy is on. */
  resource: string;
  /** What the service says of its request, keys in lower case: `aws:sourcearn`, `aws:sourceaccount`. */
  context: Readonly<Record<string, string>>;
}

/**
 * `unknown` where only a condition that cannot be weighed decides. `why` is a clause: what keeps it out, or what cannot be weighed;
 * `isForbidden`: a statement forbids it, which none that allows outweighs.
 */
export type Verdict = { kind: 'allowed' } | { kind: 'refused' | 'unknown'; why: string; sid?: string; isForbidden?: true };

/** undefined: cannot be told. */
type Truth = boolean | undefined;
type Statement = Record<string, unknown>;

interface Weighed {
  sid?: string;
  isDeny: boolean;
  /** Whether it speaks of this service, action and thing, conditions aside. */
  isMeant: boolean;
  holds: Truth;
  /** Conditions that do not hold, or that cannot be weighed. */
  odd: string[];
}

/** @param policy as AWS keeps it: JSON text; undefined where there is none */
export function weigh(policy: string | undefined, access: Access): Verdict {
  if (policy === undefined) return { kind: 'refused', why: 'it has no policy, so that only the account itself may' };
  const document = parseJson(policy);
  if (!isObject(document)) return { kind: 'unknown', why: 'its policy cannot be read' };
  const weighed = listOf(document['Statement'])
    .filter(isObject)
    .map(each => weighOne(each, access));
  const meant = weighed.filter(({ isMeant }) => isMeant);
  const named = ({ sid }: Weighed) => (sid === undefined ? {} : { sid });
  const called = ({ sid }: Weighed) => (sid === undefined ? 'a statement' : `the statement ${sid}`);

  const forbids = meant.find(({ isDeny, holds }) => isDeny && holds === true);
  if (forbids !== undefined) return { kind: 'refused', why: `${called(forbids)} forbids it`, isForbidden: true, ...named(forbids) };
  const mayForbid = meant.find(({ isDeny, holds }) => isDeny && holds === undefined);
  if (mayForbid !== undefined) return { kind: 'unknown', why: `${called(mayForbid)} may forbid it, by ${mayForbid.odd.join(' and ')}` };
  const allows = meant.filter(({ isDeny }) => !isDeny);
  if (allows.some(({ holds }) => holds === true)) return { kind: 'allowed' };
  const mayAllow = allows.find(({ holds }) => holds === undefined);
  if (mayAllow !== undefined) return { kind: 'unknown', why: `${called(mayAllow)} lets it where ${mayAllow.odd.join(' and ')}` };
  const near = allows[0];
  if (near === undefined) return { kind: 'refused', why: `no statement of its policy lets ${access.service}` };
  return { kind: 'refused', why: `${called(near)} lets ${access.service} only where ${near.odd.join(' and ')}`, ...named(near) };
}

/**
 * Several that must all be let in: of the first who is kept out, else of the first of whom it cannot be told.
 * @param all by the name that the verdict is to carry
 */
export function weighAll<Name>(policy: string | undefined, all: readonly (Access & { name: Name })[]): Verdict & { name?: Name } {
  const verdicts = all.map(({ name, ...access }) => ({ name, ...weigh(policy, access) }));
  const of = (kind: Verdict['kind']) => verdicts.find(each => each.kind === kind);
  return of('refused') ?? of('unknown') ?? { kind: 'allowed' };
}

function weighOne(statement: Statement, access: Access): Weighed {
  const { action, resource } = access;
  const like = (patterns: unknown, text: string) => listOf(patterns).some(each => typeof each === 'string' && isLike(each, text));
  const lower = (patterns: unknown) => listOf(patterns).map(each => String(each).toLowerCase());
  const isActed =
    'NotAction' in statement ? !like(lower(statement['NotAction']), action.toLowerCase()) : like(lower(statement['Action']), action.toLowerCase());
  const isNamed = 'NotPrincipal' in statement ? !isPrincipal(statement['NotPrincipal'], access) : isPrincipal(statement['Principal'], access);
  const isOn = 'NotResource' in statement ? !like(statement['NotResource'], resource) : like(statement['Resource'] ?? '*', resource);
  const conditions = conditionsOf(statement['Condition'], access);
  const sid = statement['Sid'];
  return {
    ...(typeof sid === 'string' && sid !== '' ? { sid } : {}),
    isDeny: statement['Effect'] !== 'Allow',
    isMeant: isActed && isNamed && isOn,
    holds: conditions.some(({ holds }) => holds === false) ? false : conditions.some(({ holds }) => holds === undefined) ? undefined : true,
    odd: conditions.filter(({ holds }) => holds !== true).map(({ says }) => says),
  };
}

/** AWS: `{"AWS": "*"}` is everyone, services too; conditions are what narrows it. */
function isPrincipal(named: unknown, { service }: Access): boolean {
  if (!isObject(named)) return named === '*';
  return listOf(named['AWS']).includes('*') || listOf(named['Service']).includes(service);
}

const comparisons: Readonly<Record<string, (wanted: string, given: string) => boolean>> = {
  StringEquals: (wanted, given) => wanted === given,
  StringEqualsIgnoreCase: (wanted, given) => wanted.toLowerCase() === given.toLowerCase(),
  StringLike: isLike,
  ArnEquals: isLike,
  ArnLike: isLike,
  Bool: (wanted, given) => wanted.toLowerCase() === given,
};

/**
 * AWS: tells everyone to deny what comes without TLS, beside the statements that let services in; so theirs comes with it.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html#enforce-encryption-data-in-transit
 */
const always: Access['context'] = { 'aws:securetransport': 'true' };

/** Keys of which AWS says that a service's request carries them. aws:SourceOwner is not among them, and nobody has measured it. */
function conditionsOf(condition: unknown, { context }: Access): { says: string; holds: Truth }[] {
  if (condition === undefined) return [];
  if (!isObject(condition)) return [{ says: 'a condition that cannot be read', holds: undefined }];
  return Object.entries(condition).flatMap(([operator, keys]) => {
    const plain = operator.replace(/IfExists$/, '');
    const compare = comparisons[plain.replace('Not', '')];
    return Object.entries(isObject(keys) ? keys : {}).map(([key, wanted]) => {
      const given = context[key.toLowerCase()] ?? always[key.toLowerCase()];
      const values = listOf(wanted).map(String);
      const says = `${key} ${plain.includes('Not') ? 'is not' : 'is'} ${values.join(' or ')}`;
      if (compare === undefined || given === undefined) return { says, holds: undefined };
      const isFound = values.some(each => compare(each, given));
      return { says, holds: plain.includes('Not') ? !isFound : isFound };
    });
  });
}

function isLike(pattern: string, text: string): boolean {
  const escaped = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${escaped}$`, 's').test(text);
}

const listOf = (value: unknown): unknown[] => (value === undefined ? [] : Array.isArray(value) ? value : [value]);
