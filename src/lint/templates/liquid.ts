/** Liquid, as Shopify, Customer.io and Klaviyo's neighbours write it. */
import { kinds, tagFinder } from './delimiters.ts';
import { encoders, piped } from './expression.ts';
import type { Language } from './language.ts';

const known = encoders('url_encode url_param_escape cgi_escape url_escape uri_encode', 'url_for shop_url link_to customer_login_url asset_url');
const printing = kinds({ output: 'render include echo cycle increment decrement' });

export const liquid: Language = {
  id: 'liquid',
  name: 'Liquid',
  tags: tagFinder([
    { open: '{{', close: '}}', kind: 'output' },
    {
      open: '{%',
      close: '%}',
      words: printing,
      signs: '-',
      kind: 'control',
      block: { word: 'comment', ends: 'endcomment' },
    },
  ]),
  meaning: text => piped(text, text.replace(/^\{[{%]-?/, '').replace(/-?[}%]\}$/, ''), known),
  encode: expression => `{{ ${expression} | url_encode }}`,
  comment: text => `{% comment %} ${text} {% endcomment %}`,
};
