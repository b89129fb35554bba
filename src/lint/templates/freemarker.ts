/** FreeMarker, Java's templates. */
import { tagFinder } from './delimiters.ts';
import type { Language } from './language.ts';

/** Built-ins that percent-encode, and `?c`, which prints a number in plain digits. https://freemarker.apache.org/docs/ref_builtins_string.html#ref_builtin_url */
const encoding = new Set(['url', 'url_path', 'c']);

export const freemarker: Language = {
  id: 'freemarker',
  name: 'FreeMarker',
  tags: tagFinder([
    { open: '<#--', close: '-->', kind: 'comment' },
    { open: '</#', close: '>', kind: 'control' },
    { open: '</@', close: '>', kind: 'control' },
    { open: '<#', close: '>', kind: 'control', quotes: '"\'' },
    { open: '<@', close: '>', kind: 'output', quotes: '"\'' },
    { open: '${', close: '}', kind: 'output', quotes: '"\'' },
    { open: '#{', close: '}', kind: 'output' },
    { open: '[=', close: ']', kind: 'output' },
  ]),
  meaning: text => {
    const inner = text.replace(/^(?:[$#]\{|\[=|<@)/, '').replace(/[\]}>]$/, '');
    const filters = [...inner.matchAll(/\?(\w+)/g)].map(([, name = '']) => name);
    const expression = inner.replace(/\?\w+(?:\([^()]*\))?/g, '').trim();
    return { text, expression, filters, encoding: filters.some(name => encoding.has(name)) ? 'component' : 'none' };
  },
  encode: expression => (/^[\w.]+$/.test(expression) ? `\${${expression}?url}` : `\${(${expression})?url}`),
  comment: text => `<#-- ${text} -->`,
};
