/** Guesses a template's language from its name, then from what stands in it. */
import type { LanguageId } from './language.ts';

const byEnding: Partial<Record<LanguageId, string>> = {
  php: 'php phtml',
  handlebars: 'hbs handlebars mustache',
  liquid: 'liquid',
  jinja: 'j2 jinja jinja2 njk nunjucks',
  django: 'dtl djhtml',
  twig: 'twig',
  erb: 'erb rhtml',
  ejs: 'ejs',
  go: 'gotmpl gohtml tmpl tpl',
  razor: 'cshtml razor vbhtml',
  freemarker: 'ftl ftlh',
  mjml: 'mjml',
};
const endings = new Map(Object.entries(byEnding).flatMap(([id, words]) => words.split(' ').map(word => [word, id as LanguageId] as const)));

/** The language that the file's name says, an `.html` behind it ignored (`x.hbs.html`); undefined for plain names. */
export function languageOfName(name: string): LanguageId | undefined {
  if (/\.blade\.php$/i.test(name)) return 'blade';
  const dot = name.lastIndexOf('.');
  if (dot === -1) return undefined;
  let ending = name.slice(dot + 1).toLowerCase();
  if (ending === 'html' || ending === 'htm') {
    const before = name.lastIndexOf('.', dot - 1);
    if (dot === 0 || before === -1) return undefined;
    ending = name.slice(before + 1, dot).toLowerCase();
  }
  return endings.get(ending);
}

/** Signs that tell languages apart are looked for in the head of the file only. */
const headBytes = 64 * 1024;
/** MJML and Maizzle show themselves at once. */
const startBytes = 2048;

export interface Guess {
  language: LanguageId;
  /** No template tag of any kind is in it. */
  untagged: boolean;
}

/**
 * The language by name, else by content; `html` where nothing looks like a template.
 * @param bytes UTF-8
 */
export function guessLanguage(name: string, bytes: Buffer): Guess {
  const named = languageOfName(name);
  if (named !== undefined) return { language: named, untagged: false };
  const isMjml = beginsMjml(bytes);
  if (!isMjml && bytes.indexOf(questionAngle) !== -1 && (isInHead(bytes, phpEcho) || isInHead(bytes, phpOpen)))
    return { language: 'php', untagged: false };
  const braces = bytes.indexOf(doubleBrace) !== -1;
  const percents = bytes.indexOf(bracePercent) !== -1;
  // Beside braces nothing depends on it; the closing mark is rarer than `<`, and so found faster.
  const angles = !braces && !percents && bytes.indexOf(percentAngle) !== -1;
  const untagged = !braces && !percents && !angles && bytes.indexOf(braceHash) === -1;
  if (isMjml) return { language: 'mjml', untagged };
  if (untagged || !(braces || percents || angles)) {
    const java = bytes.indexOf(dollarBrace) === -1 ? undefined : ofJava(bytes);
    return java === undefined ? { language: 'html', untagged } : { language: java, untagged: false };
  }
  return { language: byContent(bytes, braces, percents, angles), untagged: false };
}

// Bytes are looked for faster than a string, which has to be encoded first.
const doubleBrace = Buffer.from('{{');
const bracePercent = Buffer.from('{%');
const percentAngle = Buffer.from('%>');
const braceHash = Buffer.from('{#');
const anglePercent = Buffer.from('<%');
const rawBraces = Buffer.from('{!!');
const atSign = Buffer.from('@');
const dollarBrace = Buffer.from('${');
const angleHash = Buffer.from('<#');
const thHref = Buffer.from('th:href');
// A question mark is rarer than `<`, and so found faster.
const questionAngle = Buffer.from('?>');
const phpOpen = Buffer.from('<?php');
const phpEcho = Buffer.from('<?=');

