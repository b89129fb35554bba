/** Two readers read a command line: Node's own where there is no mistake in it, commander for the rest. They must not disagree. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { command } from '../../src/cli/command.ts';
import { flag, text, texts } from '../../src/cli/flags.ts';
import { explain } from '../../src/cli/usage.ts';
import { flagName, frameFlags, readWords, type Words } from '../../src/cli/words.ts';
import { Trouble } from '../../src/errors.ts';
import { runs } from '../long.ts';

const spec = (...args: string[]) =>
  command({
    name: 'probe',
    args,
    summary: 'Look at what comes in',
    examples: ['ses-track probe'],
    flags: { configSet: text('name'), webhook: texts('address'), yes: flag('do not ask'), noConfirm: flag('do not confirm') },
    run: async () => 0,
  });
const shapes = [spec('[file...]'), spec('<message>'), spec('<from>', '[to]'), spec()];
const host = { verbs: [], write: () => undefined, columns: 80, open: () => Promise.reject() as never };

const flagsOf = (probe: ReturnType<typeof spec>) => ({ ...probe.flags, ...frameFlags(probe) });
const meant = ({ args, given }: Words, probe: ReturnType<typeof spec>) => ({
  args,
  flags: Object.entries(flagsOf(probe)).map(([key, each]) => [key, each.read(given[flagName(key)] ?? [], key)]),
});

const word = fc.oneof(
  fc.constantFrom('--config-set', '--webhook', '--yes', '--no-confirm', '--json', '--format', '--debug', '--config'),
  fc.constantFrom('a', 'b', 'json', '', '-', '--', '-1', '-x', '-h', '--help', '--nope', '--confirm', '--no-yes', '--version', '-V', '--config'),
  fc.constantFrom('--yes=1', '--yes=', '--config-set=', '--config-set=a=b', '--webhook=--yes', '--webhook=', '--Yes', '--configSet', '--configSet=a'),
  fc.string({ maxLength: 4 }).map(tail => `--${tail}`),
  fc.string({ maxLength: 4 }),
);

describe('the two readers of a command line', () => {
  test('what Node understands, commander understands the same way', () => {
    let understood = 0;
    fc.assert(
      fc.property(fc.constantFrom(...shapes), fc.array(word, { maxLength: 5 }), (probe, words) => {
        const read = readWords(words, flagsOf(probe), probe.args);
        if (read === undefined) return;
        understood++;
        const format = read.given['format']?.at(-1);
        fc.pre(format === undefined || format === 'json');
        const explained = explain(probe, words, host);
        expect(explained && meant(explained, probe)).toEqual(meant(read, probe));
      }),
      { numRuns: runs(2000) },
    );
    expect(understood).toBeGreaterThan(runs(200));
  });

  test('what Node takes for a slip of the pen, a value that begins with a dash, commander takes as it is', () => {
    const [probe] = shapes;
    if (probe === undefined) throw new Error('no shape');
    const words = ['--config-set', '-x', '--webhook', '--yes'];
    expect(readWords(words, flagsOf(probe), probe.args)).toBe(undefined);
    expect(explain(probe, words, host)).toMatchObject({ args: [], given: { 'config-set': ['-x'], webhook: ['--yes'], yes: [] } });
  });

  test.each([
    [[], "missing required argument 'message'"],
    [['a', 'b'], 'too many arguments. Expected 1 argument but got 2: a, b.'],
  ])('%j is too little or too much for <message>', (words, message) => {
    const probe = spec('<message>');
    expect(readWords(words, flagsOf(probe), probe.args)).toBe(undefined);
    expect(() => explain(probe, words, host)).toThrow(expect.objectContaining({ code: 'cli.usage', message: expect.stringContaining(message) }));
    expect(() => explain(probe, words, host)).toThrow(Trouble);
  });
});
