/** Opens an event store by its address. */
import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { reason, Trouble } from '../../errors.ts';
import type { EventStore } from '../../store/event-store.ts';

/**
 * @param address `sqlite:FILE` or `sqlite::memory:`; a relative FILE starts at `cwd`
 * @param options `mustExist`: a missing file is Trouble `store.missing` instead of a new, empty store
 */
export async function openStore(cwd: string, address: string, options: { mustExist?: boolean } = {}): Promise<EventStore> {
  const hint = 'Write it as sqlite:FILE, for example sqlite:events.db.';
  const [, kind, place] = /^([A-Za-z][A-Za-z0-9+.-]*):(.*)$/s.exec(address) ?? [];
  if (kind === undefined || place === undefined || place === '')
    throw new Trouble('store.address', `"${address}" is not the address of a store`, hint);
  if (kind !== 'sqlite') throw new Trouble('store.unsupported', `no store of kind "${kind}", expected sqlite:FILE`, hint);
  const file = place === ':memory:' ? place : resolve(cwd, place);
  if (options.mustExist === true && !existsSync(file))
    throw new Trouble('store.missing', `no event store at ${file}`, 'Give --store the file that ses-track listen writes.');
  if (place !== ':memory:' && !existsSync(file)) makePrivately(file);
  loadSqliteQuietly();
  const { openSqlite } = await import('../../store/sqlite/open.ts');
  return openSqlite(file);
}

/** Events tell who read what: folder and file are for their owner alone. What is there already keeps its permissions. */
function makePrivately(file: string): void {
  try {
    makeFolder(dirname(file));
    closeSync(openSync(file, 'a', 0o600));
  } catch (error) {
    throw new Trouble('store.unwritable', `cannot write ${file}: ${reason(error)}`, 'Check that the folder may be written.', { cause: error });
  }
}

/** Not with mkdir's own `recursive`: where a folder that exists takes no folders, as in /proc, that never returns. */
function makeFolder(folder: string): void {
  if (existsSync(folder) || folder === dirname(folder)) return;
  makeFolder(dirname(folder));
  // Another process may have made it since.
  if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 });
}

/** Node 22 warns on stderr when node:sqlite is first loaded; an operator can do nothing about that. Every other warning passes. */
function loadSqliteQuietly(): void {
  const { emitWarning } = process;
  process.emitWarning = (...args: unknown[]) => {
    if (!/^SQLite is an experimental feature/.test(String(args[0]))) Reflect.apply(emitWarning, process, args);
  };
  try {
    process.getBuiltinModule('node:sqlite');
  } finally {
    process.emitWarning = emitWarning;
  }
}
