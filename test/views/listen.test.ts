/** The lines that `listen` writes while it runs. */
import { expect, test } from 'vitest';
import { paint } from '../../src/cli/paint.ts';
import type { Note } from '../../src/servers/note.ts';
import { arrivedText, noteLine, noteText } from '../../src/views/listen.ts';
import { arrival } from '../store/event-store-suite.ts';

const at = '2026-11-24T12:00:00.000Z';
const note: Note = { level: 'warning', kind: 'refused', says: 'refused a post: unsigned', topic: 'arn:t', message: 'm', heldBack: 3 };

test('for a log: one JSON object on one line, with the time first', () => {
  expect(noteLine(note, at)).toBe(
    '{"at":"2026-11-24T12:00:00.000Z","level":"warning","kind":"refused","says":"refused a post: unsigned","topic":"arn:t","message":"m","heldBack":3}',
  );
});

test('for a person: the time of day, the words, and what it is about', () => {
  expect(noteText(note, at, paint(false))).toBe('12:00:00 refused a post: unsigned (arn:t, message m, 3 more like it)');
  expect(arrivedText(arrival('Open').event, at, paint(false))).toMatch(/^12:00:00 Open {10}0100\S+ person$/);
});

test('a stranger’s text can drive neither a terminal nor start a line of its own', () => {
  const hostile: Note = { ...note, topic: 'x\u001b[2J\u009b31m\u202e\r\nforged\u2028é' };
  expect(noteLine(hostile, at)).toMatch(/^[ -~]+$/);
  expect(JSON.parse(noteLine(hostile, at)).topic).toBe(hostile.topic);
  expect(noteText(hostile, at, paint(false))).toContain('x\\x1b[2J\\x9b31m\\u202e\\x0d\\x0aforged\\u2028é');
});
