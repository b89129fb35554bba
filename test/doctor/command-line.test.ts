/** A command line that is printed is taken by a shell word for word. */
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commandLine, flagWords } from '../../src/doctor/command-line.ts';
import { anyText } from '../events/wild-text.ts';
import { isLong } from '../long.ts';

test('plain words stay plain, the rest is quoted', () => {
  expect(commandLine(['ses-track', 'setup', '--webhook', 'https://hooks.example.com/ses?key=1&b'])).toBe(
    `ses-track setup --webhook 'https://hooks.example.com/ses?key=1&b'`,
  );
  expect(commandLine(['aws', '--attribute-value', '', "it's"])).toBe(`aws --attribute-value '' 'it'\\''s'`);
});

test('a shell reads back what was written, whatever the words', () => {
  const word = anyText(12).filter(text => !text.includes('\0') && !text.includes('\n'));
  fc.assert(
    fc.property(fc.array(word, { maxLength: 6 }), words => {
      const read = execFileSync('bash', ['-c', `printf '%s\\n' x ${commandLine(words)}`], { encoding: 'utf8' });
      expect(read).toBe(`${['x', ...words].join('\n')}\n`);
    }),
    { numRuns: isLong ? 200 : 10 },
  );
});

test('flags are written as they were given: switches, lists, and what was not given', () => {
  const given = { configSet: 'news', noRepair: true, allowHttp: false, webhook: ['https://a.example', 'https://b.example'], region: undefined };
  expect(flagWords(given)).toEqual(['--config-set', 'news', '--no-repair', '--webhook', 'https://a.example', '--webhook', 'https://b.example']);
});
