/** A flood of bad posts is no flood of lines. */
import { expect, test } from 'vitest';
import { calm, type Note } from '../../src/servers/note.ts';

const refused = (says: string): Note => ({ level: 'warning', kind: 'refused', says });

test('the same words are told once a minute, and then how many were held back', () => {
  let time = 0;
  const told: Note[] = [];
  const tell = calm(
    note => told.push(note),
    () => time,
  );
  for (let at = 0; at < 1000; at += 1) tell(refused('unsigned'));
  tell(refused('not JSON'));
  time = 60_000;
  tell(refused('unsigned'));
  time = 120_000;
  tell(refused('unsigned'));
  expect(told).toEqual([refused('unsigned'), refused('not JSON'), { ...refused('unsigned'), heldBack: 999 }, refused('unsigned')]);
});

test('its memory stays bounded however many different words come', () => {
  let told = 0;
  const tell = calm(
    () => {
      told += 1;
    },
    () => 0,
  );
  for (let at = 0; at < 5000; at += 1) tell(refused(`words ${at}`));
  // What it has forgotten it tells again.
  tell(refused('words 0'));
  expect(told).toBe(5001);
});
