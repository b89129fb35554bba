/** Thymeleaf, whose templates are HTML pages: beside `th:href` the plain `href` is for looking at the page alone, and no mail has it. */
import { html } from './html.ts';
import { type Language, type Placeholder, tagLimit } from './language.ts';

const href = Buffer.from('href');
/** A start tag is no longer, before and behind its `th:href`. */
const reach = 2048;

/** Every `href="…"` that stands in one tag with a `th:href`. */
function tags(bytes: Buffer): Placeholder[] {
  const found: Placeholder[] = [];
  let done = 0;
  for (let at = bytes.indexOf(href); at !== -1 && found.length <= tagLimit; at = bytes.indexOf(href, Math.max(done, at + 1))) {
    // `th:href`, or `data-th-href` where the page has to be valid HTML.
    if (!/^th[:-]$/.test(bytes.toString('latin1', at - 3, at))) continue;
    const from = Math.max(done, at - reach);
    const open = bytes.subarray(from, at).lastIndexOf(0x3c);
    if (open === -1) continue;
    const text = /^<(?:[^>"']|"[^"]*"|'[^']*')*>/.exec(bytes.toString('latin1', from + open, at + reach))?.[0] ?? '';
    done = Math.max(done, from + open + text.length);
    const prototype = /\shref\s*=\s*(?:"[^"]*"|'[^']*')/i.exec(text);
    if (prototype === null) continue;
    const start = from + open + prototype.index + 1;
    found.push({ start, end: start + prototype[0].length - 1, kind: 'control' });
  }
  return found;
}

export const thymeleaf: Language = { ...html, id: 'thymeleaf', name: 'Thymeleaf', tags };
