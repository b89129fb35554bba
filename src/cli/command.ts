/** What a command is: a name, words for help, flags with types, and one function that returns an exit code. */
import type { Config } from '../config/load.ts';
import type { ExitCode } from '../exit.ts';
import type { Outside } from '../outside/index.ts';
import type { Flags, FlagValues } from './flags.ts';
import type { Say } from './say.ts';

export interface Context {
  outside: Outside;
  say: Say;
  /** The config file's settings with environment over them; read when first asked. Flags are the command's own business. */
  config(): Promise<Config>;
}

export interface CommandSpec<F extends Flags> {
  name: string;
  /** `'[host...]'`, `'<message.eml>'`; commander's own notation. */
  args?: readonly string[];
  /** One line, no full stop. */
  summary: string;
  /** A paragraph or two, shown by --help under the summary. */
  about?: string;
  /** Whole command lines; the first is shown first. At least one. */
  examples: readonly [string, ...string[]];
  /** Every command also has --json, --config, --debug and --help; those are the frame's. */
  flags: F;
  /** Formats other than `text` and `json` that `--format` takes. */
  formats?: readonly string[];
  run(context: Context, args: string[], flags: FlagValues<F>): Promise<ExitCode>;
}

export type Command = CommandSpec<Flags>;

/** Types a command: flags flow into `run`. */
export function command<F extends Flags>(spec: CommandSpec<F>): Command {
  return spec as unknown as Command;
}
