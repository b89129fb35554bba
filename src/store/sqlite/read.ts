/** Reads stories back. */
import type { DatabaseSync } from 'node:sqlite';
import { inOrder } from '../../events/timeline.ts';
import type { EventStore, Story } from '../event-store.ts';
import { fromRow, type Row } from './rows.ts';
import type { Words } from './words.ts';

type Sync<F> = F extends (...args: infer A) => Promise<infer R> ? (...args: A) => R : never;

export interface Reader {
  find(key: string, limit: number): Story[];
  recent(limit: number): Story[];
  counts: Sync<EventStore['counts']>;
}

const columns = 'message.id, message_id, sent_at, subject, recipients, tags';

export function reader(db: DatabaseSync, words: Words): Reader {
  const byKey = db.prepare(`
    SELECT ${columns} FROM message
    WHERE message_id = ? OR id IN (SELECT message FROM recipient WHERE address = ?)
    ORDER BY sent_at DESC, id DESC LIMIT ?`);
  const newest = db.prepare(`SELECT ${columns} FROM message ORDER BY sent_at DESC, id DESC LIMIT ?`);
  const eventsOf = db.prepare('SELECT * FROM event WHERE message = ?');
  const count = db.prepare(
    'SELECT (SELECT count(*) FROM event) AS events, (SELECT count(*) FROM message) AS messages, (SELECT count(*) FROM set_aside) AS set_aside',
  );
  const storyOf = (row: Row): Story => {
    const messageId = String(row['message_id']);
    const shared = { recipients: String(row['recipients']), tags: String(row['tags']) };
    return {
      messageId,
      ...(typeof row['subject'] === 'number' && { subject: words.textOf(row['subject']) }),
      sentAt: new Date(Number(row['sent_at'])).toISOString(),
      recipients: JSON.parse(shared.recipients),
      events: inOrder(eventsOf.all(Number(row['id'])).map(event => fromRow(event, messageId, shared, words))),
    };
  };
  return {
    find: (key, limit) => byKey.all(key, key.toLowerCase(), limit).map(storyOf),
    recent: limit => newest.all(limit).map(storyOf),
    counts() {
      const row = count.get() ?? {};
      return { events: Number(row['events']), messages: Number(row['messages']), setAside: Number(row['set_aside']) };
    },
  };
}
