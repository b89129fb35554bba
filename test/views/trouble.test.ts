/** What a terminal shows of a Trouble, whatever stands in it. */
import { expect, test } from 'vitest';
import { Trouble } from '../../src/errors.ts';
import { troubleText } from '../../src/views/trouble.ts';

const same = (text: string): string => text;

test('what came from a file or from AWS does not drive the terminal', () => {
  const trouble = new Trouble('aws.refused', 'no \u001b]0;title\u0007 here\n\u001b[2Jsecond', 'Ask \u009b31m.');
  expect(troubleText(trouble, same, same)).toBe('error: no \\x1b]0;title\\x07 here\n       \\x1b[2Jsecond\n  try: Ask \\x9b31m.');
});
