/** Finds addresses that RFC 3986 does not allow: SES leaves such a link as it is, and no click on it is ever counted. */
import type { Fault } from '../../links/rfc3986.ts';
import { faultLimit } from '../../links/rfc3986.ts';
import { mend, percentEncoded } from '../mend.ts';
import type { Address, Link, Report, Rule, RuleContext } from '../rule.ts';

/** AWS: links must be encoded as RFC 3986 says or they are not tracked. https://docs.aws.amazon.com/ses/latest/dg/faqs-metrics.html */
export const notRfc3986: Rule = {
  id: 'not-rfc3986',
  level: 'error',
  about: 'A link whose address is not RFC 3986 is sent as it is and never counted.',
  evidence: 'AWS documented',
  when: ['not-rfc3986'],
  check(context) {
    for (const link of context.links) {
      // A mail address or a phone number is never tracked, well written or not: not-http says so.
      if (link.cause !== 'not-rfc3986' || isOtherScheme(context.address(link))) continue;
      const fix = fixOf(context, link);
      context.report({ ...describe(context, link), ...(fix === undefined ? {} : { fix }) });
    }
  },
};

const isOtherScheme = ({ uri }: Address): boolean => {
  const { scheme } = uri.parts;
  return scheme !== undefined && scheme !== 'http' && scheme !== 'https';
};

