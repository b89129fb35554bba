/** Guesses a template's language from its name, then from what stands in it. */
import type { LanguageId } from './language.ts';

const endings: readonly (readonly [RegExp, LanguageId])[] = [
  [/\.blade\.php$/, 'blade'],
  [/\.(?:hbs|handlebars|mustache)$/, 'handlebars'],
  [/\.liquid$/, 'liquid'],
  [/\.(?:j2|jinja2?|njk|nunjucks)$/, 'jinja'],
  [/\.(?:dtl|djhtml)$/, 'django'],
  [/\.twig$/, 'twig'],
  [/\.(?:erb|rhtml)$/, 'erb'],
  [/\.ejs$/, 'ejs'],
  [/\.(?:gotmpl|gohtml|tmpl|tpl)$/, 'go'],
  [/\.php$/, 'blade'],
  [/\.(?:cshtml|razor|vbhtml)$/, 'razor'],
  [/\.mjml$/, 'mjml'],
];

/** The language that the file's name says, other endings behind it ignored (`x.hbs.html`); undefined for plain names. */
export function languageOfName(name: string): LanguageId | undefined {
  const lower = name.toLowerCase();
  for (const [ending, id] of endings) if (ending.test(lower)) return id;
  const inner = lower.replace(/\.html?$/, '');
  if (inner !== lower) for (const [ending, id] of endings) if (ending.test(inner)) return id;
  return undefined;
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
  const isMjml = bytes.subarray(0, startBytes).indexOf('<mjml') !== -1;
  let braces = false;
  let percents = false;
  let comments = false;
  for (let at = bytes.indexOf(0x7b); at !== -1 && !(braces && percents); at = bytes.indexOf(0x7b, at + 1)) {
    const next = bytes[at + 1];
    if (next === 0x7b) braces = true;
    else if (next === 0x25) percents = true;
    else if (next === 0x23) comments = true;
  }
  // The closing mark is rarer than `<`, and so found faster.
  const angles = bytes.indexOf('%>') !== -1;
  const untagged = !braces && !percents && !angles && !comments;
  if (isMjml) return { language: 'mjml', untagged };
  if (untagged || !(braces || percents || angles)) return { language: 'html', untagged };
  return { language: byContent(bytes.subarray(0, headBytes), braces, percents, angles), untagged: false };
}

function byContent(head: Buffer, braces: boolean, percents: boolean, angles: boolean): LanguageId {
  if (percents) {
    const tags = beginnings(head, '{%') + (braces ? beginnings(head, '{{') : '');
    if (/^\{%-?\s*(?:assign|capture|unless|elsif|render|case|endunless|increment|liquid)\b|^\{\{.*\|\s*\w+:\s/m.test(tags)) return 'liquid';
    if (/^\{%\s*(?:load|blocktrans(?:late)?|url|static|trans|comment|ifchanged|csrf_token|get_\w+)\b|^\{\{.*\|\w+:["'\w]/m.test(tags))
      return 'django';
    return 'jinja';
  }
  if (angles && !braces) {
    const tags = beginnings(head, '<%');
    if (/^<%=?\s*(?:[a-z_]+_(?:url|path)|@\w|link_to|\w+\.each\s+do|end\s*-?%>|if [^({]*%>)|-%>|::/m.test(tags)) return 'erb';
    return /^<%[=_-]?\s*.*[;({})=+]|^<%[=-]/m.test(tags) ? 'ejs' : 'sendgrid';
  }
  const tags = beginnings(head, '{{');
  if (/^\{\{-?\s*(?:\.[A-Za-z]|if\s|range\s|end\s*-?\}|define\s|template\s|with\s|\$\w+\s*:=|\/\*)/m.test(tags)) return 'go';
  if (head.indexOf('{!!') !== -1 || /^@(?:if|foreach|extends|section|endif|component)\b\s*[\n(]/m.test(beginnings(head, '@'))) return 'blade';
  if (/^\{\{[^"']*?\|\s*[a-z_]+/m.test(tags)) return /^\{\{.*\|\s*\w+:\s/m.test(tags) ? 'liquid' : 'jinja';
  const start = head.toString('latin1', 0, startBytes);
  return start.startsWith('---') || /<x-|\bprops\.|<component /.test(start) ? 'maizzle' : 'handlebars';
}

/** So many tags are enough to tell. */
const tagLimit = 100;

/** How the first tags that begin so go on, up to their end, one a line. */
function beginnings(head: Buffer, open: string): string {
  const lines: string[] = [];
  for (let at = head.indexOf(open); at !== -1 && lines.length < tagLimit; at = head.indexOf(open, at + open.length)) {
    const text = head.toString('latin1', at, at + 80);
    const end = open === '@' ? -1 : text.search(/[}%][}>]/);
    lines.push((end === -1 ? text : text.slice(0, end + 2)).replace(/[\r\n]+/g, open === '@' ? '\n' : ' '));
  }
  return lines.join('\n');
}
