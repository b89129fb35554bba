/** For people: each finding with its source line and a caret. */
import type { Finding, Level, LinkReport } from '../finding.ts';
import type { Source } from '../source/source.ts';
import type { Tally } from '../tally.ts';
import { excerpt, plain } from './excerpt.ts';
import type { Colours, MakeFormat } from './format.ts';

export const stylish: MakeFormat = ({ paint, columns, links: showLinks }) => ({
  begin: () => '',
  file({ file, findings, links, unlintable }, source) {
    if (unlintable !== undefined) return `${paint.bold(plain(file))}\n  ${paint.bad('error')}  cannot be linted: ${plain(unlintable)}\n\n`;
    const rows = showLinks && links.length > 0 ? [linkTable(links, columns, paint)] : [];
    const texts = new Map<string, string>();
    for (const finding of findings) rows.push(findingText(finding, source, texts, columns, paint));
    return rows.length === 0 ? '' : `${paint.bold(plain(file))}\n${rows.join('\n')}\n`;
  },
  end: tally => summary(tally, paint),
});

function findingText(finding: Finding, source: Source | undefined, texts: Map<string, string>, columns: number, paint: Colours): string {
  const { line, column, level, message, rule, part } = finding;
  const where = `${line}:${column}`;
  const place = part === undefined ? '' : paint.dim(` ${part}`);
  const head = `  ${where.padEnd(7)} ${levelWord(level, paint)}  ${plain(message)}  ${paint.dim(rule)}${place}`;
  const text = textOf(source, part, texts);
  if (text === undefined) return `${head}\n`;
  const gutter = String(line).padStart(7);
  const shown = excerpt(text, finding.offset, finding.endOffset - finding.offset, columns - gutter.length - 5);
  return `${head}\n${paint.dim(`${gutter} |`)} ${shown.line}\n${paint.dim(`${' '.repeat(gutter.length)} |`)} ${colour(level, paint)(shown.caret)}\n`;
}

const colour = (level: Level, paint: Colours) => (level === 'error' ? paint.bad : level === 'warning' ? paint.warn : paint.name);
const levelWord = (level: Level, paint: Colours): string => colour(level, paint)(level.padEnd(7));

/** A part's text, made once a file. */
function textOf(source: Source | undefined, name: string | undefined, texts: Map<string, string>): string | undefined {
  const part = source?.parts.find(each => each.name === name);
  if (part === undefined) return undefined;
  const key = name ?? '';
  const known = texts.get(key);
  if (known !== undefined) return known;
  const made = part.text ?? part.bytes.toString('utf8');
  texts.set(key, made);
  return made;
}

function linkTable(links: readonly LinkReport[], columns: number, paint: Colours): string {
  const verdicts = { tracked: paint.good, untracked: paint.bad, depends: paint.warn };
  const room = Math.max(24, Math.min(60, columns - 50));
  const rows = links.map(({ line, column, verdict, url, reason, part }) => {
    const address = plain(url.length > room ? `${url.slice(0, room - 1)}…` : url);
    const place = part === undefined ? '' : paint.dim(` ${part}`);
    return `  ${`${line}:${column}`.padEnd(7)} ${verdicts[verdict](verdict.padEnd(9))}  ${address.padEnd(room)}  ${paint.dim(reason)}${place}`;
  });
  return `${rows.join('\n')}\n`;
}

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

/** `3 problems in 2 files: 2 errors, 1 warning. --fix mends 1.`; nothing where nothing was found. */
function summary({ errors, warnings, infos, filesFound, fixable, fixed, unlintable }: Tally, paint: Colours): string {
  const parts: string[] = [];
  if (fixed > 0) parts.push(paint.good(`${plural(fixed, 'finding')} mended`));
  if (errors + warnings > 0) {
    const words = [errors > 0 ? plural(errors, 'error') : '', warnings > 0 ? plural(warnings, 'warning') : ''].filter(Boolean).join(', ');
    parts.push((errors > 0 ? paint.bad : paint.warn)(`${words} in ${plural(filesFound, 'file')}`));
  }
  if (infos > 0) parts.push(plural(infos, 'remark'));
  if (fixable > 0) parts.push(`--fix mends ${fixable}`);
  if (unlintable > 0) parts.push(paint.bad(`${plural(unlintable, 'file')} could not be linted`));
  return parts.length === 0 ? '' : `${parts.join('; ')}\n`;
}