function describe(context: RuleContext, link: Link): Report {
  const address = context.address(link);
  const { judged, uri } = address;
  const [first] = uri.faults;
  const stranger = unfilled(address);
  if (stranger !== undefined) {
    return {
      at: context.span(link, stranger.offset, stranger.text.length),
      message: `${stranger.text} is a placeholder that nobody fills in here, and it is not RFC 3986: SES will not track this link, and it leads nowhere. ${stranger.advice}`,
    };
  }
  const opener = unclosed(address);
  if (opener !== undefined) {
    return {
      at: context.span(link, opener.offset, opener.text.length),
      message: `${opener.text} begins a template tag that is not closed, so nothing is filled in, and it is not RFC 3986: SES will not track this link. Close it with ${opener.close}`,
    };
  }
  if (/^3D["']/.test(judged)) {
    return {
      at: context.span(link, 0, 2),
      message:
        'the quoted-printable "=3D" was left in, so the address begins with 3D" and SES will not track this link: decode the file first, and write href="',
    };
  }
  if (/^[`‘’“”]/.test(judged)) {
    return {
      at: context.span(link, 0, 1),
      message: `${judged.slice(0, 1)} is no quote in HTML, it becomes part of the address, and SES will not track this link: write "`,
    };
  }
  if (first === undefined)
    return { at: [link.href.valueStart, link.href.valueEnd], message: 'the address is not RFC 3986: SES will not track this link' };
  const [run = first.text.length, ...others] = runsOf(uri.faults);
  const more = others.length;
  const rest =
    more === 0 ? '' : ` (${more}${uri.faults.length >= faultLimit ? ' or more' : ''} other ${more === 1 ? 'place' : 'places'} in this address too)`;
  return {
    at: context.span(link, first.offset, run),
    message: `${mend(first, judged.slice(first.offset, first.offset + run), judged, uri.parts)}${rest}`,
  };
}

/** Faults of one kind that stand side by side are one place; the length of each. */
function runsOf(faults: readonly Fault[]): number[] {
  const runs: number[] = [];
  let end = -1;
  let what = '';
  for (const fault of faults) {
    if (fault.offset === end && fault.what === what) runs[runs.length - 1] = (runs[runs.length - 1] ?? 0) + fault.text.length;
    else runs.push(fault.text.length);
    end = fault.offset + fault.text.length;
    what = fault.what;
  }
  return runs;
}

interface Stranger {
  offset: number;
  text: string;
  advice: string;
}

/** Where it is no mistake, since the file is not for SES. */
const elsewhere = 'write the tag of your own template language, or where that service sends the mail lint with';
const strangers: readonly [RegExp, string][] = [
  [/<\?(?:=|php\b)[^?]{0,200}\?>/, 'Fill it in before the mail is sent, or, where PHP fills it in, lint with --language php'],
  [/<%[^%]{0,200}%>/, 'Fill it in before the mail is sent, or, where ERB or EJS fills it in, lint with --language erb or ejs'],
  [/\$\{[^{}]{0,200}\}/, 'Fill it in before the mail is sent, or, where FreeMarker fills it in, lint with --language freemarker'],
  [/\*\|[^|]{0,200}\|\*/, `It is a Mailchimp merge tag; ${elsewhere} --language mailchimp`],
  [/%%[^%\s]{1,200}%%/, `It is a Marketing Cloud tag; ${elsewhere} --language ampscript`],
  [/%(?:recipient[\w.-]{0,100}|(?:[a-z]{1,20}_){0,3}unsubscribe_(?:url|email))%/, `It is a Mailgun variable; ${elsewhere} --language mailgun`],
  [/\[\[[^[\]]{0,200}\]\]/, 'Write the tag of your own template language'],
  [/#\{[^{}]{0,200}\}/, 'Fill it in before the mail is sent'],
  [/\{\{?[^{}]{0,200}\}?\}/, 'Write the tag of your own template language; SES fills in {{name}}'],
];

/** A tag of some other template language in the address. */
function unfilled({ judged, uri }: Address): Stranger | undefined {
  if (/^\[[^\][]{1,200}\]$/.test(judged)) return { offset: 0, text: judged, advice: 'Write the tag of your own template language' };
  if (!uri.faults.some(({ text }) => /[<{}|[%]/.test(text))) return undefined;
  for (const [form, advice] of strangers) {
    const match = form.exec(judged);
    if (match !== null) return { offset: match.index, text: match[0], advice };
  }
  return undefined;
}

const openers = /\{\{\{?|\{%|<%|[$#]\{|\*\|/y;
const closers: Readonly<Record<string, string>> = { '{{': '}}', '{{{': '}}}', '{%': '%}', '<%': '%>', '${': '}', '#{': '}', '*|': '|*' };

/** What begins a template tag that the address does not close, where the first fault is part of it. */
function unclosed({ judged, uri }: Address): { offset: number; text: string; close: string } | undefined {
  const offset = uri.faults[0]?.offset ?? 0;
  for (const at of [Math.max(0, offset - 1), offset]) {
    openers.lastIndex = at;
    const [text = ''] = openers.exec(judged) ?? [];
    const close = closers[text];
    if (close !== undefined && !judged.includes(close, at + text.length)) return { offset: at, text, close };
  }
  return undefined;
}

/**
 * One replacement from the first fault to the last, where every fault is one that browsers themselves percent-encode: then the link
 * leads exactly where it led before. Another language's tag is no address yet.
 */
function fixOf(context: RuleContext, link: Link): Report['fix'] {
  const address = context.address(link);
  if (unfilled(address) !== undefined) return undefined;
  const { uri, judged } = address;
  const last = uri.faults.at(-1);
  const [first] = uri.faults;
  if (first === undefined || last === undefined || uri.faults.length >= faultLimit || !/^https?:\/\//i.test(judged)) return undefined;
  let utf8: boolean | undefined;
  const isSure = (): boolean => {
    utf8 ??= isUtf8(context);
    return utf8;
  };
  let text = '';
  let at = context.span(link, first.offset, 1)[0];
  const start = at;
  for (const fault of uri.faults) {
    const mended = percentEncoded(fault, judged, uri.parts, isSure);
    if (mended === undefined) return undefined;
    const [from, to] = context.span(link, fault.offset, fault.text.length);
    text += context.text([at, from]) + mended;
    at = to;
  }
  // What stands between the faults is written back as it was; a template tag may hold what a fix must not.
  if (!/^[\x20-\x7e]*$/.test(text)) return undefined;
  return { at: [start, at], text };
}

/** HTML encodes a query in the document's own charset: only where that is UTF-8 are the bytes of a character certain. */
function isUtf8({ source, part }: RuleContext): boolean {
  if (source.encoding !== 'utf-8') return false;
  const declared = part.charset ?? /<meta[^>]+charset\s*=\s*["']?\s*([a-z0-9_-]+)/i.exec(part.bytes.toString('latin1', 0, 4096))?.[1];
  return declared === undefined || /^(?:utf-?8|us-ascii)$/i.test(declared);
}
