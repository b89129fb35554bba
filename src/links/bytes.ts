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

/** Names seen before, by a hash; a mail says `style` a thousand times, and a string need be made once. */
const seen: (string | undefined)[] = new Array(1024).fill(undefined);

/** `bytes[start, end)` in lower case, a character a byte. */
export function lower(bytes: Uint8Array, start: number, end: number): string {
  let hash = end - start;
  for (let i = start; i < end; i++) hash = (hash * 31 + ((bytes[i] as number) | 0x20)) | 0;
  const slot = hash & 1023;
  const known = seen[slot];
  if (known !== undefined && known.length === end - start && isSame(bytes, start, known)) return known;
  let text = '';
  for (let i = start; i < end; i++) text += String.fromCharCode(lowerByte(bytes[i] as number));
  if (text.length < 40) seen[slot] = text;
  return text;
}

const lowerByte = (byte: number): number => (byte >= 0x41 && byte <= 0x5a ? byte + 32 : byte);

function isSame(bytes: Uint8Array, start: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (lowerByte(bytes[start + i] as number) !== text.charCodeAt(i)) return false;
  return true;
}

/** `bytes[at…]` is `word` (lower case letters) in any case. */
export function isWord(bytes: Uint8Array, at: number, word: string): boolean {
  if (at + word.length > bytes.length) return false;
  for (let i = 0; i < word.length; i++) if (((bytes[at + i] as number) | 0x20) !== word.charCodeAt(i)) return false;
  return true;
}

/**
 * The same bytes for `next` and `towards`, which read four at a time: most of a document are values and text in which nothing matters,
 * and looking at them is most of the work.
 */
export const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array): DataView => new DataView(buffer, byteOffset, byteLength);

/** Of four bytes the topmost bit of each that is zero; above the first zero it may lie. */
const zeros = (four: number): number => (four - 0x01010101) & ~four & 0x80808080;
/** The index of the lowest byte whose topmost bit is set. */
const lowest = (bits: number): number => (31 - Math.clz32(bits & -bits)) >> 3;

/** Where the next `byte` stands, or `to`. */
export function next(view: DataView, byte: number, from: number, to: number): number {
  const pattern = byte * 0x01010101;
  let at = from;
  for (const last = to - 4; at <= last; at += 4) {
    const found = zeros(view.getInt32(at, true) ^ pattern);
    if (found !== 0) return at + lowest(found);
  }
  while (at < to && view.getUint8(at) !== byte) at++;
  return at;
}

/**
 * Skips, four bytes at a time, what does not match: the answer is where the next match stands, or before it in the last bytes.
 * @param mask the bits of a byte that count, four times over
 * @param pattern what they are to be, four times over
 */
export function towards(view: DataView, mask: number, pattern: number, from: number, to: number): number {
  let at = from;
  const last = to - 4;
  while (at <= last) {
    const found = zeros((view.getInt32(at, true) & mask) ^ pattern);
    if (found !== 0) return at + lowest(found);
    at += 4;
  }
  return at;
}

/** The offset behind the next `byte`, or `to`. */
export function after(bytes: Uint8Array, byte: number, from: number, to: number): number {
  const at = bytes.indexOf(byte, from);
  return at === -1 || at >= to ? to : at + 1;
}
