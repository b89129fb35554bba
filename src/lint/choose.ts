/** What the command line and the config file say together about levels, and what is wrong with it. */
import { Trouble } from '../errors.ts';
import type { Rule } from './rule.ts';
import { type LevelOrOff, type LintSettings, settingsProblems } from './settings.ts';

const levelWords = ['off', 'info', 'warning', 'error'];

/**
 * @param given `id=level`, as `--rule` takes it, in order
 * @param file the config file's `lint`; where it stands, for messages
 * @param suggest the nearest rule id, for "did you mean"
 * @returns flags over file; refuses (Trouble `cli.usage`, `config.invalid`) rules and levels that there are not
 */
export function chooseSettings(
  rules: readonly Rule[],
  given: { preset: string | undefined; rule: readonly string[] },
  file: { preset?: string | undefined; rules?: Readonly<Record<string, LevelOrOff>> | undefined; where: string },
  suggest: (id: string) => string | undefined,
): LintSettings {
  const flags: Record<string, LevelOrOff> = {};
  for (const each of given.rule) {
    const [id = '', level = ''] = each.split('=');
    if (!isLevel(level))
      throw new Trouble('cli.usage', `--rule is "${each}", expected id=level`, `Write --rule ${id || 'not-rfc3986'}=${levelWords.join('|')}.`);
    flags[id] = level;
  }
  const advice = (id: string): string => {
    const meant = suggest(id);
    return meant === undefined ? 'ses-track lint --rules lists them.' : `Did you mean ${meant}?`;
  };
  const [strange] = Object.keys(flags).filter(id => !rules.some(rule => rule.id === id));
  if (strange !== undefined) throw new Trouble('cli.usage', `there is no lint rule "${strange}"`, advice(strange));
  const preset = given.preset ?? file.preset;
  const [problem] = settingsProblems({ preset, rules: file.rules }, rules);
  if (problem !== undefined) {
    const [unknown = ''] = Object.keys(file.rules ?? {}).filter(id => !rules.some(rule => rule.id === id));
    throw new Trouble('config.invalid', `${file.where}: ${problem}`, advice(unknown));
  }
  return { preset, rules: { ...file.rules, ...flags } };
}

const isLevel = (word: string): word is LevelOrOff => levelWords.includes(word);
