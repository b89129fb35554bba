/** Shows one source line with a caret under what is wrong, fit for a terminal whatever the line holds. */
import { beginsWithMark, hasUnprintable } from '../characters.ts';

/** The line around an offset, cut to a window, and the caret's line. */
export interface Excerpt {
  line: string;
  caret: string;
}

const tabStop = 2;

/**
 * @param text the document
 * @param offset UTF-16, of what is wrong; `length` of it on this line is underlined
 * @param columns room for the line
 */
export function excerpt(text: string, offset: number, length: number, columns: number): Excerpt {
  const room = Math.max(20, columns);
  let start = offset;
  while (start > 0 && offset - start < room && !isBreak(text.charCodeAt(start - 1))) start--;
  let end = offset;
  while (end < text.length && end - offset < room && !isBreak(text.charCodeAt(end))) end++;
  const cutBefore = start > 0 && !isBreak(text.charCodeAt(start - 1));
  const indent = cutBefore ? 0 : (/^\s*/.exec(text.slice(start, offset))?.[0].length ?? 0);
  start += indent;

  // What is wrong first, then up to half the window behind it, and what is left before it.
  const marked = cut(text.slice(offset, Math.min(end, offset + Math.max(1, length))), Math.floor(room / 2), false);
  const behind = text.slice(offset + marked.taken, end);
  const after = cut(behind, Math.floor((room - marked.width) / 2), false);
  const before = cut(text.slice(start, offset), room - marked.width - after.width, true);
  const head = before.taken < offset - start || cutBefore ? '…' : '';
  const tail = after.taken < end - offset - marked.taken || (end < text.length && !isBreak(text.charCodeAt(end))) ? '…' : '';
  return {
    line: `${head}${before.shown}${marked.shown}${after.shown}${tail}`,
    caret: `${' '.repeat(head.length + before.width)}${'^'.repeat(Math.max(1, marked.width))}`,
  };
}

const isBreak = (code: number): boolean => code === 0x0a || code === 0x0d || code === 0x2028 || code === 0x2029;

/** As much of a text as fits, from its end or its beginning; control characters are shown, never sent to the terminal. */
function cut(text: string, columns: number, fromEnd: boolean): { shown: string; width: number; taken: number } {
  if (isPlain(text)) {
    const taken = Math.min(text.length, columns);
    return { shown: fromEnd ? text.slice(text.length - taken) : text.slice(0, taken), width: taken, taken };
  }
  const characters = [...text];
  if (fromEnd) characters.reverse();
  const kept: string[] = [];
  let width = 0;
  let taken = 0;
  for (const character of characters) {
    const shown = visible(character);
    const wide = widthOf(shown);
    if (width + wide > columns) break;
    kept.push(shown);
    width += wide;
    taken += character.length;
  }
  if (fromEnd) kept.reverse();
  return { shown: kept.join(''), width, taken };
}

/** Nothing but printable ASCII: a character a column, each as it is. */
const isPlain = (text: string): boolean => !/[^\x20-\x7e]/.test(text);

/** A character as a terminal can take it. */
export function visible(character: string): string {
  if (character === '\t') return ' '.repeat(tabStop);
  return hasUnprintable(character) ? '\u00b7' : character;
}

/** A whole text as a terminal can take it. */
export function plain(text: string): string {
  return !isPlain(text) && hasUnprintable(text) ? Array.from(text, visible).join('') : text;
}

/** Columns a text takes on a terminal. */
export function columnsOf(text: string): number {
  let width = 0;
  for (const character of text) width += widthOf(character);
  return width;
}

/** Words on lines of that many columns; a word that is longer stands on a line of its own. */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && columnsOf(line) + 1 + columnsOf(word) > columns) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** Columns a shown character takes: East Asian and emoji two, combining marks none. */
function widthOf(text: string): number {
  const code = text.codePointAt(0) ?? 0;
  if (code < 0x300) return text.length;
  if (beginsWithMark(text)) return 0;
  const isWide =
    (code >= 0x1100 && code <= 0x115f) ||
    (code >= 0x2e80 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0x1f300 && code <= 0x1faff) ||
    (code >= 0x20000 && code <= 0x3fffd);
  return isWide ? 2 : 1;
}
