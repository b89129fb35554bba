/** Reads the SDK's schema arrays into shapes, and a client's module into a service: its operations, errors, routes. Only data is taken from the SDK. */
import { type Route, route } from './routes.ts';
import type { Service } from './services.ts';

export type ScalarType = 'string' | 'number' | 'boolean' | 'blob' | 'timestamp';
export type Shape = ScalarShape | ListShape | MapShape | StructShape;

export interface ScalarShape {
  type: ScalarType;
}

export interface ListShape {
  type: 'list';
  member: Member;
}

export interface MapShape {
  type: 'map';
  key: Member;
  value: Member;
}

export interface StructShape {
  type: 'structure' | 'union';
  name: string;
  members: readonly Member[];
}

export interface Member {
  name: string;
  required: boolean;
  traits: Traits;
  /** Read when asked for: shapes may hold themselves. */
  readonly shape: Shape;
}

/** What a member says about its place in a message. */
export interface Traits {
  label?: boolean;
  payload?: boolean;
  idempotencyToken?: boolean;
  header?: string;
  query?: string;
  xmlName?: string;
  flattened?: boolean;
}

export interface Operation {
  name: string;
  input: StructShape;
  output: StructShape;
  /** Only for the protocols that have routes. */
  route?: Route;
}

export interface ErrorShape {
  name: string;
  /** What query protocols call it. */
  code: string;
  status: number;
  blame: 'client' | 'server';
  shape: StructShape;
}

export interface Model {
  service: Service;
  operations: ReadonlyMap<string, Operation>;
  /** By name and, where it differs, by query code. */
  errors: ReadonlyMap<string, ErrorShape>;
  /** Enumerations by their exported name: `HttpsPolicy` → OPTIONAL, REQUIRE, … */
  enums: ReadonlyMap<string, readonly string[]>;
}

/** The output of an operation that answers nothing; an empty structure is another thing. */
export const nothing: StructShape = { type: 'structure', name: 'Unit', members: [] };
const scalars: ReadonlyMap<number, ScalarType> = new Map([
  [0, 'string'],
  [1, 'number'],
  [2, 'boolean'],
  [4, 'timestamp'],
  [21, 'blob'],
]);
const listOf = 64;
const mapOf = 128;
const labelBit = 1;
const tokenBit = 4;
const payloadBit = 16;
// idempotent and sensitive (bits 2 and 8) change nothing on the wire.
const knownBits = labelBit | 2 | tokenBit | 8 | payloadBit;
const silentTraits = new Set(['http', 'error', 'httpError', 'awsQueryError']);

/** Refuses what this wire has never been asked to speak, so that an SDK upgrade that needs it is loud. */
function unspoken(what: string): never {
  throw new Error(`the sandbox's wire does not speak ${what}; the SDK's schema has changed`);
}

function readTraits(raw: unknown, where: string): Traits {
  if (typeof raw === 'number') {
    if ((raw & ~knownBits) !== 0) unspoken(`trait bits ${raw} of ${where}`);
    return {
      ...(raw & labelBit ? { label: true } : {}),
      ...(raw & tokenBit ? { idempotencyToken: true } : {}),
      ...(raw & payloadBit ? { payload: true } : {}),
    };
  }
  const traits: Traits = {};
  for (const [key, value] of Object.entries(raw ?? {})) {
    if (key === 'httpPayload') traits.payload = true;
    else if (key === 'httpHeader') traits.header = String(value);
    else if (key === 'httpQuery') traits.query = String(value);
    else if (key === 'xmlName') traits.xmlName = String(value);
    else if (key === 'xmlFlattened') traits.flattened = true;
    else if (!silentTraits.has(key)) unspoken(`trait ${key} of ${where}`);
  }
  return traits;
}

function isDefinition(value: unknown): value is [number, string, string, unknown, ...unknown[]] {
  return Array.isArray(value) && typeof value[0] === 'number' && typeof value[2] === 'string' && value.length >= 5;
}

const read = new WeakMap<object, Shape>();

function shapeOf(raw: unknown, where: string): Shape {
  const schema = typeof raw === 'function' ? raw() : raw;
  if (schema === 'unit') return nothing;
  if (typeof schema === 'number') return simple(schema, where);
  if (Array.isArray(schema) && !isDefinition(schema)) return shapeOf(schema[0], where);
  if (!isDefinition(schema)) return unspoken(`${JSON.stringify(schema)} of ${where}`);
  const known = read.get(schema);
  if (known !== undefined) return known;
  const shape = define(schema);
  read.set(schema, shape);
  return shape;
}

