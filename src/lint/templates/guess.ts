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

/** Signs that tell languages apart, looked for in the head of the file only. */
const headBytes = 64 * 1024;

/**
 * The language by name, else by content; `html` where nothing looks like a template.
 * @param bytes UTF-8
 */
export function guessLanguage(name: string, bytes: Buffer): LanguageId {
  const named = languageOfName(name);
  if (named !== undefined) return named;
  const braces = bytes.indexOf('{{') !== -1;
  const percents = bytes.indexOf('{%') !== -1;
  const angles = bytes.indexOf('<%') !== -1;
  const mjml = bytes.indexOf('<mjml') !== -1;
  const ats = braces && bytes.indexOf('@') !== -1;
  if (!braces && !percents && !angles && !mjml) return 'html';
  const head = bytes.toString('latin1', 0, headBytes);
  if (mjml) return 'mjml';
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
  if (ats && /\{!!|@(?:if|foreach|extends|section|endif|component)\b\s*[\n(]/.test(head)) return 'blade';
  if (/\{\{[^{}"']*\|\s*[a-z_]+/.test(head)) return /\{\{[^}]*\|\s*\w+:\s/.test(head) ? 'liquid' : 'jinja';
  if (
    /<x-|<component |<outlet|<fetch |props\.|page\./.test(head) &&
    /^---\r?\n|<x-|<(?:component|outlet|slot:|script props|fill:|stack name)/.test(head)
  )
    return 'maizzle';
  return 'handlebars';
}
