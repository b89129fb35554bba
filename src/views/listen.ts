/** What `listen` says while it runs: a line for people, or one JSON object a line for a log. */
import type { Paint } from '../cli/paint.ts';
import type { Event } from '../events/event.ts';
import type { Note } from '../servers/note.ts';
import { plain } from './plain.ts';

/**
 * ASCII alone, so that nothing a stranger wrote can drive the terminal of whoever reads the log.
 * @param at ISO 8601 UTC
 */
export function noteLine(note: Note, at: string): string {
  return JSON.stringify({ at, ...note }).replace(/[\u007f-\uffff]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

export function noteText({ level, says, topic, message, heldBack }: Note, at: string, paint: Paint): string {
  const mark = { info: paint.good, warning: paint.warn, error: paint.bad }[level];
  const about = [topic, message && `message ${message}`, heldBack && `${heldBack} more like it`].filter(Boolean).join(', ');
  return `${paint.dim(at.slice(11, 19))} ${mark(plain(says))}${about === '' ? '' : paint.dim(` (${plain(about)})`)}`;
}

/** One event as it is stored, without addresses. */
export function arrivedText({ type, messageId, reader }: Event, at: string, paint: Paint): string {
  return `${paint.dim(at.slice(11, 19))} ${plain(type).padEnd(13)} ${paint.name(plain(messageId))}${reader === 'unknown' ? '' : paint.dim(` ${reader}`)}`;
}
