/** EJS, and the Underscore and Lodash templates that look like it. */
import { tagFinder } from './delimiters.ts';
import { percentTags } from './erb.ts';
import { called, encoders } from './expression.ts';
import type { Language } from './language.ts';

const known = encoders('encodeURIComponent encodeURI URLSearchParams querystring.stringify qs.stringify', 'url.resolve url.format');

export const ejs: Language = {
  id: 'ejs',
  name: 'EJS',
  tags: tagFinder(percentTags),
  meaning: text => called(text, text.replace(/^<%[=_-]*/, '').replace(/[-_]?%>$/, ''), known),
  encode: expression => `<%= encodeURIComponent(${expression}) %>`,
  comment: text => `<%# ${text} %>`,
};
