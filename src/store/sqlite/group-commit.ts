/** Lets what comes in one turn of the event loop share one transaction, and so one wait for the disk. */
import type { DatabaseSync } from 'node:sqlite';

interface Job {
  work: () => unknown;
  done: (result: unknown) => void;
  failed: (error: unknown) => void;
}

export interface GroupCommit {
  /** Resolves once the work's transaction is on the disk. */
  inTransaction<T>(work: () => T): Promise<T>;
  /** Resolves when nothing waits. */
  settled(): Promise<void>;
}

/** @param undone told of each rollback; gives back the error as callers shall see it */
export function groupCommit(db: DatabaseSync, undone: (error: unknown) => unknown): GroupCommit {
  let waiting: Job[] = [];
  let turn: Promise<void> | undefined;

  const commit = (jobs: readonly Job[]): void => {
    let isOurFault = false;
    try {
      db.exec('BEGIN IMMEDIATE');
      isOurFault = true;
      const results = jobs.map(job => job.work());
      isOurFault = false;
      db.exec('COMMIT');
      for (const [at, job] of jobs.entries()) job.done(results[at]);
    } catch (error) {
      rollBack(db);
      const seen = undone(error);
      // One job that cannot be done must not take its neighbours with it; a disk that says no says it to all.
      if (isOurFault && jobs.length > 1) for (const job of jobs) commit([job]);
      else for (const job of jobs) job.failed(seen);
    }
  };

  const inTransaction = <T>(work: () => T): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      waiting.push({ work, done: result => resolve(result as T), failed: reject });
      // After the turn's reads, so that every request that is already here takes part.
      turn ??= new Promise(next =>
        setImmediate(() => {
          const jobs = waiting;
          waiting = [];
          turn = undefined;
          commit(jobs);
          next();
        }),
      );
    });

  return { inTransaction, settled: () => turn ?? Promise.resolve() };
}

/** SQLite has already rolled back after some errors (disk full); then there is nothing left to roll back. */
function rollBack(db: DatabaseSync): void {
  try {
    db.exec('ROLLBACK');
  } catch {
    // Nothing was open.
  }
}
