/** For people: each finding with its source line and a caret. */
import { isAscii } from 'node:buffer';
import type { Finding, Level, LinkReport } from '../finding.ts';
import type { Part, Source } from '../source/source.ts';
import type { Tally } from '../tally.ts';
import { excerpt, plain } from './excerpt.ts';
import type { Colours, MakeFormat } from './format.ts';

export const stylish: MakeFormat = ({ paint, columns, links: showLinks }) => ({
  begin: () => '',
  file({ file, findings, links, unlintable }, source) {
    if (unlintable !== undefined) return `${paint.bold(plain(file))}\n  ${paint.bad('error')}  cannot be linted: ${plain(unlintable)}\n\n`;
    const rows = showLinks && links.length > 0 ? [linkTable(links, columns, paint)] : [];
    const texts = new Map<Part, string>();
    for (const finding of findings) rows.push(findingText(finding, source, texts, columns, paint));
    return rows.length === 0 ? '' : `${paint.bold(plain(file))}\n${rows.join('\n')}\n`;
  },
  end: tally => summary(tally, paint),
});

function findingText(finding: Finding, source: Source | undefined, texts: Map<Part, string>, columns: number, paint: Colours): string {
  const { line, column, level, message, rule, part } = finding;
  const where = `${line}:${column}`;
  const place = part === undefined ? '' : paint.dim(` ${part}`);
  const head = `  ${where.padEnd(7)} ${levelWord(level, paint)}  ${plain(message)}  ${paint.dim(rule)}${place}`;
  const gutter = String(line).padStart(7);
  const room = columns - gutter.length - 5;
  const found = textAround(
    source?.parts.find(({ name }) => name === part),
    finding,
    room,
    texts,
  );
  if (found === undefined) return `${head}\n`;
  const shown = excerpt(found.text, found.offset, finding.endOffset - finding.offset, room);
  return `${head}\n${paint.dim(`${gutter} |`)} ${shown.line}\n${paint.dim(`${' '.repeat(gutter.length)} |`)} ${colour(level, paint)(shown.caret)}\n`;
}

const colour = (level: Level, paint: Colours) => (level === 'error' ? paint.bad : level === 'warning' ? paint.warn : paint.name);
const levelWord = (level: Level, paint: Colours): string => colour(level, paint)(level.padEnd(7));

/** The text around a place. All of a part that is not plain ASCII is decoded, once a file; of any other only what can be shown. */
function textAround(
  part: Part | undefined,
  { offset, endOffset }: Finding,
  room: number,
  texts: Map<Part, string>,
): { text: string; offset: number } | undefined {
  if (part === undefined) return undefined;
  let text = texts.get(part) ?? part.text;
  if (text === undefined && isAscii(part.bytes)) {
    const from = Math.max(0, offset - room - 2);
    return { text: part.bytes.toString('latin1', from, endOffset + room + 2), offset: offset - from };
  }
  text ??= part.bytes.toString('utf8');
  texts.set(part, text);
  return { text, offset };
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
