/** Reads settings from `SES_TRACK_*` variables: `listen.port` is SES_TRACK_LISTEN_PORT. */
import { Trouble } from '../errors.ts';
import { type Key, keys } from './keys.ts';

/** `endpointUrl` → `SES_TRACK_ENDPOINT_URL`, `listen.port` → `SES_TRACK_LISTEN_PORT`. */
export function variableOf(path: string): string {
  return `SES_TRACK_${path
    .replaceAll('.', '_')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toUpperCase()}`;
}

/**
 * The settings that the environment gives, as a tree like the file's, with the variable each came from.
 * Lists are comma-separated. Configuration sets and lint rules have no variables: they are trees.
 * Refuses a number that is none and a yes/no that is neither.
 */
export function fromEnvironment(env: Readonly<Record<string, string | undefined>>): {
  tree: Record<string, unknown>;
  origin: Record<string, string>;
} {
  const tree: Record<string, unknown> = {};
  const origin: Record<string, string> = {};
  for (const key of keys()) {
    if (key.path.includes('[]') || key.kind === 'group' || key.kind === 'map' || key.path === 'configurationSets') continue;
    const variable = variableOf(key.path);
    const given = env[variable];
    if (given === undefined || given === '') continue;
    put(tree, key.path.split('.'), value(given, key, variable));
    origin[key.path] = `environment ${variable}`;
  }
  return { tree, origin };
}

function value(given: string, key: Key, variable: string): unknown {
  if (key.kind === 'list') return given.split(',').map(each => each.trim());
  if (key.kind === 'number') {
    if (!/^-?\d+$/.test(given))
      throw new Trouble('config.invalid', `${variable} is "${given}", expected a whole number`, 'Give a number, or unset it.');
    return Number(given);
  }
  if (key.kind === 'yes/no') {
    if (!/^(true|false)$/.test(given))
      throw new Trouble('config.invalid', `${variable} is "${given}", expected true or false`, 'Write true or false, or unset it.');
    return given === 'true';
  }
  return given;
}

function put(tree: Record<string, unknown>, [first, ...rest]: string[], leaf: unknown): void {
  if (first === undefined) return;
  if (rest.length === 0) tree[first] = leaf;
  else {
    const below = tree[first] ?? {};
    tree[first] = below;
    put(below as Record<string, unknown>, rest, leaf);
  }
}
