/** Jinja, Django and Twig, which share their delimiters and differ in filters and functions. */
import { type Delimiter, kinds, tagFinder } from './delimiters.ts';
import { type Encoders, encoders, piped } from './expression.ts';
import type { Language, LanguageId } from './language.ts';

/** Block tags that print nothing themselves; any other may be a tag that prints, such as Django's {% url %}. */
const silent = kinds({
  control:
    'if elif elseif elsif else for empty block set do with macro call filter import from extends load autoescape spaceless verbatim raw comment ifchanged ifequal ifnotequal regroup break continue apply embed use sandbox flush deprecated assign case when unless capture localize localtime timezone language debug resetcycle types props blocktrans blocktranslate plural endif endfor endblock',
});
/** Every word that ends one or fetches something; Twig's `{% trans %}`, which unlike Django's has nothing behind it to print. */
const alsoSilent = /^[-+]?\s*(?:end\w*|get_\w+|trans(?=\s*[-+]?$))\b/;

export const percentBlock: Delimiter = {
  open: '{%',
  close: '%}',
  quotes: '"\'',
  words: silent,
  signs: '-+',
  kind: inner => (alsoSilent.test(inner) ? 'control' : 'output'),
  block: { word: 'comment', ends: 'endcomment' },
};

export const jinjaDelimiters: readonly Delimiter[] = [
  { open: '{#', close: '#}', kind: 'comment' },
  percentBlock,
  { open: '{{', close: '}}', kind: 'output', quotes: '"\'' },
];

const language = (id: LanguageId, name: string, known: Encoders, encode: (expression: string) => string): Language => ({
  id,
  name,
  tags: tagFinder(jinjaDelimiters),
  meaning: text => {
    const inner = text
      .replace(/^\{[{%][-+]?/, '')
      .replace(/[-+]?[}%]\}$/, '')
      // Twig's escaper can percent-encode too. https://twig.symfony.com/doc/3.x/filters/escape.html
      .replace(/\|\s*(?:e|escape)\(\s*(['"])url\1\s*\)/g, '|url_encode')
      .trim();
    const meaning = piped(text, inner, known);
    // Django's tags name what they do first: {% url 'name' %}.
    if (text.startsWith('{%') && known.url.has(/^\w+/.exec(inner)?.[0] ?? '')) return { ...meaning, encoding: 'url' };
    return meaning;
  },
  encode,
  comment: text => `{# ${text} #}`,
});

export const jinja = language(
  'jinja',
  'Jinja',
  encoders('urlencode url_encode quote quote_plus urlize_param', 'url_for url reverse static'),
  expression => `{{ ${expression} | urlencode }}`,
);
export const django = language(
  'django',
  'Django',
  encoders('urlencode iriencode querystring', 'url absolute_url static get_absolute_url media'),
  expression => `{{ ${expression}|urlencode }}`,
);
export const twig = language('twig', 'Twig', encoders('url_encode', 'url path absolute_url asset'), expression => `{{ ${expression}|url_encode }}`);