function simple(schema: number, where: string): Shape {
  const scalar = scalars.get(schema);
  if (scalar !== undefined) return { type: scalar };
  if (schema & mapOf) return { type: 'map', key: member('key', 0, false, where), value: member('value', schema & ~mapOf, false, where) };
  if (schema & listOf) return { type: 'list', member: member('member', schema & ~listOf, false, where) };
  return unspoken(`simple schema ${schema} of ${where}`);
}

function define(schema: [number, string, string, unknown, ...unknown[]]): Shape {
  const [kind, , name, , first, second, required] = schema;
  switch (kind) {
    case 0:
      return shapeOf(first, name);
    case 1:
      return { type: 'list', member: member('member', first, false, name) };
    case 2:
      return { type: 'map', key: member('key', first, false, name), value: member('value', second, false, name) };
    case 3:
    case 4:
    case -3: {
      const names = Array.isArray(first) ? first.map(String) : [];
      const refs = Array.isArray(second) ? second : [];
      // Required members come first, and the seventh element counts them.
      const count = typeof required === 'number' ? required : 0;
      const members = names.map((one, at) => member(one, refs[at], at < count, `${name}.${one}`));
      return { type: kind === 4 ? 'union' : 'structure', name, members };
    }
    default:
      return unspoken(`kind ${kind} of ${name}`);
  }
}

function member(name: string, ref: unknown, required: boolean, where: string): Member {
  const [target, own] = Array.isArray(ref) && !isDefinition(ref) ? [ref[0], ref[1]] : [ref, 0];
  return {
    name,
    required,
    traits: readTraits(own, where),
    get shape() {
      return shapeOf(target, where);
    },
  };
}

function struct(raw: unknown, where: string): StructShape {
  const shape = shapeOf(raw, where);
  return 'members' in shape ? shape : unspoken(`${shape.type} as message of ${where}`);
}

function entries(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function isEnum(name: string, value: unknown): value is Record<string, string> {
  if (!/^[A-Z]/.test(name) || typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const values = Object.values(value);
  return values.length > 0 && values.every(one => typeof one === 'string');
}

function readError(schema: [number, string, string, unknown, ...unknown[]], service: Service): ErrorShape {
  const traits = entries(schema[3]);
  const blame = traits['error'] === 'server' ? 'server' : 'client';
  const query = Array.isArray(traits['awsQueryError']) ? traits['awsQueryError'] : [];
  const speaksQuery = service.protocol === 'awsQuery';
  const status = Number((speaksQuery ? query[1] : undefined) ?? traits['httpError'] ?? (blame === 'server' ? 500 : 400));
  const code = String((speaksQuery || service.queryErrors ? query[0] : undefined) ?? schema[2]);
  return { name: schema[2], code, status, blame, shape: struct(schema, schema[2]) };
}

/**
 * @param service its row of the table
 * @param module the SDK client's module, as `service.load()` gives it
 * @returns what the wire needs to know of the service
 */
export function readModel(service: Service, module: object): Model {
  // A CommonJS root arrives under `default`, a bundled one as itself.
  const exported = entries('default' in module ? module.default : module);
  const operations = new Map<string, Operation>();
  const errors = new Map<string, ErrorShape>();
  const enums = new Map<string, readonly string[]>();
  for (const [key, value] of Object.entries(exported)) {
    if (isEnum(key, value)) enums.set(key, Object.values(value));
    if (!isDefinition(value)) continue;
    const [kind, namespace, name, traits] = value;
    if (kind === 9) {
      const operation: Operation = { name, input: struct(value[4], name), output: struct(value[5], name) };
      const http = entries(traits)['http'];
      operations.set(name, Array.isArray(http) ? { ...operation, route: route(String(http[0]), String(http[1]), Number(http[2])) } : operation);
    } else if (kind === -3 && !namespace.startsWith('smithy.ts.sdk')) {
      const error = readError(value, service);
      errors.set(name, error);
      if (!errors.has(error.code)) errors.set(error.code, error);
    }
  }
  return { service, operations, errors, enums };
}

const models = new Map<string, Promise<Model>>();

/** A service's model, read once and only when it is asked for. */
export function modelOf(service: Service): Promise<Model> {
  const found = models.get(service.name) ?? service.load().then(module => readModel(service, module));
  models.set(service.name, found);
  return found;
}
