/** Reads a message as it was handed to SES, and makes of its headers what SES delivers. Pure. */
import type { MessageTag } from '@aws-sdk/client-sesv2';
import { addressParser, decodeWords } from 'postal-mime';
import { header, readParts, walk } from '../../../mail/parts.ts';
import { openBody } from '../../../mail/transfer.ts';
import type { CommonHeaders, Mail } from '../../inbox.ts';

/** AWS: beyond 10 KB the record's headers are cut and `headersTruncated` says so. */
const headersLimit = 10 * 1024;
const eicar = 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE';

export interface Submitted {
  headers: Mail['headers'];
  headersTruncated: boolean;
  commonHeaders: CommonHeaders;
  /** From X-SES-CONFIGURATION-SET, X-SES-MESSAGE-TAGS and X-SES-LIST-MANAGEMENT-OPTIONS. */
  configurationSet?: string;
  tags: MessageTag[];
  list?: { name: string; topic?: string };
  /** The bare addresses of To, Cc and Bcc. */
  recipients: string[];
}

/** @param raw the whole message */
export function readSubmitted(raw: Uint8Array): Submitted {
  const headers = readParts(raw).headers.map(({ name, value }) => ({ name, value: Buffer.from(value, 'latin1').toString('utf8') }));
  const value = (name: string) => headers.find(each => each.name.toLowerCase() === name)?.value;
  const people = (name: string) => addressesOf(value(name) ?? '');
  const common: CommonHeaders = {};
  const lists = { from: 'from', to: 'to', cc: 'cc', bcc: 'bcc', sender: 'sender', replyTo: 'reply-to' } as const;
  for (const [key, name] of Object.entries(lists) as [keyof typeof lists, string][]) {
    const found = people(name);
    if (found.length > 0) common[key] = found.map(each => each.shown);
  }
  const singles = { returnPath: 'return-path', messageId: 'message-id', subject: 'subject', date: 'date' } as const;
  for (const [key, name] of Object.entries(singles) as [keyof typeof singles, string][]) {
    const found = value(name);
    if (found !== undefined) common[key] = decodeWords(found);
  }
  const set = value('x-ses-configuration-set')?.trim();
  const list = readList(value('x-ses-list-management-options'));
  return {
    ...cut(headers),
    commonHeaders: common,
    ...(set === undefined || set === '' ? {} : { configurationSet: set }),
    tags: readHeaderTags(value('x-ses-message-tags') ?? ''),
    ...(list === undefined ? {} : { list }),
    recipients: ['to', 'cc', 'bcc'].flatMap(name => people(name).map(each => each.address)),
  };
}

/** Bare address and `Name <address>` of each; groups flattened. */
export function addressesOf(text: string): { address: string; shown: string }[] {
  return addressParser(text, { flatten: true }).flatMap(({ name, address }) =>
    address === undefined || address === ''
      ? []
      : [{ address, shown: name === undefined || name === '' ? address : `${decodeWords(name)} <${address}>` }],
  );
}

/** `name=value, name=value`. */
function readHeaderTags(text: string): MessageTag[] {
  return text
    .split(',')
    .map(each => each.trim())
    .filter(each => each !== '')
    .map(each => ({ Name: each.split('=')[0]?.trim() ?? '', Value: each.split('=').slice(1).join('=').trim() }));
}

/** `list; topic=news`. */
function readList(text: string | undefined): { name: string; topic?: string } | undefined {
  const [name = '', ...rest] = (text ?? '').split(';').map(each => each.trim());
  const topic = rest.map(each => /^topic\s*=\s*(.+)$/i.exec(each)?.[1]).find(each => each !== undefined);
  return name === '' ? undefined : { name: name.replace(/^contactListName\s*=\s*/i, ''), ...(topic === undefined ? {} : { topic }) };
}

function cut(headers: Mail['headers']): Pick<Submitted, 'headers' | 'headersTruncated'> {
  let length = 0;
  const kept = headers.filter(({ name, value }) => {
    length += name.length + value.length;
    return length <= headersLimit;
  });
  return { headers: kept, headersTruncated: kept.length < headers.length };
}

/** AWS: a message that holds the antivirus test file is accepted and then rejected. */
export function isInfected(raw: Uint8Array): boolean {
  return [...walk(readParts(raw))].some(
    part => part.parts.length === 0 && Buffer.from(openBody(raw.subarray(part.bodyStart, part.bodyEnd), part.encoding).decoded).includes(eicar),
  );
}

/**
 * The headers SES sends on: X-SES-* and Bcc gone, the message id its own, a date where there was none; every other byte stays.
 * @param extra lines to add; a header of that name that was there goes
 */
export function deliverHeaders(
  raw: Uint8Array,
  { messageId, region, at }: Pick<Mail, 'messageId' | 'region' | 'at'>,
  extra: Record<string, string> = {},
): Uint8Array {
  const { headers } = readParts(raw);
  // AWS: SES replaces the Message-ID by its own. <https://docs.aws.amazon.com/ses/latest/dg/header-fields.html>
  const host = region === 'us-east-1' ? 'email.amazonses.com' : `${region}.amazonses.com`;
  const added: Record<string, string> = { 'Message-ID': `<${messageId}@${host}>`, ...extra };
  if (header(headers, 'date') === undefined) added['Date'] = new Date(at).toUTCString().replace('GMT', '+0000');
  const gone = new Set([...Object.keys(added).map(name => name.toLowerCase()), 'bcc']);
  const newline = Buffer.from(raw.subarray(0, 4096)).includes('\r\n') ? '\r\n' : '\n';
  const pieces: Uint8Array[] = [
    Buffer.from(
      Object.entries(added)
        .map(([name, value]) => `${name}: ${value}${newline}`)
        .join(''),
      'utf8',
    ),
  ];
  let from = 0;
  for (const { name, start, end } of headers) {
    if (!gone.has(name.toLowerCase()) && !/^x-ses-/i.test(name)) continue;
    pieces.push(raw.subarray(from, start));
    from = end;
  }
  pieces.push(raw.subarray(from));
  return Buffer.concat(pieces);
}
