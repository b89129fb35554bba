/** Asks a resource policy whether a principal may do something: statements, wildcards, the conditions that guard topics and queues. */
import { isObject, parseJson } from '../../events/json.ts';

export interface Access {
  /** A service (`ses.amazonaws.com`) or an account's number. */
  principal: { service: string } | { account: string };
  /** `sns:Publish`. */
  action: string;
  /** The ARN asked for. */
  resource: string;
  /** Condition keys in lower case: `aws:sourcearn`, `aws:sourceaccount`. */
  context: Readonly<Record<string, string>>;
}

export type Policy = { statements: readonly Record<string, unknown>[] };

/** A policy document, or undefined where the text is none. */
export function readPolicy(text: string): Policy | undefined {
  const document = parseJson(text);
  if (!isObject(document)) return undefined;
  const raw = document['Statement'];
  const list: unknown[] = Array.isArray(raw) ? raw : [raw];
  const statements = list.filter(isObject);
  const isWhole = statements.every(one => (one['Effect'] === 'Allow' || one['Effect'] === 'Deny') && ('Action' in one || 'NotAction' in one));
  return statements.length > 0 && statements.length === list.length && isWhole ? { statements } : undefined;
}

/** Every action that the policy's statements name. */
export function actionsOf(policy: Policy): string[] {
  return policy.statements.flatMap(one => [...texts(one['Action']), ...texts(one['NotAction'])]);
}

/** `denied` beats `allowed`; `silent` where no statement speaks of it. */
export function decide(policy: Policy, access: Access): 'allowed' | 'denied' | 'silent' {
  const speaking = policy.statements.filter(one => appliesTo(one, access));
  if (speaking.some(one => one['Effect'] === 'Deny')) return 'denied';
  return speaking.length > 0 ? 'allowed' : 'silent';
}

function texts(value: unknown): string[] {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.filter(one => typeof one === 'string' || typeof one === 'boolean' || typeof one === 'number').map(String);
}

function appliesTo(statement: Record<string, unknown>, access: Access): boolean {
  const { action, resource } = access;
  const isActed = 'Action' in statement ? matchesAction(statement['Action'], action) : !matchesAction(statement['NotAction'], action);
  const isNamed = 'NotPrincipal' in statement ? !isPrincipal(statement['NotPrincipal'], access) : isPrincipal(statement['Principal'], access);
  const isMeant = 'NotResource' in statement ? !matchesAny(statement['NotResource'], resource) : matchesAny(statement['Resource'] ?? '*', resource);
  return isActed && isNamed && isMeant && conditionsHold(statement['Condition'], access, statement['Effect'] === 'Deny');
}

function matchesAction(patterns: unknown, action: string): boolean {
  // AWS: action names are not case-sensitive; the default policy itself writes `SNS:Publish`.
  return texts(patterns).some(one => isLike(one.toLowerCase(), action.toLowerCase()));
}

function matchesAny(patterns: unknown, text: string): boolean {
  return texts(patterns).some(one => isLike(one, text));
}

function isPrincipal(named: unknown, { principal }: Access): boolean {
  if (named === '*') return true;
  if (!isObject(named)) return false;
  const accounts = texts(named['AWS']);
  // AWS: `{"AWS": "*"}` is everyone, services too; conditions are what narrows it.
  if (accounts.includes('*')) return true;
  if ('service' in principal) return texts(named['Service']).includes(principal.service);
  return accounts.some(one => one === principal.account || one.startsWith(`arn:aws:iam::${principal.account}:`));
}

function escaped(text: string): string {
  return text.replace(/[.+^${}()|[\]\\]/g, '\\$&');
}

function isLike(pattern: string, text: string): boolean {
  return new RegExp(`^${escaped(pattern.replace(/\*+/g, '*')).replaceAll('*', '.*').replaceAll('?', '.')}$`, 's').test(text);
}

/** Each of an ARN's six parts for itself: a `*` does not reach over a colon. */
function isArnLike(pattern: string, arn: string): boolean {
  const parts = (text: string) => {
    const all = text.split(':');
    return [...all.slice(0, 5), all.slice(5).join(':')];
  };
  const wanted = parts(pattern);
  const given = parts(arn);
  return wanted.length === given.length && wanted.every((one, at) => isLike(one, given[at] ?? ''));
}

type Comparison = (wanted: string, given: string) => boolean;
const comparisons: ReadonlyMap<string, Comparison> = new Map<string, Comparison>([
  ['StringEquals', (wanted, given) => wanted === given],
  ['StringEqualsIgnoreCase', (wanted, given) => wanted.toLowerCase() === given.toLowerCase()],
  ['StringLike', isLike],
  ['ArnEquals', isArnLike],
  ['ArnLike', isArnLike],
  ['Bool', (wanted, given) => wanted.toLowerCase() === given.toLowerCase()],
]);

function conditionsHold(conditions: unknown, access: Access, unknownHolds: boolean): boolean {
  if (conditions === undefined) return true;
  if (!isObject(conditions)) return false;
  return Object.entries(conditions).every(([operator, keys]) => {
    if (!isObject(keys)) return false;
    const plain = operator.replace(/^For(Any|All)Values?:/, '').replace(/IfExists$/, '');
    const isNegated = plain.includes('Not');
    const compare = comparisons.get(plain.replace('Not', ''));
    // What cannot be weighed opens nothing: it makes an Allow silent and lets a Deny stand.
    if (compare === undefined) return unknownHolds;
    return Object.entries(keys).every(([key, wanted]) => {
      // AWS: condition keys are not case-sensitive. <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html>
      const given = access.context[key.toLowerCase()];
      if (given === undefined) return isNegated || operator.endsWith('IfExists');
      const isFound = texts(wanted).some(one => compare(one, given));
      return isNegated ? !isFound : isFound;
    });
  });
}