/** Of Java's templates FreeMarker has tags of its own, and Thymeleaf attributes. */
function ofJava(bytes: Buffer): LanguageId | undefined {
  if (/^<#(?:--|(?:if|list|assign|include|import|macro|ftl|escape|setting)\b)/m.test(beginnings(bytes, angleHash))) return 'freemarker';
  return isInHead(bytes, thHref) ? 'thymeleaf' : undefined;
}

/** `<mjml` in the beginning: a `j` is the rarest of it, and so found fastest. */
function beginsMjml(bytes: Buffer): boolean {
  for (let at = bytes.indexOf(0x6a); at !== -1 && at + 2 < startBytes; at = bytes.indexOf(0x6a, at + 1))
    if (bytes[at + 1] === 0x6d && bytes[at + 2] === 0x6c && bytes[at - 1] === 0x6d && bytes[at - 2] === 0x3c) return true;
  return false;
}

/** `{{${first_name}}}`. */
const isBraze = /^\{\{\s*[\w.]*\$\{/m;
/** Twig shares `url_encode`; what else is Twig's tells them apart. */
const encodesAsLiquid = /^\{\{.*\|\s*url_(?:encode|escape|param_escape)\b/m;

function byContent(bytes: Buffer, braces: boolean, percents: boolean, angles: boolean): LanguageId {
  if (percents) {
    const tags = beginnings(bytes, bracePercent) + (braces ? beginnings(bytes, doubleBrace) : '');
    if (/^\{%-?\s*(?:assign|capture|unless|elsif|render|case|endunless|increment|liquid|connected_content)\b|^\{\{.*\|\s*\w+:\s/m.test(tags))
      return 'liquid';
    if (isBraze.test(tags) || (encodesAsLiquid.test(tags) && !/^\{%-?\s*(?:extends|block|set|macro|import|autoescape)\b/m.test(tags)))
      return 'liquid';
    if (/^\{%\s*(?:load|blocktrans(?:late)?|url|static|trans|comment|ifchanged|csrf_token|get_\w+)\b|^\{\{.*\|\w+:["'\w]/m.test(tags))
      return 'django';
    return 'jinja';
  }
  if (angles) {
    const tags = beginnings(bytes, anglePercent);
    if (/^<%=?\s*(?:[a-z_]+_(?:url|path)|@\w|link_to|\w+\.each\s+do|end\s*-?%>|if [^({]*%>)|-%>|::/m.test(tags)) return 'erb';
    return /^<%[=_-]?\s*.*[;({})=+]|^<%[=-]/m.test(tags) ? 'ejs' : 'sendgrid';
  }
  const tags = beginnings(bytes, doubleBrace);
  if (/^\{\{-?\s*(?:\.[A-Za-z]|if\s|range\s|end\s*-?\}|define\s|template\s|with\s|\$\w+\s*:=|\/\*)/m.test(tags)) return 'go';
  if (isInHead(bytes, rawBraces) || /^@(?:if|foreach|extends|section|endif|component)\b\s*[\n(]/m.test(beginnings(bytes, atSign))) return 'blade';
  if (isBraze.test(tags)) return 'liquid';
  if (tags.includes('|') && /^\{\{[^"']*?\|\s*[a-z_]+/m.test(tags))
    return /^\{\{.*\|\s*\w+:\s/m.test(tags) || encodesAsLiquid.test(tags) ? 'liquid' : 'jinja';
  const start = bytes.toString('latin1', 0, startBytes);
  return start.startsWith('---') || /<x-|\bprops\.|<component /.test(start) ? 'maizzle' : 'handlebars';
}

/** So many tags are enough to tell. */
const tagLimit = 100;

/** So much of a tag is enough, too. */
const beginningLength = 80;

const isInHead = (bytes: Buffer, what: Buffer): boolean => {
  const at = bytes.indexOf(what);
  return at !== -1 && at + what.length <= headBytes;
};

/** How the first tags that begin so go on, up to their end, one a line. */
function beginnings(bytes: Buffer, open: Buffer): string {
  const isWord = open === atSign;
  const head = Math.min(bytes.length, headBytes);
  let lines = '';
  let count = 0;
  for (let at = bytes.indexOf(open); at !== -1 && at + open.length <= head && count < tagLimit; at = bytes.indexOf(open, at + open.length)) {
    const enough = Math.min(head, at + beginningLength);
    const line = bytes.toString('latin1', at, isWord ? enough : endOf(bytes, at, enough));
    lines += line.includes('\n') || line.includes('\r') ? line.replace(/[\r\n]+/g, isWord ? '\n' : ' ') : line;
    lines += '\n';
    count++;
  }
  return lines;
}

/** Behind the first `}}`, `%}`, `%>` or `}>`, or `to`. */
function endOf(bytes: Buffer, from: number, to: number): number {
  for (let at = from; at + 1 < to; at++) {
    if (bytes[at] !== 0x7d && bytes[at] !== 0x25) continue;
    if (bytes[at + 1] === 0x7d || bytes[at + 1] === 0x3e) return at + 2;
  }
  return to;
}
