/** The kinds of flag a command can have: what each takes from the command line and what type it gives. */
import { Trouble } from '../errors.ts';

export interface Flag<T> {
  /** What stands after the flag in help: `NAME`, or empty for a switch. */
  takes: string;
  about: string;
  /** Text of the default as help shows it. */
  byDefault?: string;
  /** True where the flag may be given more than once; `read` then gets every value in order. */
  many: boolean;
  /** @param values what was given, in order; empty when the flag was not given. Throws Trouble `cli.usage`. */
  read(values: readonly string[], name: string): T;
}

export type Flags = Record<string, Flag<unknown>>;
export type FlagValues<F extends Flags> = { [K in keyof F]: F[K] extends Flag<infer T> ? T : never };

const one = (values: readonly string[]): string | undefined => values.at(-1);

/** A switch: false unless given. */
export function flag(about: string): Flag<boolean> {
  return { takes: '', about, many: false, read: values => values.length > 0 };
}

/** One text; undefined unless given. */
export function text(about: string, takes = 'TEXT'): Flag<string | undefined> {
  return { takes, about, many: false, read: one };
}

/** One text with a default. */
export function textOr(about: string, byDefault: string, takes = 'TEXT'): Flag<string> {
  return { takes, about, byDefault, many: false, read: values => one(values) ?? byDefault };
}

/** Any number of texts, in order. */
export function texts(about: string, takes = 'TEXT'): Flag<string[]> {
  return { takes, about, many: true, read: values => [...values] };
}

/** A text that must be one of the choices; undefined unless given or defaulted. */
export function choice<const C extends string, const D extends C | undefined = undefined>(
  about: string,
  choices: readonly C[],
  byDefault?: D,
): Flag<D extends C ? C : C | undefined> {
  return {
    takes: choices.join('|'),
    about,
    ...(byDefault === undefined ? {} : { byDefault }),
    many: false,
    read(values, name) {
      const given = one(values);
      if (given === undefined) return byDefault as never;
      const found = choices.find(each => each === given);
      if (found === undefined)
        throw new Trouble('cli.usage', `--${name} is "${given}", which is not one of ${choices.join(', ')}`, `Give one of ${choices.join(', ')}.`);
      return found as never;
    },
  };
}

/** A whole number within bounds; undefined unless given. */
export function integer(about: string, bounds: { min: number; max: number }): Flag<number | undefined> {
  return { takes: 'N', about, many: false, read: (values, name) => readInteger(one(values), name, bounds) };
}

/** A whole number within bounds, with a default. */
export function integerOr(about: string, byDefault: number, bounds: { min: number; max: number }): Flag<number> {
  return {
    takes: 'N',
    about,
    byDefault: String(byDefault),
    many: false,
    read: (values, name) => readInteger(one(values), name, bounds) ?? byDefault,
  };
}

/** A length of time such as `30s`, `10m`, `2h`, `30d`, in milliseconds; undefined unless given. */
export function duration(about: string): Flag<number | undefined> {
  return { takes: 'TIME', about, many: false, read: (values, name) => readDuration(one(values), name) };
}

function readInteger(given: string | undefined, name: string, { min, max }: { min: number; max: number }): number | undefined {
  if (given === undefined) return undefined;
  const value = Number(given);
  if (!/^-?\d+$/.test(given) || value < min || value > max)
    throw new Trouble(
      'cli.usage',
      `--${name} is "${given}", expected a whole number from ${min} to ${max}`,
      `Give --${name} a number from ${min} to ${max}.`,
    );
  return value;
}

const unitMs: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

function readDuration(given: string | undefined, name: string): number | undefined {
  if (given === undefined) return undefined;
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d|w)$/.exec(given);
  const unit = unitMs[match?.[2] ?? ''];
  if (match === null || unit === undefined)
    throw new Trouble('cli.usage', `--${name} is "${given}", expected a length of time`, `Write it as a number with a unit: 90s, 10m, 2h or 30d.`);
  return Math.round(Number(match[1]) * unit);
}
