/** Liquid, as Shopify, Customer.io and Klaviyo's neighbours write it. */
import { kinds, tagFinder } from './delimiters.ts';
import { encoders, piped } from './expression.ts';
import type { Language, Placeholder } from './language.ts';

const known = encoders('url_encode url_param_escape cgi_escape url_escape uri_encode', 'url_for shop_url link_to customer_login_url asset_url');
// The mail services that write Liquid print addresses with tags of their own. https://docs.customer.io/journeys/liquid-tag-list/
const printing = kinds({
  comment: '#',
  output:
    'render include echo cycle increment decrement unsubscribe_url unsubscribe_link view_in_browser_url manage_subscription_preferences_url web_view_link manage_preferences_link snippet',
});

const finder = tagFinder([
  { open: '{{', close: '}}', kind: 'output' },
  {
    open: '{%',
    close: '%}',
    words: printing,
    signs: '-',
    kind: 'control',
    block: { word: 'comment', ends: 'endcomment' },
  },
]);

/** Braze writes `{{${first_name}}}`: of three braces the first closes the variable, and the tag ends one further. */
function tags(bytes: Buffer): Placeholder[] {
  const found = finder(bytes);
  for (const tag of found) {
    if (bytes[tag.end] !== 0x7d) continue;
    const text = bytes.toString('latin1', tag.start, tag.end - 2);
    if (text.startsWith('{{') && text.lastIndexOf('${') > text.lastIndexOf('}')) tag.end++;
  }
  return found;
}

export const liquid: Language = {
  id: 'liquid',
  name: 'Liquid',
  tags,
  meaning: text => piped(text, text.replace(/^\{[{%]-?/, '').replace(/-?[}%]\}$/, ''), known),
  encode: expression => `{{ ${expression} | url_encode }}`,
  comment: text => `{% comment %} ${text} {% endcomment %}`,
};
