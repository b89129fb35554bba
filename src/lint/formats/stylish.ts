/** For people: each finding with its source line and a caret. */
import { isAscii } from 'node:buffer';
import type { Finding, Level, LinkReport } from '../finding.ts';
import { type Locator, locator as locatorOf } from '../source/place.ts';
import type { Part, Source } from '../source/source.ts';
import type { Tally } from '../tally.ts';
import { columnsOf, excerpt, plain, wrap } from './excerpt.ts';
import type { Colours, MakeFormat } from './format.ts';

export const stylish: MakeFormat = look => ({
  begin: () => '',
  file({ file, findings, links, unlintable }, source) {
    if (findings.length === 0 && unlintable === undefined && !look.links) return '';
    const { paint, columns, wraps } = look;
    if (unlintable !== undefined) return `${paint.bold(plain(file))}\n  ${paint.bad('error')}  cannot be linted: ${plain(unlintable)}\n\n`;
    const rows = look.links && links.length > 0 ? [linkTable(links, columns, wraps, paint)] : [];
    const locators = new Map<Part, Locator | undefined>();
    for (const finding of findings) rows.push(findingText(finding, source, locators, { columns, wraps, paint }));
    return rows.length === 0 ? '' : `${paint.bold(plain(file))}\n${rows.join('\n')}\n`;
  },
  end: tally => summary(tally, look),
});

interface Look {
  columns: number;
  wraps: boolean;
  paint: Colours;
}

/** Where a message begins: behind the place and the level. */
const messageIndent = 19;

function findingText(
  finding: Finding,
  source: Source | undefined,
  locators: Map<Part, Locator | undefined>,
  { columns, wraps, paint }: Look,
): string {
  const { line, column, level, message, rule, part } = finding;
  const where = `${line}:${column}`;
  const tail = part === undefined ? rule : `${rule} ${part}`;
  const words = `${plain(message)}  ${tail}`;
  const lines = wraps ? wrap(words, columns - messageIndent) : [words];
  // The rule is the end of the last line, or all of it.
  const last = lines.pop() ?? '';
  const said = [...lines, last.endsWith(tail) ? last.slice(0, last.length - tail.length) + paint.dim(tail) : last].join(
    `\n${' '.repeat(messageIndent)}`,
  );
  const head = `  ${where.padEnd(7)} ${levelWord(level, paint)}  ${said}`;
  const gutter = String(line).padStart(7);
  const room = columns - gutter.length - 5;
  const found = textAround(
    source?.parts.find(({ name }) => name === part),
    finding,
    room,
    locators,
  );
  if (found === undefined) return `${head}\n`;
  const shown = excerpt(found.text, found.offset, finding.endOffset - finding.offset, room);
  return `${head}\n${paint.dim(`${gutter} |`)} ${shown.line}\n${paint.dim(`${' '.repeat(gutter.length)} |`)} ${colour(level, paint)(shown.caret)}\n`;
}

const colour = (level: Level, paint: Colours) => (level === 'error' ? paint.bad : level === 'warning' ? paint.warn : paint.name);
const levelWord = (level: Level, paint: Colours): string => colour(level, paint)(level.padEnd(7));

/** The text around a place: no more of a part is decoded than can be shown. */
function textAround(
  part: Part | undefined,
  { offset, endOffset }: Finding,
  room: number,
  locators: Map<Part, Locator | undefined>,
): { text: string; offset: number } | undefined {
  if (part === undefined) return undefined;
  if (part.text !== undefined) return { text: part.text, offset };
  const { bytes } = part;
  const units = room + 2;
  // In plain ASCII every offset is a byte's.
  if (!locators.has(part)) locators.set(part, isAscii(bytes) ? undefined : locatorOf(bytes));
  const locator = locators.get(part);
  if (locator === undefined) {
    const from = Math.max(0, offset - units);
    return { text: bytes.toString('latin1', from, endOffset + units), offset: offset - from };
  }
  const at = locator.byteOf(offset);
  // No unit takes more than three bytes; a character cut in two at either end is outside of what is shown.
  const before = bytes.toString('utf8', Math.max(0, at - units * 3), at);
  return { text: before + bytes.toString('utf8', at, at + (endOffset - offset + units) * 3), offset: before.length };
}

function linkTable(links: readonly LinkReport[], columns: number, wraps: boolean, paint: Colours): string {
  const verdicts = { tracked: paint.good, untracked: paint.bad, depends: paint.warn };
  const room = Math.max(24, Math.min(60, columns - 50));
  const rows = links.map(({ line, column, verdict, url, reason, part }) => {
    const address = plain(url.length > room ? `${url.slice(0, room - 1)}…` : url);
    const padded = `${address}${' '.repeat(Math.max(0, room - columnsOf(address)))}`;
    const why = part === undefined ? reason : `${reason} ${part}`;
    const fits = !wraps || linkIndent + Math.max(room, columnsOf(address)) + 2 + columnsOf(why) <= columns;
    const head = `  ${`${line}:${column}`.padEnd(7)} ${verdicts[verdict](verdict.padEnd(9))}  ${fits ? padded : address}`;
    return `${head}${fits ? '  ' : `\n${' '.repeat(linkIndent)}`}${paint.dim(why)}`;
  });
  return `${rows.join('\n')}\n`;
}
/** Where an address begins: behind the place and the verdict. */
const linkIndent = 21;

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

/** `2 errors, 1 warning in 2 files; --fix mends 1`; nothing where nothing was found. */
function summary({ errors, warnings, infos, filesFound, fixable, fixed, unlintable }: Tally, look: { paint: Colours }): string {
  if (errors + warnings + infos + fixable + fixed + unlintable === 0) return '';
  const { paint } = look;
  const parts: string[] = [];
  if (fixed > 0) parts.push(paint.good(`${plural(fixed, 'finding')} mended`));
  if (errors + warnings > 0) {
    const words = [errors > 0 ? plural(errors, 'error') : '', warnings > 0 ? plural(warnings, 'warning') : ''].filter(Boolean).join(', ');
    parts.push((errors > 0 ? paint.bad : paint.warn)(`${words} in ${plural(filesFound, 'file')}`));
  }
  if (infos > 0) parts.push(plural(infos, 'remark'));
  if (fixable > 0) parts.push(`--fix mends ${fixable}`);
  if (unlintable > 0) parts.push(paint.bad(`${plural(unlintable, 'file')} could not be linted`));
  return `${parts.join('; ')}\n`;
}
