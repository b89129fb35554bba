/** Makes foreign text safe to show: what a terminal would obey, or what would turn the reading order, is shown as its code. */

/** Control characters (C0, DEL, C1), line and paragraph separators, and the marks that reorder text. */
const unsafe = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** `a\u001b[31mb` → `a\x1b[31mb`, all of it visible and on one line. */
export function plain(text: string): string {
  return text.replace(unsafe, found => {
    const code = found.charCodeAt(0).toString(16);
    return code.length > 2 ? `\\u${code.padStart(4, '0')}` : `\\x${code.padStart(2, '0')}`;
  });
}
