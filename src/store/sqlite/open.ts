/** Opens an event store in one SQLite file: write-ahead log, every commit on the disk, its tables brought to this version. */
import { DatabaseSync } from 'node:sqlite';
import { Trouble } from '../../errors.ts';
import type { EventStore } from '../event-store.ts';
import { groupCommit } from './group-commit.ts';
import { reader } from './read.ts';
import { applicationId, migrations } from './schema.ts';
import { storeTrouble } from './trouble.ts';
import { openWords } from './words.ts';
import { writer } from './write.ts';

export interface SqliteLimits {
  /** How long a commit waits for another process. Default 5 s: SNS gives up on us after 15 s. */
  busyMs?: number;
  /** The file grows no further than this; beyond it is `store.full`. Default: as far as the disk goes. */
  maxPages?: number;
}

/**
 * @param file absolute path, or `:memory:`
 * @throws Trouble `store.*`
 */
export function openSqlite(file: string, { busyMs = 5_000, maxPages }: SqliteLimits = {}): EventStore {
  try {
    const db = new DatabaseSync(file);
    try {
      db.exec(`PRAGMA busy_timeout = ${busyMs}`);
      prepare(db, file);
      if (maxPages !== undefined) db.exec(`PRAGMA max_page_count = ${maxPages}`);
      return store(db, file);
    } catch (error) {
      db.close();
      throw error;
    }
  } catch (error) {
    throw storeTrouble(error, file);
  }
}

function prepare(db: DatabaseSync, file: string): void {
  const pragma = (name: string): number => Number(Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0]);
  const isEmpty = db.prepare('SELECT 1 FROM sqlite_schema').get() === undefined;
  if (!isEmpty && pragma('application_id') !== applicationId)
    throw new Trouble('store.broken', `${file} is a database of another program`, 'Give --store the file that ses-track listen writes.');
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  if (pragma('user_version') === migrations.length) return;
  // Two processes may open a new file at once: the version is read again once the file is ours.
  db.exec('BEGIN IMMEDIATE');
  try {
    const version = pragma('user_version');
    if (version > migrations.length)
      throw new Trouble(
        'store.newer',
        `${file} was written by a newer ses-track (tables ${version}, known ${migrations.length})`,
        'Update ses-track.',
      );
    for (const migration of migrations.slice(version)) db.exec(migration);
    db.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${migrations.length}; COMMIT`);
  } catch (error) {
    db.exec('ROLLBACK');
    throw error;
  }
}

function store(db: DatabaseSync, file: string): EventStore {
  const words = openWords(db);
  const write = writer(db, words);
  const read = reader(db, words);
  const { inTransaction, settled } = groupCommit(db, error => {
    words.forget();
    return storeTrouble(error, file);
  });
  const reading = async <T>(work: () => T): Promise<T> => {
    try {
      return work();
    } catch (error) {
      throw storeTrouble(error, file);
    }
  };
  return {
    add: arrivals => inTransaction(() => write.add(arrivals)),
    setAside: items => inTransaction(() => write.setAside(items)),
    find: (key, limit = 20) => reading(() => read.find(key, limit)),
    recent: limit => reading(() => read.recent(limit)),
    counts: () => reading(() => read.counts()),
    async close() {
      await settled();
      db.close();
    },
  };
}
