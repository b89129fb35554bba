/** Razor, .NET's templates: at-signs that begin code. */
import { type BalancedEnd, balancedEnds } from './balanced.ts';
import { called, encoders } from './expression.ts';
import { type Language, type Placeholder, tagLimit } from './language.ts';

const known = encoders(
  'EscapeDataString UrlEncode UrlEncoder.Default.Encode UrlEncoder.Encode',
  'Url.Action Url.Page Url.RouteUrl Url.Link Url.Content Url.ActionLink Url.PageLink',
);
/** Lines of their own. */
const lines =
  /^(?:model|using|inject|addTagHelper|removeTagHelper|tagHelperPrefix|page|namespace|inherits|layout|implements|attribute|rendermode|typeparam|preservewhitespace)\b(?!\s*\()/;
const blocks = /^(?:if|for|foreach|while|switch|using|lock)\s*(?=\()/;
const words = /^(?:else|do|try|finally|section|functions|code|catch)\b/;
/** CSS in a style element writes these; Razor wants them doubled, people forget. */
const css = /^(?:media|import|font-face|charset|keyframes|supports|-ms-viewport|-webkit-keyframes)\b/;

function razorTags(bytes: Buffer): Placeholder[] {
  const tags: Placeholder[] = [];
  const balancedEnd = balancedEnds(bytes);
  const lastComment = bytes.lastIndexOf('*@');
  for (let at = bytes.indexOf(0x40); at !== -1 && tags.length <= tagLimit; at = bytes.indexOf(0x40, at + 1)) {
    const tag = tagAt(bytes, at, balancedEnd, lastComment);
    if (tag === undefined) {
      // `@@` is a literal at-sign.
      if (bytes[at + 1] === 0x40) at++;
      continue;
    }
    tags.push(tag);
    at = tag.end - 1;
  }
  return tags;
}

function tagAt(bytes: Buffer, at: number, balancedEnd: BalancedEnd, lastComment: number): Placeholder | undefined {
  // An at-sign behind a letter or a digit is an address: me@example.com.
  if (at > 0 && /\w/.test(String.fromCharCode(bytes[at - 1] as number))) return undefined;
  const next = bytes[at + 1];
  if (next === 0x2a) {
    const close = lastComment < at + 2 ? -1 : bytes.indexOf('*@', at + 2);
    return close === -1 ? undefined : { start: at, end: close + 2, kind: 'comment' };
  }
  if (next === 0x28 || next === 0x7b) {
    const end = balancedEnd(at + 1);
    return end === undefined ? undefined : { start: at, end, kind: next === 0x28 ? 'output' : 'control' };
  }
  const head = bytes.toString('latin1', at + 1, at + 40);
  if (css.test(head)) return undefined;
  if (lines.test(head)) {
    const newline = bytes.indexOf(0x0a, at);
    return { start: at, end: newline === -1 ? bytes.length : newline, kind: 'control' };
  }
  const block = blocks.exec(head);
  if (block !== null) return { start: at, end: balancedEnd(at + 1 + block[0].length) ?? at + 1 + block[0].length, kind: 'control' };
  const word = words.exec(head);
  if (word !== null) return { start: at, end: at + 1 + word[0].length, kind: 'control' };
  if (next === undefined || !/[A-Za-z_]/.test(String.fromCharCode(next))) return undefined;
  return { start: at, end: expressionEnd(bytes, balancedEnd, head.startsWith('await ') ? at + 7 : at + 1), kind: 'output' };
}

/** `Model.Url`, `Html.Raw(x)`, `items[0].Name`: names, dots, calls and indexes; a dot that ends a sentence is not part of it. */
function expressionEnd(bytes: Buffer, balancedEnd: BalancedEnd, from: number): number {
  let at = from;
  for (;;) {
    while (/\w/.test(String.fromCharCode(bytes[at] ?? 0x20))) at++;
    while (bytes[at] === 0x28 || bytes[at] === 0x5b) {
      const end = balancedEnd(at);
      if (end === undefined) return at;
      at = end;
    }
    const optional = bytes[at] === 0x3f && bytes[at + 1] === 0x2e ? 1 : 0;
    if (bytes[at + optional] !== 0x2e || !/[A-Za-z_]/.test(String.fromCharCode(bytes[at + optional + 1] ?? 0x20))) return at;
    at += optional + 1;
  }
}

export const razor: Language = {
  id: 'razor',
  name: 'Razor',
  tags: razorTags,
  meaning: text =>
    called(
      text,
      text.replace(/^@\(?/, '').replace(/^(?!.*\().*\)$/, inner => inner.slice(0, -1)),
      known,
    ),
  encode: expression => `@Uri.EscapeDataString(${expression})`,
  comment: text => `@* ${text} *@`,
};
