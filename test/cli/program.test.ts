/** What the command line understands, and what it says when it does not. */
import { describe, expect, test } from 'vitest';
import { type Command, command } from '../../src/cli/command.ts';
import { choice, duration, flag, integerOr, text, texts } from '../../src/cli/flags.ts';
import { program } from '../../src/cli/program.ts';
import { Trouble } from '../../src/errors.ts';

function host(spec: Command) {
  const written: string[] = [];
  return {
    written,
    host: {
      verbs: [
        { name: spec.name, summary: spec.summary, load: async () => spec },
        { name: 'other', summary: 'Do another thing', load: () => Promise.reject(new Error('loaded for nothing')) },
      ],
      write: (text: string) => written.push(text),
      columns: 80,
      open: (frame: object) => ({ outside: frame, say: frame, config: frame }) as never,
    },
  };
}

const flags = {
  configSet: text('name of the set', 'NAME'),
  webhook: texts('address', 'URL'),
  yes: flag('do not ask'),
  noConfirm: flag('do not confirm'),
  port: integerOr('port', 8080, { min: 0, max: 65535 }),
  wait: duration('how long'),
  policy: choice('policy', ['require', 'optional'], 'require'),
};

function probe() {
  const seen: { args: string[]; flags: unknown; frame: unknown }[] = [];
  const spec = command({
    name: 'probe',
    args: ['[name...]'],
    summary: 'Look at what comes in',
    examples: ['ses-track probe --config-set a'],
    flags,
    formats: ['sarif'],
    async run(context, args, values) {
      seen.push({ args, flags: values, frame: context.say });
      return 1;
    },
  });
  return { ...host(spec), seen };
}

const troubleOf = async (argv: string[]): Promise<Trouble> => {
  const error = await program(argv, probe().host).catch((thrown: unknown) => thrown);
  if (!(error instanceof Trouble)) throw new Error(`expected Trouble, got ${String(error)}`);
  return error;
};

describe('flags', () => {
  test('reach the command with their types, and its number comes back', async () => {
    const { host, seen } = probe();
    const line = [
      'probe',
      'a',
      '--config-set',
      's',
      '--webhook',
      'https://a',
      'b',
      '--webhook',
      'https://b',
      '--yes',
      '--no-confirm',
      '--port',
      '0',
      '--wait',
      '90s',
      '--json',
    ];
    expect(await program(line, host)).toBe(1);
    expect(seen).toEqual([
      {
        args: ['a', 'b'],
        flags: { configSet: 's', webhook: ['https://a', 'https://b'], yes: true, noConfirm: true, port: 0, wait: 90_000, policy: 'require' },
        frame: { format: 'json', debug: false, config: undefined },
      },
    ]);
  });

  test('have their defaults when nothing is given', async () => {
    const { host, seen } = probe();
    await program(['probe'], host);
    expect(seen[0]?.flags).toEqual({
      configSet: undefined,
      webhook: [],
      yes: false,
      noConfirm: false,
      port: 8080,
      wait: undefined,
      policy: 'require',
    });
  });

  test.each([
    [['probe', '--confg-set', 'x'], "unknown option '--confg-set' (did you mean --config-set?)"],
    [['prob'], "unknown command 'prob' (did you mean probe?)"],
    [['probe', '--port', '70000'], '--port is "70000", expected a whole number from 0 to 65535'],
    [['probe', '--port', '1e3'], '--port is "1e3", expected a whole number from 0 to 65535'],
    [['probe', '--wait', '90'], '--wait is "90", expected a length of time'],
    [['probe', '--policy', 'never'], '--policy is "never", which is not one of require, optional'],
    [['probe', '--format', 'xml'], '--format is "xml", which is not one of text, json, sarif'],
    [['probe', '--config-set'], "option '--config-set <NAME>' argument missing"],
    [['--json', 'probe'], '"--json" stands before the command'],
  ])('%j is refused in words that help', async (argv, message) => {
    const trouble = await troubleOf(argv);
    expect(trouble.message).toBe(message);
    expect(trouble.exit).toBe(2);
    expect(trouble.hint).not.toBe('');
  });
});

describe('help', () => {
  test('lists every command without loading any', async () => {
    const { host, written } = probe();
    expect(await program(['--help'], host)).toBe(0);
    expect(written.join('')).toMatch(/probe +Look at what comes in\n +other +Do another thing/);
    expect(written.join('')).toContain('Exit codes: 0 done');
  });

  test('no command at all is help', async () => {
    const { host, written } = probe();
    expect(await program([], host)).toBe(0);
    expect(written.join('')).toContain('Usage: ses-track <command> [flags]');
  });

  test.each([[['probe', '--help']], [['help', 'probe']]])('%j shows flags, defaults and examples', async argv => {
    const { host, written, seen } = probe();
    expect(await program(argv, host)).toBe(0);
    const said = written.join('');
    expect(said).toMatch(/--config-set <NAME> +name of the set/);
    expect(said).toMatch(/--port <N> +port \(default: 8080\)/);
    expect(said).toMatch(/--webhook <URL> +address \(repeatable\)/);
    expect(said).toContain('Examples:\n  ses-track probe --config-set a');
    expect(seen).toEqual([]);
  });
});
