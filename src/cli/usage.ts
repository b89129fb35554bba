/** Shows help, and says what is wrong with a command line. The only importer of commander, loaded when there is something to say. */
import { Command as Commander, CommanderError, Option } from 'commander';
import { Trouble } from '../errors.ts';
import type { Command } from './command.ts';
import type { Flag } from './flags.ts';
import type { ProgramHost } from './program.ts';
import { flagName, frameFlags, type Words } from './words.ts';

const exitCodes = `
Exit codes: 0 done, 1 found something, 2 wrong command line or config, 3 AWS, network or disk said no,
4 credentials missing or lacking a permission, 5 refused without a clear yes, 130 interrupted.`;

/** A line that names no command: shows the help that lists them all, or throws Trouble `cli.usage` with "did you mean". */
export function overview(argv: readonly string[], host: ProgramHost): void {
  const root = bare(new Commander('ses-track'), host)
    .usage('<command> [flags]')
    .description('Event and click tracking for Amazon SES over your own HTTPS domain.')
    .version('', '-V, --version', 'print the version')
    .addHelpText('after', `${exitCodes}\n\nFlags come after the command. ses-track help <command> tells more.`);
  for (const { name, summary } of host.verbs) root.addCommand(bare(new Commander(name), host).description(summary));
  parse(root, argv, '--help');
}

/**
 * The words of one command that `readWords` did not understand.
 * @returns the words where they are right after all (`--data -x` is, for commander), undefined where they asked for help and got it
 * @throws Trouble `cli.usage` for what is wrong, with "did you mean"
 */
export function explain(spec: Command, words: readonly string[], host: ProgramHost): Words | undefined {
  const commander = bare(new Commander(`ses-track ${spec.name}`), host)
    .summary(spec.summary)
    .description(spec.about === undefined ? spec.summary : `${spec.summary}.\n\n${spec.about}`)
    .addHelpText('after', `\nExamples:\n${spec.examples.map(example => `  ${example}`).join('\n')}`);
  for (const argument of spec.args ?? []) commander.argument(argument);
  const options = Object.entries({ ...spec.flags, ...frameFlags(spec) }).map(([key, flag]) => ({ key, option: optionOf(key, flag) }));
  for (const { option } of options) commander.addOption(option);
  let found: Words | undefined;
  commander.action((...given: unknown[]) => {
    const values = commander.opts<Record<string, unknown>>();
    found = {
      args: given.slice(0, -2).flatMap(each => each ?? []) as string[],
      given: Object.fromEntries(options.map(({ key, option }) => [flagName(key), givenValues(values[option.attributeName()], option)])),
    };
  });
  parse(commander, words, `${spec.name} --help`);
  return found;
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

function optionOf(key: string, flag: Flag<unknown>): Option {
  const long = `--${flagName(key)}`;
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
function parse(commander: Commander, words: readonly string[], help: string): void {
  try {
    commander.parse([...words], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return;
    const [first = '', meant] = error.message.replace(/^error: /, '').split('\n');
    const suggestion = meant === undefined ? '' : ` ${meant.replace('(Did', '(did')}`;
    throw new Trouble('cli.usage', `${first}${suggestion}`, `Run ses-track ${help}.`);
  }
}
