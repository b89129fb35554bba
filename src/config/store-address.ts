/** Chooses where events are kept: flag, then config, then a folder of the user's own. */
import { dirname, isAbsolute, join } from 'node:path';
import { Trouble } from '../errors.ts';
import type { Config } from './load.ts';

/**
 * A file that the config file names lies beside the config file, so that the store is the same from any folder under it.
 * @returns the address for `outside.openStore`
 */
export function storeAddress(
  flag: string | undefined,
  config: Pick<Config, 'file' | 'settings' | 'origin'>,
  env: Readonly<Record<string, string | undefined>>,
): string {
  if (flag !== undefined) return flag;
  const named = config.settings.listen?.store;
  if (named !== undefined) {
    const [, path] = /^sqlite:(?!:memory:)(.+)$/s.exec(named) ?? [];
    const isFromFile = config.file !== undefined && config.origin['listen.store']?.startsWith('environment') !== true;
    return path === undefined || isAbsolute(path) || !isFromFile ? named : `sqlite:${join(dirname(config.file ?? ''), path)}`;
  }
  const home = env['HOME'] ?? env['USERPROFILE'];
  const data = env['XDG_DATA_HOME'] || (home === undefined ? undefined : join(home, '.local', 'share'));
  if (data === undefined) throw new Trouble('cli.usage', 'there is no home folder to keep events in', 'Give --store sqlite:FILE.');
  return `sqlite:${join(data, 'ses-track', 'events.db')}`;
}
