/** Reads ASCII markup out of bytes: character classes, names, and the next of something. */

/** A masked control tag of a template language ({% if %}): white space between attributes, an ordinary character in values. */
export const controlByte = 0xfe;
/** A masked output tag of a template language ({{ name }}): an ordinary character everywhere. */
export const outputByte = 0xff;

/** Classes of characters, as bits. */
export const space = 1;
export const endsName = 2;
export const endsValue = 4;
export const letter = 8;
export const equals = 16;

export const kinds = new Uint8Array(256);
for (const byte of [0x09, 0x0a, 0x0c, 0x0d, 0x20]) kinds[byte] = space | endsName | endsValue;
kinds[controlByte] = space | endsName;
kinds[0x2f] = endsName;
kinds[0x3e] = endsName | endsValue;
kinds[0x3d] = equals;
for (let byte = 0x41; byte <= 0x5a; byte++) kinds[byte] = kinds[byte + 32] = letter;

/** `bytes[start, end)` in lower case, a character a byte. */
export function lower(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let i = start; i < end; i++) {
    const byte = bytes[i] ?? 0;
    text += String.fromCharCode(byte >= 0x41 && byte <= 0x5a ? byte + 32 : byte);
  }
  return text;
}

/** `bytes[at…]` is `word` (lower case letters) in any case. */
export function isWord(bytes: Uint8Array, at: number, word: string): boolean {
  for (let i = 0; i < word.length; i++) if (((bytes[at + i] ?? 0) | 0x20) !== word.charCodeAt(i)) return false;
  return true;
}

/** The offset behind the next `byte`, or `to`. */
export function after(bytes: Uint8Array, byte: number, from: number, to: number): number {
  const at = bytes.indexOf(byte, from);
  return at === -1 || at >= to ? to : at + 1;
}
