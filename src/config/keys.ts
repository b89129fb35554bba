/** Walks the schema's keys: what may stand where, for "did you mean", the environment and the documentation. */
import type { GenericSchema } from 'valibot';
import { schema } from './schema.ts';

export interface Key {
  /** `listen.port`; a list's items are `configurationSets[]`. */
  path: string;
  about: string;
  kind: 'text' | 'number' | 'yes/no' | 'list' | 'map' | 'group';
  /** What a picklist allows. */
  choices?: readonly string[];
}

/** The valibot nodes that this schema uses, as far as they are read here. */
interface Node {
  type: string;
  wrapped?: Node;
  entries?: Record<string, Node>;
  item?: Node;
  options?: readonly string[];
  pipe?: readonly { type: string; description?: string }[];
}

const bare = (node: Node): Node => (node.type === 'optional' && node.wrapped !== undefined ? bare(node.wrapped) : node);
const describe = (node: Node): string => node.pipe?.find(action => action.type === 'description')?.description ?? '';
const kinds: Record<string, Key['kind']> = {
  string: 'text',
  picklist: 'text',
  number: 'number',
  boolean: 'yes/no',
  array: 'list',
  record: 'map',
  strict_object: 'group',
};

/** Every key of the config file, groups before what they hold, in the schema's order. */
export function keys(root: GenericSchema = schema): Key[] {
  return walk(root as unknown as Node, '');
}

function walk(node: Node, path: string): Key[] {
  const inner = bare(node);
  const below = inner.type === 'array' && inner.item !== undefined ? walk(inner.item, `${path}[]`).filter(key => key.path !== `${path}[]`) : [];
  const held = Object.entries(inner.entries ?? {}).flatMap(([name, each]) => walk(each, path === '' ? name : `${path}.${name}`));
  if (path === '') return held;
  const choices = inner.options ?? (inner.item === undefined ? undefined : bare(inner.item).options);
  return [{ path, about: describe(inner), kind: kinds[inner.type] ?? 'text', ...(choices === undefined ? {} : { choices }) }, ...below, ...held];
}
