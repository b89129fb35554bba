/** Plain HTML; double braces in it are somebody's placeholders all the same. */

import { tagFinder } from './delimiters.ts';
import { handlebars } from './handlebars.ts';
import { jinjaDelimiters } from './jinja.ts';
import type { Language } from './language.ts';
import { mjml } from './mjml.ts';

export const html: Language = {
  ...handlebars,
  id: 'html',
  name: 'HTML',
  tags: tagFinder(jinjaDelimiters),
  meaning: mjml.meaning,
  encode: () => undefined,
  comment: text => `<!-- ${text} -->`,
};
