/** The few pieces of DER that X.509 certificates are made of. Pure. */

function length(size: number): number[] {
  if (size < 0x80) return [size];
  const bytes: number[] = [];
  for (let rest = size; rest > 0; rest >>= 8) bytes.unshift(rest & 0xff);
  return [0x80 | bytes.length, ...bytes];
}

/** Any value by its tag byte. */
export function der(tag: number, ...contents: Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag, ...length(content.length)]), content]);
}

export const sequence = (...contents: Uint8Array[]) => der(0x30, ...contents);
export const set = (...contents: Uint8Array[]) => der(0x31, ...contents);
export const octets = (content: Uint8Array) => der(0x04, content);
export const text = (value: string) => der(0x0c, Buffer.from(value));
/** @param hex the identifier's content bytes: 2.5.4.3 is `550403` */
export const identifier = (hex: string) => der(0x06, Buffer.from(hex, 'hex'));
/** @param unused bits at the end of the last byte */
export const bits = (content: Uint8Array, unused = 0) => der(0x03, Buffer.from([unused]), content);
export const yes = der(0x01, Buffer.from([0xff]));

/** A serial number from random bytes: a first bit would make it negative, a leading zero byte would not be the shortest form. */
export function serialNumber(bytes: Uint8Array): Buffer {
  const [first = 0, ...rest] = bytes;
  return der(0x02, Uint8Array.from([(first & 0x7f) | 0x40, ...rest]));
}

/** RFC 5280 §4.1.2.5: two digits of the year until 2049, four from 2050. @param at milliseconds since 1970 */
export function time(at: number): Buffer {
  const digits = new Date(at).toISOString().replace(/[-:T]|\.\d+/g, '');
  return digits < '2050' ? der(0x17, Buffer.from(digits.slice(2))) : der(0x18, Buffer.from(digits));
}

export function pem(label: string, content: Buffer): string {
  const lines = content.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
