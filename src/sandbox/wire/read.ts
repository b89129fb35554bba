/** Finds the operation that a request asks for and reads its input, whatever the protocol. */
import { isDeeperThan } from '../../events/json.ts';
import { type Fields, fieldsFromElement, fieldsFromJson, fromJson, isFields } from './codec.ts';
import { bodyText, formOf, formValue, type WireRequest } from './request.ts';
import { aliases } from './routes.ts';
import { scalarFromText } from './scalar.ts';
import type { Member, Model, Operation, Shape } from './schema.ts';
import { formTree, Malformed, Mistyped, maxDepth, parseXml } from './tree.ts';

export interface Asked {
  operation: Operation;
  /** Reads and decodes; throws Malformed. */
  input(): Fields;
}

/** What a request asks of a service, or the name of what it asked in vain. */
export function asked(model: Model, request: WireRequest): Asked | { unknown: string } {
  switch (model.service.protocol) {
    case 'awsJson1_0':
    case 'awsJson1_1': {
      const target = request.headers['x-amz-target'] ?? '';
      const operation = target.startsWith(`${model.service.target}.`) ? model.operations.get(target.slice(target.indexOf('.') + 1)) : undefined;
      if (operation === undefined) return { unknown: target === '' ? `${request.method} ${request.path}` : target };
      return { operation, input: () => fieldsFromJson(operation.input.members, jsonBody(request)) };
    }
    case 'awsQuery': {
      const form = formOf(request);
      const action = formValue(form, 'Action') ?? '';
      const operation = model.operations.get(action);
      if (operation === undefined) return { unknown: action };
      return { operation, input: () => fieldsFromElement(operation.input.members, formTree(form)) };
    }
    case 'restJson1':
    case 'restXml':
      return routed(model, request);
  }
}

function routed(model: Model, request: WireRequest): Asked | { unknown: string } {
  const found = [...model.operations.values()]
    .flatMap(operation => {
      const labels = operation.route?.match(request.method, request.path, request.query);
      return labels === undefined ? [] : [{ operation, labels, fixed: operation.route?.fixedParts ?? 0 }];
    })
    .sort((a, b) => b.fixed - a.fixed)[0];
  if (found !== undefined) return { operation: found.operation, input: () => boundInput(model, found.operation, found.labels, request) };
  for (const alias of aliases[model.service.name] ?? []) {
    const operation = model.operations.get(alias.operation);
    if (operation === undefined || alias.route.match(request.method, request.path, request.query) === undefined) continue;
    return { operation, input: () => fromQuery(operation.input.members, member => member.name, request) };
  }
  return { unknown: `${request.method} ${request.path}` };
}

function jsonBody(request: WireRequest): Fields {
  const text = bodyText(request);
  if (text.trim() === '') return {};
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new Malformed('the body is not JSON');
  }
  if (!isFields(parsed)) throw new Malformed('the body is not a JSON object');
  if (isDeeperThan(maxDepth, parsed)) throw new Malformed(`the body is deeper than ${maxDepth} levels`);
  return parsed;
}

function scalar(shape: Shape, text: string, name: string): unknown {
  if (shape.type === 'list') return [scalar(shape.member.shape, text, name)];
  if (shape.type === 'map' || 'members' in shape) throw new Mistyped(`${name} cannot be text`);
  try {
    return scalarFromText(shape.type, text);
  } catch (error) {
    throw error instanceof Malformed ? new Mistyped(`${name}: ${error.message}`) : error;
  }
}

function fromQuery(members: readonly Member[], key: (member: Member) => string | undefined, request: WireRequest): Fields {
  const found: [string, unknown][] = [];
  for (const member of members) {
    const name = key(member);
    const values = request.query.filter(([one]) => one === name).map(([, value]) => value);
    const { shape } = member;
    if (name === undefined || values[0] === undefined) continue;
    if (shape.type === 'list') found.push([member.name, values.map(one => scalar(shape.member.shape, one, member.name))]);
    else found.push([member.name, scalar(shape, values[0], member.name)]);
  }
  return Object.fromEntries(found);
}

/** Whether a member travels in the body. */
export function isInBody({ traits }: Member): boolean {
  return !traits.label && !traits.payload && traits.header === undefined && traits.query === undefined;
}

function boundInput(model: Model, operation: Operation, labels: ReadonlyMap<string, string>, request: WireRequest): Fields {
  const { members } = operation.input;
  const found: Fields = fromQuery(members, member => member.traits.query, request);
  for (const member of members) {
    const { label, header, payload } = member.traits;
    const text = label ? labels.get(member.name) : header === undefined ? undefined : request.headers[header.toLowerCase()];
    if (text !== undefined) found[member.name] = scalar(member.shape, text, member.name);
    if (payload && request.body.length > 0) found[member.name] = payloadValue(model, member.shape, request);
  }
  const rest = members.filter(isInBody);
  if (rest.length > 0 && request.body.length > 0 && !members.some(member => member.traits.payload)) {
    const json = model.service.protocol === 'restJson1';
    Object.assign(found, json ? fieldsFromJson(rest, jsonBody(request)) : fieldsFromElement(rest, parseXml(bodyText(request))));
  }
  return found;
}

function payloadValue(model: Model, shape: Shape, request: WireRequest): unknown {
  if (shape.type === 'blob') return request.body;
  if (shape.type === 'string') return bodyText(request);
  if (model.service.protocol === 'restJson1') return fromJson(shape, jsonBody(request));
  if (!('members' in shape)) throw new Malformed(`a payload of type ${shape.type}`);
  return fieldsFromElement(shape.members, parseXml(bodyText(request)));
}
