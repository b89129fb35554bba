/** Lints as the command does, with everything shown and no colours, for tests. */
import type { FormatOptions } from '../../src/lint/formats/format.ts';
import { formatOf } from '../../src/lint/formats/index.ts';
import { pages } from '../../src/lint/pages.ts';
import { rules } from '../../src/lint/rules/index.ts';
import { type Linted, lintBytes } from '../../src/lint/session.ts';
import { levels } from '../../src/lint/settings.ts';
import { count, emptyTally } from '../../src/lint/tally.ts';
import type { LanguageId } from '../../src/lint/templates/language.ts';

const same = (text: string): string => text;
const paint = { bold: same, dim: same, good: same, bad: same, warn: same, name: same };
export const levelOf = levels({});
export const formatOptions: FormatOptions = {
  paint,
  columns: 110,
  wraps: false,
  links: false,
  rules,
  levelOf,
  page: id => pages[id] ?? '',
  version: '1.2.3',
};

export function lintText(name: string, text: string | Buffer, data?: unknown, language?: LanguageId): Promise<Linted> {
  return lintBytes(name, Buffer.from(text), { rules, levelOf, listLinks: true, language, data });
}

/** What one format says of some files. */
export async function shown(format: string, files: readonly (readonly [name: string, text: string | Buffer])[], data?: unknown): Promise<string> {
  const made = (await formatOf(format))(formatOptions);
  const tally = emptyTally();
  let text = made.begin();
  for (const [name, content] of files) {
    const { report, source } = await lintText(name, content, data);
    count(tally, report);
    text += made.file(report, source);
  }
  return text + made.end(tally);
}
