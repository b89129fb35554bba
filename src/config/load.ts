/** Finds and reads the config file, puts the environment over it, remembers where each value came from. */
import { dirname, join, relative, resolve } from 'node:path';
import { reason, Trouble } from '../errors.ts';
import type { Files } from '../outside/index.ts';
import type { Settings } from './schema.ts';

export interface Config {
  /** Absolute path of the file, undefined where there is none. */
  file: string | undefined;
  settings: Settings;
  /** `listen.port` → `ses-track.yaml:12` or `environment SES_TRACK_LISTEN_PORT`; only values that were given. */
  origin: Record<string, string>;
}

export const fileNames = ['ses-track.yaml', 'ses-track.yml', 'ses-track.json'];

/**
 * @param named the file that `--config` or SES_TRACK_CONFIG names; without it the nearest `ses-track.yaml` upward from `cwd`
 * @returns settings with the environment over the file; refuses (Trouble `config.*`) what it cannot read or does not know
 */
export async function loadConfig(
  outside: { files: Pick<Files, 'read' | 'exists'>; env: Readonly<Record<string, string | undefined>>; cwd: string },
  named?: string,
): Promise<Config> {
  // An empty variable is none, as everywhere.
  const wanted = named ?? (outside.env['SES_TRACK_CONFIG'] || undefined);
  const file = wanted === undefined ? await findUpward(outside.files, outside.cwd) : resolve(outside.cwd, wanted);
  const hasVariables = Object.keys(outside.env).some(name => name.startsWith('SES_TRACK_'));
  // Nothing to read: the YAML reader and the schema are never loaded, which is what makes a bare `lint` start at once.
  if (file === undefined && !hasVariables) return { file: undefined, settings: {}, origin: {} };

  const [{ validate }, { fromEnvironment }, read] = await Promise.all([import('./validate.ts'), import('./environment.ts'), import('./read.ts')]);
  const shown = file === undefined ? '' : relative(outside.cwd, file) || file;
  const document = file === undefined ? undefined : read.readDocument(await bytesOf(outside.files, file, shown), shown);
  const given = fromEnvironment(outside.env);
  const tree = overlay(document?.tree ?? {}, given.tree);
  const settings = validate(tree, path => {
    const key = path.join('.');
    return (Object.hasOwn(given.origin, key) ? given.origin[key] : undefined) ?? document?.where(path) ?? shown;
  });
  return { file, settings, origin: { ...document?.origin, ...given.origin } };
}

/** The config file that is found where none is named. */
export async function findUpward(files: Pick<Files, 'exists'>, from: string): Promise<string | undefined> {
  for (const name of fileNames) if (await files.exists(join(from, name))) return join(from, name);
  const parent = dirname(from);
  return parent === from ? undefined : findUpward(files, parent);
}

async function bytesOf(files: Pick<Files, 'read'>, file: string, shown: string): Promise<Uint8Array> {
  try {
    return await files.read(file);
  } catch (cause) {
    throw new Trouble(
      'config.unreadable',
      `cannot read ${shown}: ${reason(cause).replace(`cannot read ${file}: `, '')}`,
      'Check the path that --config or SES_TRACK_CONFIG names.',
      {
        cause,
      },
    );
  }
}

/** The upper tree laid over the lower: groups merge, everything else replaces. */
function overlay(lower: unknown, upper: Record<string, unknown>): unknown {
  if (typeof lower !== 'object' || lower === null || Array.isArray(lower)) return lower;
  const merged: Record<string, unknown> = { ...lower };
  for (const [key, value] of Object.entries(upper))
    merged[key] =
      typeof value === 'object' && value !== null && !Array.isArray(value) ? overlay(merged[key] ?? {}, value as Record<string, unknown>) : value;
  return merged;
}
