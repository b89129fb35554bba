/** Checks values against their shapes: what a caller sends as AWS does, what a handler returns so strictly that its bugs are loud. */
import { type Fields, isFields } from './codec.ts';
import { type Limit, limits } from './limits.ts';
import type { ListShape, Model, ScalarType, Shape } from './schema.ts';

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

function beneath(where: string, name: string): string {
  return where === '' ? name : `${where}.${name}`;
}

/**
 * AWS's own sentence for an input that breaks its schema, or undefined.
 *
 * @param model of the service
 * @param shape of the operation's input
 * @param value decoded, so its types are right
 */
export function refusalOf(model: Model, shape: Shape, value: unknown): string | undefined {
  const found = inputProblems(model, shape, value, '');
  const [only] = found;
  if (only === undefined) return undefined;
  if (found.length === 1 && 'says' in only) return only.says;
  const sentences = found.map(one => ('says' in one ? one.says : `Value ${one.value} at '${one.where}' failed to satisfy constraint: ${one.must}`));
  return `${found.length} validation error${found.length === 1 ? '' : 's'} detected: ${sentences.join('; ')}`;
}

type Problem = { where: string; value: string; must: string } | { says: string };

function inputProblems(model: Model, shape: Shape, value: unknown, where: string): Problem[] {
  switch (shape.type) {
    case 'list':
      // AWS: its sentences count elements from one.
      return Array.isArray(value) ? value.flatMap((one, at) => inputProblems(model, shape.member.shape, one, `${where}.${at + 1}.member`)) : [];
    case 'map':
      return isFields(value)
        ? Object.entries(value).flatMap(([key, one]) => inputProblems(model, shape.value.shape, one, `${where}.${key}.member`))
        : [];
    case 'structure':
    case 'union': {
      const fields: Fields = isFields(value) ? value : {};
      const rows = limits[model.service.name] ?? {};
      const problems = shape.members.flatMap(member => {
        const here = beneath(where, lowerFirst(member.name));
        const content = fields[member.name];
        if (content === undefined) return member.required ? [{ where: here, value: 'null', must: 'Member must not be null' }] : [];
        const limit = rows[`${shape.name}.${member.name}`];
        return [...(limit === undefined ? [] : broken(model, limit, content, here)), ...inputProblems(model, member.shape, content, here)];
      });
      if (shape.type === 'union' && Object.keys(fields).length !== 1)
        problems.push({ where, value: 'null', must: 'Exactly one member of the union must be set' });
      return problems;
    }
    default:
      return [];
  }
}

function broken(model: Model, limit: Limit, value: unknown, where: string): Problem[] {
  const problems: Problem[] = [];
  const shown = Array.isArray(value) ? `'[${value.join(', ')}]'` : `'${value}'`;
  const must = (text: string) => problems.push({ where, value: shown, must: text });
  const size = typeof value === 'string' || Array.isArray(value) ? value.length : Number(value);
  const measure = typeof value === 'number' ? 'value' : 'length';
  if (limit.min !== undefined && size < limit.min) must(`Member must have ${measure} greater than or equal to ${limit.min}`);
  if (limit.max !== undefined && size > limit.max) must(`Member must have ${measure} less than or equal to ${limit.max}`);
  if (limit.pattern !== undefined && !new RegExp(`^(?:${limit.pattern})$`).test(String(value)))
    must(`Member must satisfy regular expression pattern: ${limit.pattern}`);
  if (limit.oneOf !== undefined) {
    const values = model.enums.get(limit.oneOf);
    if (values === undefined) throw new Error(`the SDK no longer exports ${limit.oneOf}`);
    const set = `Member must satisfy enum value set: [${values.join(', ')}]`;
    const given = Array.isArray(value) ? value : [value];
    if (!given.every(one => values.includes(String(one)))) must(Array.isArray(value) ? `Member must satisfy constraint: [${set}]` : set);
  }
  if (problems.length > 0 && limit.says !== undefined) return [{ says: limit.says.replace('%', () => String(value)) }];
  return problems;
}

function isScalar(type: ScalarType, value: unknown): boolean {
  if (type === 'timestamp') return value instanceof Date && !Number.isNaN(value.getTime());
  if (type === 'blob') return value instanceof Uint8Array;
  return typeof value === type;
}

/**
 * What a handler's answer has against its shape: wrong types, missing required members, members that nobody knows. Empty when it is right.
 *
 * @param where names the place, for the message
 */
export function outputProblems(shape: Shape, value: unknown, where: string): string[] {
  switch (shape.type) {
    case 'list':
      return listProblems(shape, value, where);
    case 'map':
      if (!isFields(value)) return [`${where} is not a map`];
      return Object.entries(value).flatMap(([key, one]) => outputProblems(shape.value.shape, one, `${where}.${key}`));
    case 'structure':
    case 'union': {
      if (!isFields(value)) return [`${where} is not a ${shape.name}`];
      const set = Object.keys(value).filter(key => value[key] !== undefined);
      const known = new Set(shape.members.map(member => member.name));
      return [
        ...set.filter(key => !known.has(key)).map(key => `${where}.${key} is not in ${shape.name}`),
        ...(shape.type === 'union' && set.length !== 1 ? [`${where} sets ${set.length} members of a union`] : []),
        ...shape.members.flatMap(member => {
          const content = value[member.name];
          if (content === undefined) return member.required ? [`${where}.${member.name} is missing`] : [];
          return outputProblems(member.shape, content, `${where}.${member.name}`);
        }),
      ];
    }
    default:
      return isScalar(shape.type, value) ? [] : [`${where} is not a ${shape.type}`];
  }
}

function listProblems(shape: ListShape, value: unknown, where: string): string[] {
  if (!Array.isArray(value)) return [`${where} is not a list`];
  return value.flatMap((one, at) => outputProblems(shape.member.shape, one, `${where}[${at}]`));
}
