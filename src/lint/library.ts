/** What other programs may ask of lint: one document in, its links and findings out. */
import { Trouble } from '../errors.ts';
import type { FileReport } from './finding.ts';
import { type LintOptions, lintWith } from './lint.ts';
import { rules } from './rules/index.ts';
import { settingsProblems } from './settings.ts';
import { languages } from './templates/registry.ts';

/**
 * Lints one document with every rule.
 * @param input the text, or the bytes as they are on disk
 * @param options `name` (its ending tells kind and language), `language`, `preset`, levels by rule id, `data` to render with
 * @returns links in document order and findings by place; `unlintable` says why where it could not be linted
 * @throws Trouble `config.invalid` for a rule, preset or language that there is not; never for what the input holds
 */
export async function lint(input: string | Uint8Array, options: LintOptions = {}): Promise<FileReport> {
  const [problem] = settingsProblems(options, rules);
  if (problem !== undefined) throw new Trouble('config.invalid', problem);
  if (options.language !== undefined && !Object.hasOwn(languages, options.language))
    throw new Trouble('config.invalid', `there is no template language ${options.language}`);
  return lintWith(rules, input, options);
}
