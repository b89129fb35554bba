/** Reads the message that `send` is given: an HTML file, an .eml, or nothing. */
import { isUtf8 } from 'node:buffer';
import { Trouble } from '../errors.ts';
import { checkHeader } from './address.ts';
import { compose, placeholdersOf, textOf, titleOf } from './message.ts';
import { testHtml, testSubject, testText } from './test-mail.ts';

/** AWS: a message through SES v2 may have 40 MB after encoding. <ses quotas> */
const maxBytes = 40 * 1024 * 1024;

export interface Template {
  /** The raw message for one recipient. @param stamp when it is written and an id of its own */
  message(from: string, to: string, stamp: { at: number; id: string }): Promise<Uint8Array>;
  /** `{{name}}` and the like, which are sent as they are. */
  placeholders: string[];
}

/**
 * @param path of the file, undefined for the built-in mail
 * @param subject over the template's own title; refused for an .eml, which is sent byte for byte
 */
export async function readTemplate(
  path: string | undefined,
  subject: string | undefined,
  read: (path: string) => Promise<Uint8Array>,
): Promise<Template> {
  if (subject !== undefined) checkHeader(subject, 'subject');
  if (path === undefined) {
    const message: Template['message'] = (from, to, stamp) =>
      compose({ from, to, subject: subject ?? testSubject, html: testHtml(to), text: testText(to), ...stamp });
    return { message, placeholders: [] };
  }
  return templateOf(path, await read(path), subject);
}

/**
 * A template from bytes that are there already.
 * @param path tells an .eml from HTML, and names the file in what is refused
 */
export function templateOf(path: string, bytes: Uint8Array, subject: string | undefined): Template {
  if (bytes.length > maxBytes) throw new Trouble('cli.usage', `${path} has ${bytes.length} bytes, and SES takes 40 MB`, 'Give a smaller file.');
  if (bytes.length === 0) throw new Trouble('cli.usage', `${path} is empty`, 'Give an HTML file or an .eml.');
  if (/\.eml$/i.test(path)) {
    if (subject !== undefined) throw new Trouble('cli.usage', `--subject and an .eml, which is sent as it is`, 'Leave out --subject.');
    return { message: async () => bytes, placeholders: [] };
  }
  // Read as UTF-8 it would lose letters without a word, and which other encoding it has no file says for certain.
  if (!isUtf8(bytes))
    throw new Trouble(
      'cli.usage',
      `${path} is not UTF-8 (line ${firstBadLine(bytes)})`,
      'Save it as UTF-8, or give an .eml, which is sent byte for byte.',
    );
  const html = new TextDecoder().decode(bytes);
  const line = subject ?? titleOf(html) ?? testSubject;
  return {
    message: (from, to, stamp) => compose({ from, to, subject: line, html, text: textOf(line, html), ...stamp }),
    placeholders: placeholdersOf(html),
  };
}

/** No byte of a longer UTF-8 character is a line feed, so lines can be looked at one by one. */
function firstBadLine(bytes: Uint8Array): number {
  for (let line = 1, from = 0; ; line++) {
    const end = bytes.indexOf(10, from);
    if (end === -1 || !isUtf8(bytes.subarray(from, end))) return line;
    from = end + 1;
  }
}
