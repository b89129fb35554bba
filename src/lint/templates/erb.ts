/** ERB, Ruby's templates. */
import { type Delimiter, tagFinder } from './delimiters.ts';
import { called, encoders } from './expression.ts';
import type { Language } from './language.ts';

/** `<%= %>` prints, `<%# %>` comments, `<%% ` is a literal `<%`; shared with EJS. */
export const percentTags: readonly Delimiter[] = [
  {
    open: '<%',
    close: '%>',
    kind: inner => (inner.startsWith('%') ? undefined : inner.startsWith('#') ? 'comment' : /^[=-](?!\s*$)/.test(inner) ? 'output' : 'control'),
  },
];

const known = encoders(
  'u url_encode CGI.escape CGI.escapeURIComponent encode_www_form_component encode_uri_component to_query to_param',
  'url_for root_url',
);

export const erb: Language = {
  id: 'erb',
  name: 'ERB',
  tags: tagFinder(percentTags),
  meaning: text => {
    const meaning = called(text, text.replace(/^<%[=-]*/, '').replace(/-?%>$/, ''), known);
    // Rails' route helpers encode what they are given: edit_password_url(token: …).
    const inner = text.replace(/^<%[=-]*/, '');
    // Rails' Hash#to_query encodes what it joins, whatever it is called on.
    if (/\.to_(?:query|param)(?:\([^()]*\))?\s*-?%>$/.test(inner)) return { ...meaning, encoding: 'component' };
    const helper = /^\s*(?:\w+\.)?\w+_(?:url|path)\b/.test(inner);
    return meaning.encoding === 'none' && helper ? { ...meaning, encoding: 'url' } : meaning;
  },
  encode: expression => `<%= ERB::Util.url_encode(${expression}) %>`,
  comment: text => `<%# ${text} %>`,
};
