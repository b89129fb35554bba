/** Tells the tag with which another branch of a template begins. */

/** `{% elsif b %}`, `<% } else { %>`, `@else`, `*|ELSE:|*`, `{{^}}`, Mustache's `{{^b}}`. */
const beginning = /^(?:\{\{~?\^|[^A-Za-z]{1,10}(?:else|elseif|elsif|elif|when|case|default)\b)/i;

/** @param tag a control tag as written */
export const beginsBranch = (tag: string): boolean => beginning.test(tag);
