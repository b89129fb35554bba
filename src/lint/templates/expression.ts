/** Takes the text of a template tag apart: what is printed, through which filters, and whether one of them percent-encodes. */
import type { Meaning } from './language.ts';

/** Splits at a character outside quotes and brackets. */
export function splitOutside(text: string, separator: string): string[] {
  const pieces: string[] = [];
  let start = 0;
  let depth = 0;
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    const character = text[at] as string;
    if (quote !== '') {
      if (character === '\\') at++;
      else if (character === quote) quote = '';
    } else if (character === '"' || character === "'" || character === '`') quote = character;
    else if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character)) depth--;
    else if (character === separator && depth <= 0 && text[at + 1] !== separator && text[at - 1] !== separator) {
      pieces.push(text.slice(start, at));
      start = at + 1;
    }
  }
  pieces.push(text.slice(start));
  return pieces.map(piece => piece.trim());
}

/** Names; of a dotted one the last word is enough: `UrlEncode` is `WebUtility.UrlEncode` too. */
export interface Encoders {
  /** Percent-encode a component: `url_encode`, `encodeURIComponent`. */
  component: ReadonlySet<string>;
  /** Make a whole address: `url_for`, `route`. */
  url: ReadonlySet<string>;
}

export const encoders = (component: string, url = ''): Encoders => ({
  component: new Set(component.split(' ').filter(Boolean)),
  url: new Set(url.split(' ').filter(Boolean)),
});

const encodingOf = (names: readonly string[], { component, url }: Encoders): Meaning['encoding'] => {
  if (names.some(name => component.has(name))) return 'component';
  return names.some(name => url.has(name)) ? 'url' : 'none';
};

/** `name | default: "x" | url_encode`: Liquid, Jinja, Django, Twig, Go. */
export function piped(text: string, inner: string, known: Encoders): Meaning {
  const [head = '', ...rest] = splitOutside(inner, '|');
  const filters = rest.map(each => /^[\w.]+/.exec(each)?.[0] ?? each);
  const called = /^([\w.]+)\s*\(/.exec(head)?.[1] ?? /^(\w+)\s+[\w.$"']/.exec(head)?.[1];
  // What stands in for a missing value is part of what is printed.
  const expression = [head, ...rest.filter(each => /^(?:default|d)\b/.test(each))].join(' | ');
  return { text, expression, filters, encoding: encodingOf(called === undefined ? filters : [called, ...filters], known) };
}

/** A call's name and what opens its arguments; Ruby calls without parentheses: `u name`. */
const call = /^(?:@|new\s+|await\s+)?([A-Za-z_$][\w$]*(?:(?:\.|::|->)[A-Za-z_$][\w$]*[?!]?)*)(\(|\s+(?=[@\w"':]))/;
/** Calls nested deeper than this are not looked into. */
const depthLimit = 20;

/** `encodeURIComponent(name)`: the host language's own calls, told from the outside in; the expression is what the outermost is given. */
export function called(text: string, inner: string, known: Encoders): Meaning {
  const filters: string[] = [];
  let expression = inner.trim();
  for (let rest = expression; filters.length < depthLimit; ) {
    const found = call.exec(rest);
    if (found === null) break;
    const [whole, name = '', opening] = found;
    rest = rest.slice(whole.length);
    if (opening === '(') rest = rest.replace(/\)[^)]*$/, '');
    if (filters.length === 0) expression = rest.trim();
    filters.push(name);
  }
  const short = filters.flatMap(name => [name, name.split(/\.|::|->/).at(-1) ?? name]);
  return { text, expression, filters, encoding: encodingOf(short, known) };
}
