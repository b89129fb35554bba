/** PHP as its own template language: WordPress, Magento, and mails written by hand. Blade holds it too. */
import { type Delimiter, tagFinder } from './delimiters.ts';
import { called, encoders } from './expression.ts';
import type { Language, Placeholder } from './language.ts';

/** Statements that print nothing; whatever else stands in `<?php … ?>` may. */
const steers =
  /^(?:$|\}|(?:if|else|elseif|for|foreach|while|do|switch|case|default|break|continue|end[a-z]+|use|namespace|require|include|require_once|include_once|declare|function|return|global|unset|exit|die)\b|\$\w+(?:->\w+|\[[^\]]*\])*\s*[.?]{0,2}=(?![=>]))/;

function kindOf(inner: string): Placeholder['kind'] {
  if (inner.startsWith('=')) return 'output';
  const statement = inner.replace(/^php\b/, '').trim();
  if (/^(?:\/\*(?:[^*]|\*(?!\/))*\*\/|(?:\/\/|#)[^\n]*)$/.test(statement)) return 'comment';
  return steers.test(statement) ? 'control' : 'output';
}

/** `<?= … ?>` and `<?php … ?>`; `<?xml … ?>` is none of PHP's. */
export const phpTags: readonly Delimiter[] = [
  { open: '<?=', close: '?>', kind: 'output' },
  { open: '<?php', close: '?>', kind: kindOf },
];

/** WordPress' and Magento's helpers make whole addresses. */
const known = encoders(
  'urlencode rawurlencode http_build_query',
  'esc_url escapeUrl getUrl getStoreUrl getViewUrl home_url site_url admin_url network_home_url wp_login_url get_permalink get_the_permalink the_permalink get_option bloginfo get_bloginfo wc_get_page_permalink wc_get_endpoint_url route url action',
);

export const php: Language = {
  id: 'php',
  name: 'PHP',
  tags: tagFinder(phpTags),
  meaning: text => called(text, text.replace(/^<\?(?:=|php\b\s*(?:echo\b|print\b)?)\s*/, '').replace(/\s*;?\s*\?>$/, ''), known),
  encode: expression => `<?= rawurlencode(${expression}) ?>`,
  comment: text => `<?php /* ${text} */ ?>`,
};
