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
const mjmlHeadBytes = 2048;

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
  const isMjml = bytes.subarray(0, mjmlHeadBytes).indexOf('<mjml') !== -1;
  const braces = bytes.indexOf('{{') !== -1;
  const percents = bytes.indexOf('{%') !== -1;
  // The closing mark is rarer than `<`, and so found faster.
  const angles = bytes.indexOf('%>') !== -1;
  const comments = bytes.indexOf('{#') !== -1;
  const untagged = !braces && !percents && !angles && !comments;
  if (isMjml) return { language: 'mjml', untagged };
  if (untagged || !(braces || percents || angles)) return { language: 'html', untagged };
  return { language: byContent(bytes.toString('latin1', 0, headBytes), braces, percents, angles), untagged: false };
}

function byContent(head: string, braces: boolean, percents: boolean, angles: boolean): LanguageId {
  if (percents) {
    if (/\{%-?\s*(?:assign|capture|unless|elsif|render|case|endunless|increment|liquid)\b|\{\{[^}]*\|\s*\w+:\s/.test(head)) return 'liquid';
    if (/\{%\s*(?:load|blocktrans(?:late)?|url|static|trans|comment|ifchanged|csrf_token|get_\w+)\b|\{\{[^}]*\|\w+:["'\w]/.test(head))
      return 'django';
    return 'jinja';
  }
  if (angles && !braces) {
    if (/<%=?\s*(?:[a-z_]+_(?:url|path)|@\w|link_to|\w+\.each\s+do|end\s*-?%>|if [^({]*%>)|-%>|::/.test(head)) return 'erb';
    return /<%[=_-]?\s*[^%]*[;({})=+]|<%[=-]/.test(head) ? 'ejs' : 'sendgrid';
  }
  if (/\{\{-?\s*(?:\.[A-Za-z]|if\s|range\s|end\s*-?\}|define\s|template\s|with\s|\$\w+\s*:=|\/\*)/.test(head)) return 'go';
  if (head.includes('{!!') || /@(?:if|foreach|extends|section|endif|component)\b\s*[\n(]/.test(head)) return 'blade';
  if (/\{\{[^{}"']*\|\s*[a-z_]+/.test(head)) return /\{\{[^}]*\|\s*\w+:\s/.test(head) ? 'liquid' : 'jinja';
  if (head.startsWith('---') || head.includes('<x-') || head.includes('props.') || head.includes('<component ')) return 'maizzle';
  return 'handlebars';
}
