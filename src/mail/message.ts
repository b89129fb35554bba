/** Writes a message as raw MIME, in a form that SES can rewrite without harm. */
import { decodeHTML, decodeHTMLAttribute } from 'entities/decode';
import MailComposer from 'nodemailer/lib/mail-composer';
import { reason, Trouble } from '../errors.ts';
import { hyperlink, scan } from '../links/scan.ts';
import { mailboxOf } from './address.ts';

export interface Draft {
  from: string;
  to: string;
  subject: string;
  html: string;
  text: string;
  /** Milliseconds since 1970, for the Date header. */
  at: number;
  /** Unique; becomes Message-ID and the boundary. SES gives the message another id, and only that one is in events. */
  id: string;
}

/**
 * multipart/alternative of text and HTML, both quoted-printable: AWS garbles 8bit parts when it rewrites links.
 * <anymail/django-anymail#115> Lines end in CRLF; nothing is read from disk or network.
 */
export async function compose({ from, to, subject, html, text, at, id }: Draft): Promise<Uint8Array> {
  const sender = mailboxOf(from);
  const domain = sender.address.split('@').at(-1) || 'localhost';
  const composer = new MailComposer({
    ...{ from: sender, to: mailboxOf(to), subject, html, text },
    date: new Date(at),
    messageId: `<${id}@${domain}>`,
    encoding: 'utf-8',
    newline: '\r\n',
    textEncoding: 'quoted-printable',
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    const root = composer.compile();
    return await new Promise((resolve, reject) =>
      root.build((error, bytes) => (error === null || error === undefined ? resolve(bytes) : reject(error))),
    );
  } catch (cause) {
    throw new Trouble('cli.usage', `the message cannot be written: ${reason(cause)}`, '', { cause });
  }
}

/** The text alternative of an HTML mail that has none: its subject and where its links lead, and no claim to be more. */
export function textOf(subject: string, html: string): string {
  const links = linksOf(html);
  const list = links.length === 0 ? '' : ` Its links:\n\n${links.join('\n')}`;
  return `${subject}\n\nThis message is written in HTML.${list}\n`;
}

/** Every http(s) address that the HTML links to, once each, in order. */
export function linksOf(html: string): string[] {
  const bytes = Buffer.from(html);
  const found = scan(bytes).tags.flatMap(tag => {
    const href = hyperlink(tag);
    if (href === undefined) return [];
    const url = decodeHTMLAttribute(bytes.toString('utf8', href.valueStart, href.valueEnd)).trim();
    return /^https?:\/\//i.test(url) ? [url] : [];
  });
  return [...new Set(found)];
}

/** The HTML's own title, for a subject; undefined where it has none. */
export function titleOf(html: string): string | undefined {
  const written = /<title[^>]*>([^<]{1,200})<\/title>/i.exec(html)?.[1] ?? '';
  const title = decodeHTML(written).replace(/\s+/g, ' ').trim();
  return title === '' ? undefined : title;
}

/** Placeholders that raw sending leaves as they are, `{{name}}`; SES's own are not among them. */
export function placeholdersOf(html: string): string[] {
  return [...new Set(html.match(/\{\{\{?[^{}\n]{1,100}\}\}\}?/g) ?? [])].filter(
    each => !/^\{\{\s*(ses:openTracker|amazonSESUnsubscribeUrl)\s*\}\}$/.test(each),
  );
}
