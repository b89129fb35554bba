/** Reads the HTML and text parts of a message, each knowing where in the file its characters stand. */
import { isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';
import { type Part as MailPart, readParts } from '../../mail/parts.ts';
import type { LanguageId } from '../templates/language.ts';
import { fromWindows1252 } from './decode.ts';
import { locator } from './place.ts';
import type { Part, Source } from './source.ts';
import { decodeTransfer, type Transferred } from './transfer.ts';

const readable = new Set(['text/html', 'text/plain', 'text/x-amp-html']);

/**
 * @param raw the message as it is in the file
 * @param encoding how offsets in the file are counted
 * @returns its text parts in order, attachments left out, or a sentence that says why there are none
 */
export function readEml(raw: Buffer, encoding: Source['encoding'], language: LanguageId): Part[] | string {
  const root = readParts(raw);
  if (root.headers.length === 0) return 'it is no message (no header at its beginning)';
  const parts: Part[] = [];
  for (const { part, number } of leaves(root, '')) {
    if (readable.has(part.type) && part.disposition !== 'attachment') parts.push(readPart(raw, encoding, language, part, number));
  }
  return parts.length === 0 ? 'it holds no text or HTML part' : parts;
}

function* leaves(part: MailPart, number: string): Generator<{ part: MailPart; number: string }> {
  if (part.parts.length === 0) yield { part, number: number === '' ? '1' : number };
  for (const [index, each] of part.parts.entries()) yield* leaves(each, number === '' ? `${index + 1}` : `${number}.${index + 1}`);
}

function readPart(raw: Buffer, encoding: Source['encoding'], language: LanguageId, part: MailPart, number: string): Part {
  const transferred = decodeTransfer(raw, part.bodyStart, part.bodyEnd, part.encoding);
  const charset = (part.parameters['charset'] ?? 'us-ascii').trim().toLowerCase();
  const { bytes, isUtf8: sameBytes } = decodeCharset(transferred.bytes, charset);
  let toFile: Part['toFile'];
  return {
    name: `part ${number} (${part.type})`,
    media: part.type,
    language,
    bytes,
    transferEncoding: part.encoding,
    charset,
    toFile: offset => {
      toFile ??= wayBack(raw, encoding, transferred, bytes, sameBytes, charset);
      return toFile(offset);
    },
  };
}

/** UTF-16 offset in the decoded part → byte of the part's charset → byte of the file → UTF-16 offset in the file. */
function wayBack(
  raw: Buffer,
  encoding: Source['encoding'],
  { bytes: encoded, map }: Transferred,
  decoded: Buffer,
  sameBytes: boolean,
  charset: string,
): (offset: number) => number {
  const inPart = locator(decoded);
  const inFile = locator(raw);
  const starts = sameBytes ? undefined : unitStarts(encoded, charset);
  return offset => {
    const byte = starts === undefined ? inPart.byteOf(offset) : (starts[offset] ?? encoded.length);
    const there = map.at(byte);
    // Of UTF-16 the message is the UTF-8 it was decoded to; in windows-1252 a byte is a unit.
    return encoding === 'windows-1252' ? there : inFile.point(there).offset;
  };
}

function decodeCharset(bytes: Buffer, charset: string): { bytes: Buffer; isUtf8: boolean } {
  if (isUtf8(bytes) && /^(?:utf-?8|us-ascii|ascii|)$/.test(charset)) return { bytes, isUtf8: true };
  const decoder = decoderOf(charset);
  return { bytes: decoder === undefined ? fromWindows1252(bytes) : Buffer.from(decoder.decode(bytes)), isUtf8: false };
}

/** Undefined for a charset that nobody knows: then one byte is one character. */
function decoderOf(charset: string): TextDecoder | undefined {
  try {
    return new TextDecoder(charset, { ignoreBOM: true });
  } catch {
    return undefined;
  }
}

/** For each UTF-16 unit of the decoded text, the byte where its character begins. */
function unitStarts(bytes: Buffer, charset: string): number[] {
  const decoder = decoderOf(charset) ?? new TextDecoder('windows-1252');
  const starts: number[] = [];
  let from = 0;
  for (let at = 0; at < bytes.length; at++) {
    const text = decoder.decode(bytes.subarray(at, at + 1), { stream: true });
    if (text === '') continue;
    for (let unit = 0; unit < text.length; unit++) starts.push(from);
    from = at + 1;
  }
  return starts;
}
