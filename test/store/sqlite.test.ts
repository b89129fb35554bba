/** The SQLite store: the promise of every store, and what a file of its own can suffer. */
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { openStore } from '../../src/outside/node/store.ts';
import { openSqlite } from '../../src/store/sqlite/open.ts';
import { messageId } from '../events/records.ts';
import { arrival, eventStoreSuite } from './event-store-suite.ts';

eventStoreSuite('SQLite in memory', () => openStore('/', 'sqlite::memory:'));

eventStoreSuite('SQLite in a file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ses-track-test-'));
  const store = await openStore(folder, 'sqlite:events.db');
  return {
    ...store,
    async close() {
      await store.close();
      expect(readdirSync(folder)).toEqual(['events.db']);
      rmSync(folder, { recursive: true });
    },
  };
});

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'ses-track-test-'));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('a store opened again has everything, and a second process may read while the first writes', () =>
  inFolder(async folder => {
    const first = await openStore(folder, 'sqlite:events.db');
    await first.add([arrival('Send')]);
    const second = await openStore(folder, 'sqlite:events.db', { mustExist: true });
    await first.add([arrival('Open')]);
    expect((await second.find(messageId))[0]?.events.map(({ type }) => type)).toEqual(['Send', 'Open']);
    await second.close();
    await first.close();
    const again = await openStore(folder, 'sqlite:events.db');
    expect(await again.counts()).toEqual({ events: 2, messages: 1, setAside: 0 });
    await again.close();
  }));

test('folders on the way are made, and what tells of people is for its owner alone', () =>
  inFolder(async folder => {
    const store = await openStore(folder, 'sqlite:a/b/events.db');
    await store.close();
    expect(statSync(join(folder, 'a/b')).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, 'a/b/events.db')).mode & 0o777).toBe(0o600);
  }));

test('a store that must be there and is not is trouble, and none is made', () =>
  inFolder(async folder => {
    await expect(openStore(folder, 'sqlite:events.db', { mustExist: true })).rejects.toMatchObject({ code: 'store.missing' });
    expect(readdirSync(folder)).toEqual([]);
  }));

test.each([
  ['events.db', 'store.address', '"events.db" is not the address of a store'],
  ['sqlite:', 'store.address', '"sqlite:" is not the address of a store'],
  ['postgres://localhost/events', 'store.unsupported', 'no store of kind "postgres", expected sqlite:FILE'],
])('the address %s is refused as %s', async (address, code, message) => {
  await expect(openStore('/', address)).rejects.toMatchObject({ code, message });
});

test('a file that is no database is trouble, and it is left as it was', () =>
  inFolder(async folder => {
    const text = 'This file is a letter, and by no means a database.'.repeat(50);
    writeFileSync(join(folder, 'letter.txt'), text);
    await expect(openStore(folder, 'sqlite:letter.txt')).rejects.toMatchObject({ code: 'store.broken' });
    expect(statSync(join(folder, 'letter.txt')).size).toBe(text.length);
  }));

test("another program's database is not written to", () =>
  inFolder(async folder => {
    const other = new DatabaseSync(join(folder, 'other.db'));
    other.exec('CREATE TABLE theirs (x)');
    other.close();
    await expect(openStore(folder, 'sqlite:other.db')).rejects.toMatchObject({
      code: 'store.broken',
      message: expect.stringContaining('database of another program'),
    });
    const after = new DatabaseSync(join(folder, 'other.db'));
    expect(after.prepare('SELECT name FROM sqlite_schema').all()).toEqual([expect.objectContaining({ name: 'theirs' })]);
    after.close();
  }));

test('a store of a newer version is trouble that says to update', () =>
  inFolder(async folder => {
    await (await openStore(folder, 'sqlite:events.db')).close();
    const file = new DatabaseSync(join(folder, 'events.db'));
    file.exec('PRAGMA user_version = 99');
    file.close();
    await expect(openStore(folder, 'sqlite:events.db')).rejects.toMatchObject({ code: 'store.newer', hint: 'Update ses-track.' });
  }));

test('a folder that may not be written is trouble', () =>
  inFolder(async folder => {
    writeFileSync(join(folder, 'file'), '');
    await expect(openStore(folder, 'sqlite:file/events.db')).rejects.toMatchObject({ code: 'store.unwritable' });
  }));

// Node's mkdir with `recursive` runs for ever there, and no signal ends it.
test.skipIf(!existsSync('/proc/self'))('a folder that takes no folders is trouble, and is given up at once', async () => {
  await expect(openStore('/proc', 'sqlite:nowhere/deep/events.db')).rejects.toMatchObject({ code: 'store.unwritable' });
});

test('a full disk fails the adds that meet it, keeps what was there, and goes on when there is room', () =>
  inFolder(async folder => {
    const store = await openStore(folder, 'sqlite:events.db');
    await store.add([arrival('Send')]);
    // SQLite's own ceiling on the file gives the same error as a full disk.
    const full = openSqlite(join(folder, 'events.db'), { maxPages: 1 });
    const big = { ...arrival('Open'), raw: 'x'.repeat(100_000) };
    const results = await Promise.allSettled([
      full.add([big]),
      full.setAside([{ at: '2026-11-24T12:00:00.000Z', why: '', raw: 'y'.repeat(100_000) }]),
    ]);
    expect(results.map(result => (result.status === 'rejected' ? result.reason.code : 'kept'))).toEqual(['store.full', 'store.full']);
    await full.close();
    expect(await store.add([arrival('Open')])).toEqual({ added: 1, duplicates: 0 });
    expect(await store.counts()).toEqual({ events: 2, messages: 1, setAside: 0 });
    await store.close();
  }));

test('a file that another program holds is trouble that says so', () =>
  inFolder(async folder => {
    const store = openSqlite(join(folder, 'events.db'), { busyMs: 20 });
    const holder = new DatabaseSync(join(folder, 'events.db'));
    holder.exec('BEGIN IMMEDIATE');
    await expect(store.add([arrival('Send')])).rejects.toMatchObject({ code: 'store.locked' });
    holder.exec('ROLLBACK');
    holder.close();
    expect(await store.add([arrival('Send')])).toEqual({ added: 1, duplicates: 0 });
    await store.close();
  }));

test('one arrival that cannot be stored fails alone, not with those that came beside it', async () => {
  const store = await openStore('/', 'sqlite::memory:');
  const open = arrival('Open');
  const impossible = { ...open, event: { ...open.event, at: 'never' } };
  const results = await Promise.allSettled([store.add([arrival('Send')]), store.add([impossible]), store.add([arrival('Click')])]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(await store.counts()).toEqual({ events: 2, messages: 1, setAside: 0 });
  await store.close();
});
