/** MJML, whose sources carry the tags of whatever fills them in later, and Maizzle's expressions. */
import { tagFinder } from './delimiters.ts';
import { percentTags } from './erb.ts';
import { splitOutside } from './expression.ts';
import { mustacheMeaning, mustaches } from './handlebars.ts';
import { jinja, percentBlock } from './jinja.ts';
import type { Language } from './language.ts';

const delimiters = [...mustaches, { open: '{#', close: '#}', kind: 'comment' } as const, percentBlock, ...percentTags];

export const mjml: Language = {
  id: 'mjml',
  name: 'MJML',
  tags: tagFinder(delimiters),
  meaning: text => (splitOutside(text.slice(2, -2), '|').length > 1 ? jinja.meaning(text) : mustacheMeaning(text)),
  encode: () => undefined,
  comment: text => `<!-- ${text} -->`,
};

export const maizzle: Language = {
  ...mjml,
  id: 'maizzle',
  name: 'Maizzle',
  tags: tagFinder([{ open: '@{{', close: '}}', kind: 'output' }, ...delimiters]),
  encode: expression => `{{ encodeURIComponent(${expression}) }}`,
};
