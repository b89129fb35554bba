/** Whether a subscription's filter policy lets a message through, by its attributes or by its body. */
import { isObject, parseJson } from '../../../events/json.ts';
import type { Notice } from './message.ts';

type Test = (value: unknown) => boolean;

/** One condition of a filter policy, or undefined where this sandbox does not know it. */
function test(condition: unknown): Test | undefined {
  if (!isObject(condition)) return Array.isArray(condition) ? undefined : value => value === condition;
  const [[operator, operand] = [], ...others] = Object.entries(condition);
  if (others.length > 0) return undefined;
  if (operator === 'prefix' && typeof operand === 'string') return value => typeof value === 'string' && value.startsWith(operand);
  if (operator === 'suffix' && typeof operand === 'string') return value => typeof value === 'string' && value.endsWith(operand);
  if (operator === 'exists' && typeof operand === 'boolean') return value => (value !== undefined) === operand;
  if (operator === 'anything-but') {
    const not: unknown[] = Array.isArray(operand) ? operand : [operand];
    return not.some(isObject) ? undefined : value => value !== undefined && !not.includes(value);
  }
  return undefined;
}

/** What of the policy this sandbox cannot weigh, as `path`s; an empty list says that it can all be weighed. */
export function unknownConditions(policy: Record<string, unknown>, where = ''): string[] {
  return Object.entries(policy).flatMap(([key, value]) => {
    if (isObject(value)) return unknownConditions(value, `${where}${key}.`);
    return Array.isArray(value) && value.every(one => test(one) !== undefined) ? [] : [where + key];
  });
}

function lets(policy: Record<string, unknown>, content: unknown): boolean {
  return Object.entries(policy).every(([key, wanted]) => {
    const value = isObject(content) ? content[key] : undefined;
    if (isObject(wanted)) return lets(wanted, value);
    const values: unknown[] = Array.isArray(value) ? value : [value];
    return Array.isArray(wanted) && wanted.some(one => values.some(candidate => test(one)?.(candidate) === true));
  });
}

function attributeValue({ DataType, StringValue }: Notice['attributes'][string]): unknown {
  if (DataType === 'Number') return Number(StringValue);
  return DataType === 'String.Array' ? parseJson(StringValue ?? '') : StringValue;
}

/**
 * @param policy the subscription's FilterPolicy, if any
 * @param scope `MessageAttributes` unless the subscription says `MessageBody`
 */
export function passes(policy: string | undefined, scope: string | undefined, notice: Notice): boolean {
  const filter = parseJson(policy ?? '');
  if (!isObject(filter)) return true;
  if (scope === 'MessageBody') return lets(filter, parseJson(notice.message));
  return lets(filter, Object.fromEntries(Object.entries(notice.attributes).map(([name, value]) => [name, attributeValue(value)])));
}
