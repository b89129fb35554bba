/** Writes events and what was set aside; to be called within a transaction. */
import type { DatabaseSync } from 'node:sqlite';
import { fingerprintOf } from '../../events/identity.ts';
import type { Arrival, SetAside } from '../event-store.ts';
import { eventColumns, type Shared, tagNumbers, toRow } from './rows.ts';
import type { Words } from './words.ts';

export interface Writer {
  add(arrivals: readonly Arrival[]): { added: number; duplicates: number };
  setAside(items: readonly SetAside[]): void;
}

export function writer(db: DatabaseSync, words: Words): Writer {
  const findMessage = db.prepare('SELECT id, subject, recipients, tags FROM message WHERE message_id = ?');
  const makeMessage = db.prepare('INSERT INTO message (message_id, sent_at, subject, recipients, tags) VALUES (?, ?, ?, ?, ?)');
  const giveSubject = db.prepare('UPDATE message SET subject = ? WHERE id = ?');
  const makeRecipient = db.prepare('INSERT OR IGNORE INTO recipient (address, message) VALUES (?, ?)');
  const alike = db.prepare('SELECT id, road FROM event WHERE message = ? AND id BETWEEN ? AND ?');
  const makeEvent = db.prepare(`INSERT INTO event (${eventColumns.join(', ')}) VALUES (${eventColumns.map(() => '?').join(', ')})`);
  const makeRaw = db.prepare('INSERT INTO raw (message, event, body) VALUES (?, ?, ?)');
  const makeSetAside = db.prepare('INSERT INTO set_aside (at, why, raw) VALUES (?, ?, ?)');

  const messageOf = ({ mail, event }: Arrival): Shared & { id: number } => {
    const known = findMessage.get(mail.messageId);
    const subject = mail.subject === undefined ? null : words.idOf(mail.subject);
    if (known === undefined) {
      const shared = { recipients: JSON.stringify(mail.recipients), tags: tagNumbers(event.tags, words) };
      const made = makeMessage.run(mail.messageId, Date.parse(mail.sentAt), subject, shared.recipients, shared.tags);
      const id = Number(made.lastInsertRowid);
      for (const address of new Set([...mail.recipients, ...event.recipients])) makeRecipient.run(address.toLowerCase(), id);
      return { id, ...shared };
    }
    const message = { id: Number(known['id']), recipients: String(known['recipients']), tags: String(known['tags']) };
    // Rendering failures and delays come without headers; a later event may know the subject.
    if (known['subject'] === null && subject !== null) giveSubject.run(subject, message.id);
    if (JSON.stringify(event.recipients) !== message.recipients)
      for (const address of event.recipients) makeRecipient.run(address.toLowerCase(), message.id);
    return message;
  };

  /** @see EventStore.add for the rule */
  const isKnown = ({ event, road }: Arrival, message: number): boolean => {
    const fingerprint = fingerprintOf(event.id);
    const reports = alike.all(message, Buffer.from(fingerprint.padEnd(32, '0'), 'hex'), Buffer.from(fingerprint.padEnd(32, 'f'), 'hex'));
    if (reports.length === 0) return false;
    const roadId = words.idOf(road);
    return !reports.some(report => report['road'] === roadId) || reports.some(report => hexOf(report['id']) === event.id);
  };

  return {
    add(arrivals) {
      let added = 0;
      for (const arrival of arrivals) {
        const message = messageOf(arrival);
        if (isKnown(arrival, message.id)) continue;
        makeEvent.run(...toRow(arrival.event, message.id, arrival.road, message, words));
        makeRaw.run(message.id, Buffer.from(arrival.event.id, 'hex'), arrival.raw);
        added += 1;
      }
      return { added, duplicates: arrivals.length - added };
    },
    setAside(items) {
      for (const { at, why, raw } of items) makeSetAside.run(Date.parse(at), why, raw);
    },
  };
}

function hexOf(value: unknown): string {
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : '';
}
