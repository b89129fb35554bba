/** Turns argv into one command's run. */
import type { Verb } from '../commands/index.ts';
import type { Config } from '../config/load.ts';
import { Trouble } from '../errors.ts';
import { type ExitCode, exit } from '../exit.ts';
import type { Outside } from '../outside/index.ts';
import type { Flags, FlagValues } from './flags.ts';
import type { Say } from './say.ts';
import { flagName, frameFlags, readWords, type Words } from './words.ts';

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
  if (verb === undefined) {
    if (name.startsWith('-') && !/^(-h|--help)$/.test(name))
      throw new Trouble('cli.usage', `"${name}" stands before the command`, 'Write the command first: ses-track setup --json.');
    (await import('./usage.ts')).overview(argv, host);
    return exit.ok;
  }
  const spec = await verb.load();
  const frame = frameFlags(spec);
  // A line without a mistake needs no commander, which is a tenth of a bare Node's start.
  const words = readWords(rest, { ...spec.flags, ...frame }, spec.args) ?? (await import('./usage.ts')).explain(spec, rest, host);
  if (words === undefined) return exit.ok;
  const { format, json, debug, config } = valuesOf(frame, words);
  if (json && format !== undefined && format !== 'json')
    throw new Trouble('cli.usage', `--json and --format ${format} contradict each other`, 'Give one of them.');
  const flags = valuesOf(spec.flags, words);
  return spec.run(host.open({ format: json ? 'json' : (format ?? 'text'), debug, config }), words.args, flags);
}

/** What the flags were given, each read as its kind says. */
function valuesOf<F extends Flags>(flags: F, { given }: Words): FlagValues<F> {
  const read = Object.entries(flags).map(([key, flag]) => [key, flag.read(given[flagName(key)] ?? [], flagName(key))]);
  return Object.fromEntries(read) as FlagValues<F>;
}
