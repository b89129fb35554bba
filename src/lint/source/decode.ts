/** Decodes a file's bytes to UTF-8, or says why it is no text. */
import { isUtf8 } from 'node:buffer';
import type { Source } from './source.ts';

export interface Decoded {
  bytes: Buffer;
  encoding: Source['encoding'];
  /** The text itself where UTF-8 cannot hold it (lone surrogates). */
  text?: string;
}

/** Larger files cannot be held as one string by Node, and no mail is a thousandth of it. */
export const sizeLimit = 512 * 1024 * 1024;
const headBytes = 8192;

/**
 * @param file the file as read; not changed, and returned itself where it is UTF-8
 * @returns UTF-8, or a sentence that says why there is nothing to lint
 */
export function decodeFile(file: Buffer): Decoded | string {
  if (file.length > sizeLimit) return `it is larger than ${sizeLimit / 1024 / 1024} MiB`;
  if (file[0] === 0xff && file[1] === 0xfe && !(file[2] === 0 && file[3] === 0)) return utf16(file, 'utf-16le');
  if (file[0] === 0xfe && file[1] === 0xff) return utf16(file, 'utf-16be');
  const utf8 = isUtf8(file);
  const nul = file.indexOf(0);
  if (nul !== -1 && nul < headBytes) {
    // Text with a stray NUL is linted; what is not even UTF-8, or holds many, is no text.
    const head = file.subarray(0, headBytes);
    let nuls = 0;
    for (const byte of head) if (byte === 0) nuls++;
    if (!utf8 || nuls * 8 > head.length) return `it looks binary (a NUL byte at offset ${nul})`;
  }
  if (utf8) return { bytes: file, encoding: 'utf-8' };
  if (looksBinary(file)) return 'it looks binary (control characters, and no UTF-8)';
  return { bytes: fromWindows1252(file), encoding: 'windows-1252' };
}

function utf16(file: Buffer, encoding: 'utf-16le' | 'utf-16be'): Decoded {
  const even = file.subarray(0, file.length & ~1);
  const text = (encoding === 'utf-16be' ? Buffer.from(even).swap16() : even).toString('utf16le');
  const bytes = Buffer.from(text);
  return text.isWellFormed() ? { bytes, encoding } : { bytes, encoding, text };
}

function looksBinary(file: Buffer): boolean {
  let controls = 0;
  const head = file.subarray(0, headBytes);
  for (const byte of head) if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27)) controls++;
  return controls * 20 > head.length;
}

/** One byte, one UTF-16 unit, so that offsets stay those of the file. */
export function fromWindows1252(bytes: Uint8Array): Buffer {
  return Buffer.from(new TextDecoder('windows-1252').decode(bytes));
}
