/** Turns argv into one command's run. The only importer of commander. */
import { Command as Commander, CommanderError, Option } from 'commander';
import type { Verb } from '../commands/index.ts';
import type { Config } from '../config/load.ts';
import { Trouble } from '../errors.ts';
import { type ExitCode, exit } from '../exit.ts';
import type { Outside } from '../outside/index.ts';
import type { Command } from './command.ts';
import type { Flag } from './flags.ts';
import type { Say } from './say.ts';

/** What the frame itself reads from the command line before a command runs. */
export interface Frame {
  format: string;
  debug: boolean;
  /** The file that --config names. */
  config: string | undefined;
}

export interface ProgramHost {
  verbs: readonly Verb[];
  /** Writes help to stdout. */
  write(text: string): void;
  /** Looked at only for help. */
  readonly columns: number;
  /** Makes the outside and the voice once the frame's flags are known. */
  open(frame: Frame): { outside: Outside; say: Say; config(): Promise<Config> };
}

const exitCodes = `
Exit codes: 0 done, 1 found something, 2 wrong command line or config, 3 AWS, network or disk said no,
4 credentials missing or lacking a permission, 5 refused without a clear yes, 130 interrupted.`;

/**
 * @param argv without node and script
 * @returns the exit code of the command; help gives 0
 * @throws Trouble `cli.usage` for what it does not know, with "did you mean"
 */
export async function program(argv: readonly string[], host: ProgramHost): Promise<ExitCode> {
  const [name, ...rest] = argv;
  if (name === undefined) return program(['--help'], host);
  if (name === 'help') return program([...rest, '--help'], host);
  const verb = host.verbs.find(each => each.name === name);
  if (verb === undefined && name.startsWith('-') && !/^(-h|--help)$/.test(name))
    throw new Trouble('cli.usage', `"${name}" stands before the command`, 'Write the command first: ses-track setup --json.');
  let code: ExitCode = exit.ok;
  const done = async (run: Promise<ExitCode>): Promise<void> => {
    code = await run;
  };
  try {
    // commander is told of one verb, or of all where none is meant: making what nobody asks for is a tenth of a bare Node's start.
    if (verb === undefined) await overview(host).parseAsync([...argv], { from: 'user' });
    else await build(await verb.load(), host, done).parseAsync(rest, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return exit.ok;
    throw usage(error, verb?.name);
  }
  return code;
}

/** The program without a command: help that lists them, and the answer to one that is not there. */
function overview(host: ProgramHost): Commander {
  const root = bare(new Commander('ses-track'), host)
    .usage('<command> [flags]')
    .description('Event and click tracking for Amazon SES over your own HTTPS domain.')
    .version('', '-V, --version', 'print the version')
    .addHelpText('after', `${exitCodes}\n\nFlags come after the command. ses-track help <command> tells more.`);
  for (const { name, summary } of host.verbs) root.addCommand(bare(new Commander(name), host).description(summary));
  return root;
}

/** A commander that never exits, never prints errors itself and keeps help in one width. */
function bare(commander: Commander, host: ProgramHost): Commander {
  return commander
    .exitOverride()
    .configureOutput({ writeOut: text => host.write(text), writeErr: () => undefined, getOutHelpWidth: () => Math.min(host.columns, 110) })
    .helpOption('-h, --help', 'show this help')
    .helpCommand(false)
    .allowExcessArguments(false);
}

function build(spec: Command, host: ProgramHost, done: (run: Promise<ExitCode>) => Promise<void>): Commander {
  const commander = bare(new Commander(`ses-track ${spec.name}`), host)
    .summary(spec.summary)
    .description(spec.about === undefined ? spec.summary : `${spec.summary}.\n\n${spec.about}`);
  for (const argument of spec.args ?? []) commander.argument(argument);
  const flags = Object.entries(spec.flags).map(([key, flag]) => ({ key, flag, option: option(key, flag) }));
  for (const { option } of flags) commander.addOption(option);
  const formats = ['text', 'json', ...(spec.formats ?? [])];
  const format = new Option('--format <FORMAT>', `what the result looks like: ${formats.join(', ')} (default: text)`);
  commander
    .addOption(format)
    .option('--json', 'short for --format json')
    .option('--config <FILE>', 'config file (default: ses-track.yaml, found upward)')
    .option('--debug', 'show every AWS call and the stack of an error')
    .addHelpText('after', `\nExamples:\n${spec.examples.map(example => `  ${example}`).join('\n')}`);
  commander.action(async (...given: unknown[]) => {
    const options = commander.opts<Record<string, unknown>>();
    const args = given.slice(0, -2).flatMap(each => (each === undefined ? [] : each)) as string[];
    const named = options['format'] as string | undefined;
    const chosen = options['json'] === true ? 'json' : (named ?? 'text');
    if (named !== undefined && options['json'] === true && named !== 'json')
      throw new Trouble('cli.usage', `--json and --format ${named} contradict each other`, 'Give one of them.');
    if (!formats.includes(chosen))
      throw new Trouble('cli.usage', `--format is "${chosen}", which is not one of ${formats.join(', ')}`, `Give one of ${formats.join(', ')}.`);
    const values = Object.fromEntries(
      flags.map(({ key, flag, option }) => [key, flag.read(givenValues(options[option.attributeName()], option), option.name())]),
    );
    const frame: Frame = { format: chosen, debug: options['debug'] === true, config: options['config'] as string | undefined };
    await done(spec.run(host.open(frame), args, values));
  });
  return commander;
}

/** `configSet` → `--config-set <TEXT>`; a flag given several times keeps every value. */
function option(key: string, flag: Flag<unknown>): Option {
  const long = `--${key.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`;
  const note = flag.byDefault === undefined ? (flag.many ? ' (repeatable)' : '') : ` (default: ${flag.byDefault})`;
  const made = new Option(flag.takes === '' ? long : `${long} <${flag.takes}>`, `${flag.about}${note}`);
  return flag.takes === '' ? made : made.argParser((value: string, before: string[] | undefined) => [...(before ?? []), value]);
}

function givenValues(value: unknown, option: Option): string[] {
  if (Array.isArray(value)) return value as string[];
  // commander sets `--no-x` to true until it is given.
  return (option.negate ? value === false : value === true) ? ['true'] : [];
}

/** Commander's complaint in our words: what was found, what was meant, where help is. */
function usage(error: CommanderError, verb: string | undefined): Trouble {
  const [first = '', meant] = error.message.replace(/^error: /, '').split('\n');
  const suggestion = meant === undefined ? '' : ` ${meant.replace('(Did', '(did')}`;
  return new Trouble('cli.usage', `${first}${suggestion}`, `Run ses-track ${verb === undefined ? '--help' : `${verb} --help`}.`);
}
