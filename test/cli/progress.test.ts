/** Progress on a terminal: a spinner that is gone when the program is. */
import { expect, test } from 'vitest';
import { paint } from '../../src/cli/paint.ts';
import { spinner } from '../../src/cli/progress.ts';
import { speak } from '../../src/cli/speak.ts';

const terminal = () => {
  const written: string[] = [];
  const out = { write: (text: string) => written.push(text), isTTY: true, columns: 80, cursorTo() {}, clearLine() {}, moveCursor() {}, on() {} };
  return { out, written };
};

test('a step that is still under way at the end leaves no spinner behind, even where the spinner came late', async () => {
  const { out, written } = terminal();
  const progress = spinner(out, paint(false), new AbortController().signal);
  progress.show({ id: 'look', title: 'look at every hop', state: 'start' });
  progress.end();
  await import('ora');
  await new Promise(resolve => setTimeout(resolve, 150));
  expect(written.join('')).not.toContain('look at every hop');
});

test('a terminal that reports no width gets lines, since a spinner would never end there', () => {
  const { out, written } = terminal();
  const streams = { stdout: out, stderr: { ...out, columns: 0 }, stdin: { isTTY: true } };
  const say = speak(streams, { format: 'text', env: {}, ask: async () => '', signal: new AbortController().signal });
  say.step({ id: 'look', title: 'look at every hop', state: 'start' });
  say.step({ id: 'look', title: 'look at every hop', state: 'done' });
  say.end();
  expect(written).toEqual([expect.stringMatching(/✔.* look at every hop\n$/)]);
});

test('a terminal that reports no width is taken for 80 columns, so that no word gets a line of its own', () => {
  const { out } = terminal();
  const streams = { stdout: { ...out, columns: 0 }, stderr: { ...out, columns: 0 }, stdin: { isTTY: true } };
  expect(speak(streams, { format: 'text', env: {}, ask: async () => '', signal: new AbortController().signal }).columns).toBe(80);
});
