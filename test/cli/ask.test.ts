/** A question on the terminal: answered, stopped, or left by closing the input. */
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { ask } from '../../src/cli/ask.ts';
import { Trouble } from '../../src/errors.ts';

const terminal = () => ({ stdin: new PassThrough(), stderr: new PassThrough() });

test('the answer is what was typed', async () => {
  const streams = terminal();
  const answer = ask('Apply? ', streams, new AbortController().signal);
  streams.stdin.write('yes\n');
  expect(await answer).toBe('yes');
  expect(String(streams.stderr.read())).toContain('Apply? ');
});

test('Ctrl-D answers nothing, which is no yes, and is no error', async () => {
  const streams = terminal();
  const answer = ask('Apply? ', streams, new AbortController().signal);
  streams.stdin.end();
  expect(await answer).toBe('');
  expect(String(streams.stderr.read())).toMatch(/Apply\? \n$/);
});

test('whoever stops the program while it waits stops the question', async () => {
  const stopping = new AbortController();
  const answer = ask('Apply? ', terminal(), stopping.signal);
  stopping.abort(new Trouble('interrupted', 'interrupted'));
  await expect(answer).rejects.toMatchObject({ code: 'interrupted' });
});
