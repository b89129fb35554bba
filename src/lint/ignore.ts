/** Reads the comments that silence findings, and knows which of them silenced nothing. */
import type { Span } from './rule.ts';
import type { Placeholder } from './templates/language.ts';

export interface Ignore {
  /** The comment. */
  at: Span;
  /** What it covers. */
  covers: Span;
  /** Rules it names; empty for all. */
  rules: string[];
  /** Words that look like rules and are none. */
  unknown: string[];
}

/** More than this in one document is no longer an exception. */
const ignoreLimit = 1000;
const begins =
  /^(?:<!--|<#--|\{\{~?!(?:--)?|\{\{--|\{\{-?\s*\/\*|\{#[-+]?|\{%-?\s*#|<%#|@\*|<\?php\s*(?:\/\*|\/\/|#)|\{%-?\s*comment\s*(?:"[^"]*")?\s*-?%\})\s*ses-track-ignore/;

/**
 * Every ignore comment: `ses-track-ignore-next` covers the next line and the next tag; `ses-track-ignore` covers its own line, or the
 * whole document where it stands alone on its line.
 * @param notes HTML comments that begin with `ses-track-`
 * @param tags the template's tags, comments among them
 * @param isRule whether a word is a rule's id
 */
export function ignoresOf(bytes: Buffer, notes: readonly Span[], tags: readonly Placeholder[], isRule: (word: string) => boolean): Ignore[] {
  const comments = [...notes];
  for (const { start, end, kind } of tags) if (kind === 'comment') comments.push([start, end]);
  const found: Ignore[] = [];
  for (const comment of comments) {
    const begin = begins.exec(bytes.toString('utf8', comment[0], Math.min(comment[1], comment[0] + 200)))?.[0];
    if (begin === undefined || found.length >= ignoreLimit) continue;
    found.push(readIgnore(bytes, comment, comment[0] + Buffer.byteLength(begin), isRule));
  }
  return found;
}

/** What ends a comment, in whatever language. */
const closer = /(?:\{%-?\s*endcomment)?\W*$/;
/** More text than this no ignore comment holds. */
const textLimit = 2000;

function readIgnore(bytes: Buffer, at: Span, from: number, isRule: (word: string) => boolean): Ignore {
  const all = bytes.toString('utf8', from, Math.min(at[1], from + textLimit)).replace(closer, '');
  const isNext = /^-next(?![\w-])/.test(all);
  const stranger = isNext ? undefined : /^[\w-]+/.exec(all)?.[0];
  if (stranger !== undefined && !stranger.startsWith('--'))
    return { at, covers: [at[0], at[0]], rules: [], unknown: [`ses-track-ignore${stranger}`] };
  const [named = '', ...reasons] = (isNext ? all.slice('-next'.length) : all).split(/\s--+\s|\s*:\s/);
  const rules: string[] = [];
  const unknown: string[] = [];
  for (const word of named.split(/[\s,]/).filter(Boolean)) {
    if (isRule(word)) rules.push(word);
    else if (reasons.length > 0 || (rules.length === 0 && /^[a-z0-9]+(?:-[a-z0-9]+)+$/.test(word))) unknown.push(word);
    // Anything else begins a reason.
    else break;
  }
  return { at, covers: isNext ? nextOf(bytes, at[1]) : lineOrAll(bytes, at), rules, unknown };
}

const lineEnd = (bytes: Buffer, from: number): number => {
  const at = bytes.indexOf(0x0a, from);
  return at === -1 ? bytes.length : at + 1;
};
const isBlank = (bytes: Buffer, from: number, to: number): boolean => bytes.toString('latin1', from, Math.min(to, from + 1000)).trim() === '';

/** The next line that is not blank, and the next tag to its end. */
function nextOf(bytes: Buffer, from: number): Span {
  let line = from;
  let end = lineEnd(bytes, from);
  for (let skipped = 0; end < bytes.length && isBlank(bytes, line, end) && skipped < 100; skipped++) {
    line = end;
    end = lineEnd(bytes, end);
  }
  const tag = bytes.indexOf('<', from);
  const close = tag === -1 ? -1 : bytes.indexOf('>', tag);
  return [from, Math.max(end, close + 1)];
}

function lineOrAll(bytes: Buffer, [start, end]: Span): Span {
  const before = bytes.lastIndexOf(0x0a, start - 1) + 1;
  const lineStart = start === 0 ? 0 : before;
  const after = lineEnd(bytes, end);
  return isBlank(bytes, lineStart, start) && isBlank(bytes, end, after) ? [0, bytes.length] : [lineStart, after];
}
