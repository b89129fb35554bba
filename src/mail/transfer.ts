/** Reads a part's body through its transfer encoding, and changes spans of it while the rest stays as it was encoded. */

/** Replaces the decoded bytes `[start, end)` by ASCII text. */
export interface Edit {
  start: number;
  end: number;
  text: string;
}

export interface Body {
  /** What the part really says. */
  decoded: Uint8Array;
  /** @param edits in order, not overlapping. @returns the encoded body with these spans changed and nothing else. */
  edit(edits: readonly Edit[]): Uint8Array;
}

/** @param encoding in lower case; an unknown one is read as it stands */
export function openBody(encoded: Uint8Array, encoding: string): Body {
  if (encoding === 'base64') return base64(encoded);
  if (encoding === 'quoted-printable') return quotedPrintable(encoded);
  return { decoded: encoded, edit: edits => splice(encoded, edits) };
}

/** Applies edits to plain bytes. */
export function splice(bytes: Uint8Array, edits: readonly Edit[]): Uint8Array {
  const pieces: Uint8Array[] = [];
  let at = 0;
  for (const { start, end, text } of edits) {
    pieces.push(bytes.subarray(at, start), Buffer.from(text, 'latin1'));
    at = end;
  }
  pieces.push(bytes.subarray(at));
  return Buffer.concat(pieces);
}

/** What mail uses, unless the text shows that it was written on a system with bare line feeds. */
function lineEndOf(text: string): string {
  return text.includes('\n') && !text.includes('\r\n') ? '\n' : '\r\n';
}

function base64(encoded: Uint8Array): Body {
  const text = Buffer.from(encoded).toString('latin1');
  const decoded = Buffer.from(text, 'base64');
  const newline = lineEndOf(text);
  const trailing = text.slice(text.trimEnd().length);
  return {
    decoded,
    edit: edits =>
      edits.length === 0
        ? encoded
        : Buffer.from(
            (
              Buffer.from(splice(decoded, edits))
                .toString('base64')
                .match(/.{1,76}/g) ?? []
            ).join(newline) + trailing,
            'latin1',
          ),
  };
}

const hexValue = (byte: number | undefined): number => Number.parseInt(String.fromCharCode(byte ?? 0x2e), 16);
const isBlank = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x09;

/** Decodes and remembers, for each decoded byte, where its encoded form ends. */
function quotedPrintable(encoded: Uint8Array): Body {
  const decoded = new Uint8Array(encoded.length);
  const ends = new Uint32Array(encoded.length);
  let length = 0;
  const put = (byte: number, end: number): void => {
    decoded[length] = byte;
    ends[length++] = end;
  };
  for (let at = 0; at < encoded.length; ) {
    const byte = encoded[at] ?? 0;
    if (byte === 0x3d) {
      const high = hexValue(encoded[at + 1]);
      const low = hexValue(encoded[at + 2]);
      const soft = lineEndAfterBlanks(encoded, at + 1);
      if (soft > 0) at = soft;
      else if (!Number.isNaN(high) && !Number.isNaN(low)) {
        put(high * 16 + low, at + 3);
        at += 3;
      } else put(byte, ++at);
      continue;
    }
    if (isBlank(byte)) {
      let stop = at;
      while (isBlank(encoded[stop])) stop++;
      // RFC 2045 6.7 (3): white space at the end of a line was added on the way and is no part of the text.
      const isTrailing = stop >= encoded.length || lineEndAfterBlanks(encoded, at) > 0;
      if (!isTrailing) for (let each = at; each < stop; each++) put(encoded[each] ?? 0, each + 1);
      at = stop;
      continue;
    }
    put(byte, ++at);
  }
  const newline = lineEndOf(Buffer.from(encoded).toString('latin1'));
  /** Where an edit's encoded span begins: at the end of the byte before, so that white space which did not count is not left standing where it would. */
  const begin = (start: number): number => (start === 0 ? 0 : (ends[start - 1] ?? encoded.length));
  const span = ({ start, end, text }: Edit, taken: number): Edit => {
    const from = begin(start);
    const to = start < end ? (ends[end - 1] ?? encoded.length) : from;
    // Between CR and LF of one line end: the CR goes along, for alone it would make the blanks before it count.
    const splitsLineEnd = start > 0 && encoded[from - 1] === 0x0d && encoded[from] === 0x0a && begin(start - 1) >= taken;
    return splitsLineEnd
      ? { start: begin(start - 1), end: to, text: encodeQuoted(`\r${text}`, newline) }
      : { start: from, end: to, text: encodeQuoted(text, newline) };
  };
  return {
    decoded: decoded.subarray(0, length),
    edit(edits) {
      const spans: Edit[] = [];
      for (const edit of edits) spans.push(span(edit, spans.at(-1)?.end ?? 0));
      return splice(encoded, spans);
    },
  };
}

/** Behind the line end that follows at once or after blanks; 0 where something else follows. */
function lineEndAfterBlanks(bytes: Uint8Array, from: number): number {
  let at = from;
  while (isBlank(bytes[at])) at++;
  if (bytes[at] === 0x0d && bytes[at + 1] === 0x0a) return at + 2;
  return bytes[at] === 0x0a ? at + 1 : 0;
}

/** On lines of its own between soft breaks, so that no line around it grows and no blank comes to stand at a line's end. */
function encodeQuoted(text: string, newline: string): string {
  const soft = `=${newline}`;
  let out = soft;
  let column = 0;
  for (const character of text) {
    const code = character.charCodeAt(0);
    const coded = code < 0x20 || code > 0x7e || code === 0x3d ? `=${code.toString(16).toUpperCase().padStart(2, '0')}` : character;
    if (column + coded.length > 75) {
      out += soft;
      column = 0;
    }
    out += coded;
    column += coded.length;
  }
  return text === '' ? soft : out + soft;
}
