/** Tells the tag with which another branch of a template begins. */

/** `{% elsif b %}`, `<% } else { %>`, `@else`, `<?php else: ?>`, `*|ELSE:|*`, `{{^}}`, Mustache's `{{^b}}`. */
const beginning = /^(?:\{\{~?\^|(?:<\?php\s*)?[^A-Za-z]{0,10}(?:else|elseif|elsif|elif|when|case|default)\b)/i;

/** @param tag a control tag as written */
export const beginsBranch = (tag: string): boolean => beginning.test(tag);
