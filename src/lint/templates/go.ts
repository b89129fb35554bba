/** Go's html/template, which percent-encodes by itself what it prints into a query. */
import { kinds, tagFinder } from './delimiters.ts';
import { encoders, piped } from './expression.ts';
import type { Language } from './language.ts';

const words = kinds({ control: 'if else end range with define block break continue', output: '.' });
const sets = /^-?\s*\$\w+\s*:?=/;
const known = encoders('urlquery urlqueryescaper QueryEscape urlescape', '');

export const go: Language = {
  id: 'go',
  name: 'Go html/template',
  tags: tagFinder([
    { open: '{{/*', close: '*/}}', kind: 'comment' },
    {
      open: '{{',
      close: '}}',
      quotes: '"\'`',
      words,
      signs: '-',
      kind: inner => (/^-?\s*\/\*/.test(inner) ? 'comment' : sets.test(inner) ? 'control' : 'output'),
    },
  ]),
  meaning: text => piped(text, text.replace(/^\{\{-?/, '').replace(/-?\}\}$/, ''), known),
  encode: expression => `{{ ${expression} | urlquery }}`,
  encodesQueries: true,
  comment: text => `{{/* ${text} */}}`,
};
