/** Reads the words behind a command with Node's own reader: what stands there, not yet what it means. */
import { parseArgs } from 'node:util';
import type { Command } from './command.ts';
import { choice, type Flags, flag, text } from './flags.ts';

export interface Words {
  /** What belongs to no flag, in order. */
  args: string[];
  /** What each flag was given, by its name on the command line without the dashes, in order; something where a switch was given. */
  given: Readonly<Record<string, readonly string[]>>;
}

/** `configSet` → `config-set`. */
export const flagName = (key: string): string => key.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);

/** The flags that every command has; they are the frame's. */
export function frameFlags({ formats = [] }: Command) {
  const all = ['text', 'json', ...formats];
  return {
    format: { ...choice(`what the result looks like: ${all.join(', ')} (default: text)`, all), takes: 'FORMAT' },
    json: flag('short for --format json'),
    config: text('config file (default: ses-track.yaml, found upward)', 'FILE'),
    debug: flag('show every AWS call and the stack of an error'),
  };
}

/** @returns undefined where the words are not understood; `explain` says why, or shows the help that they ask for */
export function readWords(words: readonly string[], flags: Flags, args: readonly string[] = []): Words | undefined {
  const kinds = Object.entries(flags).map(
    ([key, { takes }]) => [flagName(key), { type: takes === '' ? 'boolean' : 'string', multiple: true }] as const,
  );
  try {
    const { values, positionals } = parseArgs({ args: [...words], options: Object.fromEntries(kinds), allowPositionals: true });
    const least = args.filter(each => each.startsWith('<')).length;
    const most = args.some(each => /\.\.\.[>\]]$/.test(each)) ? Number.POSITIVE_INFINITY : args.length;
    if (positionals.length < least || positionals.length > most) return undefined;
    const given = Object.entries(values).map(([name, each]) => [name, [each ?? []].flat().map(String)] as const);
    return { args: positionals, given: Object.fromEntries(given) };
  } catch {
    return undefined;
  }
}
