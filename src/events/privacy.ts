/** Takes secrets and people out of a record before anything else sees it, so that nothing downstream can keep them. */
import { createHash } from 'node:crypto';
import { isObject, type Json, objectOf } from './json.ts';

/**
 * `full` keeps everything. `standard` drops query, fragment and credentials of every URL, since links carry sign-in tokens.
 * `strict` also hashes every email address (the domain stays), shortens readers' IP addresses and drops all headers but a few.
 */
export type Privacy = 'full' | 'standard' | 'strict';

/** The record as it may be kept. */
export function redact(record: Json, privacy: Privacy): Json {
  if (privacy === 'full') return record;
  const redacted = privacy === 'standard' ? everyText(record, withoutSecrets) : everyText(withoutHeaders(record), withoutPeople);
  return objectOf(redacted);
}

/** The same for a text that could not be taken apart. */
export function redactedText(text: string, privacy: Privacy): string {
  return privacy === 'full' ? text : privacy === 'standard' ? withoutSecrets(text) : withoutPeople(text);
}

/** `Jane@Example.com` → `sha256-5f2c…@example.com`; the same address always gives the same text, so it can still be looked up. */
export function hashedAddress(address: string): string {
  if (/^sha256-[0-9a-f]{32}@/.test(address)) return address;
  const [local, domain] = splitAddress(address.toLowerCase());
  const digest = createHash('sha256').update(`${local}@${domain}`).digest('hex');
  return `sha256-${digest.slice(0, 32)}@${domain}`;
}

function splitAddress(address: string): [string, string] {
  const match = /^(.*)(?:@|%40)(.*)$/s.exec(address);
  return [match?.[1] ?? address, match?.[2] ?? ''];
}

/** An apostrophe does not end a URL, for it may stand in one (RFC 3986 §2.2): rather too much is taken out than too little. */
function withoutSecrets(text: string): string {
  return text.replace(/\bhttps?:\/\/[^\s<>"]*/gi, url => url.replace(/[?#].*$/, '').replace(/^(https?:\/\/)[^/]*@/i, '$1'));
}

/** Local parts are at most 64 long (RFC 5321 §4.5.3.1.1); the bound also keeps the search linear in hostile text. */
const address = /[^\s<>()[\]",;:/?&=@%]{1,64}(?:@|%40)[\p{L}\p{N}](?:[\p{L}\p{N}.-]{0,252}[\p{L}\p{N}])?/giu;

function withoutPeople(text: string): string {
  return withoutSecrets(text).replace(address, hashedAddress);
}

/** What is left of a message's headers and of a reader's address under `strict`. */
function withoutHeaders(record: Json): Json {
  const copy: Json = { ...record };
  for (const [key, value] of Object.entries(record)) {
    if (!isObject(value)) continue;
    if (key === 'detail') copy[key] = withoutHeaders(value);
    else if (key === 'mail') copy[key] = withoutNames(value);
    else if (typeof value['ipAddress'] === 'string') copy[key] = { ...value, ipAddress: shortenedIp(value['ipAddress']) };
  }
  return copy;
}

function withoutNames(mail: Json): Json {
  const { headers: _, commonHeaders, ...rest } = mail;
  if (!isObject(commonHeaders)) return rest;
  const kept = Object.fromEntries(['subject', 'messageId', 'date'].filter(key => key in commonHeaders).map(key => [key, commonHeaders[key]]));
  return { ...rest, commonHeaders: kept };
}

/** The network a reader is in, not the reader: the first three bytes of IPv4, the first three groups of IPv6. */
function shortenedIp(ip: string): string {
  return ip.includes(':') ? `${ip.split(':').slice(0, 3).join(':')}::` : ip.replace(/\.\d+$/, '.0');
}

/** The same value with every text in it changed, at any depth; keys stay as they are. */
function everyText(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map(each => everyText(each, change));
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, everyText(each, change)]));
  return value;
}
