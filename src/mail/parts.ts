/** Finds the parts of a MIME message by their offsets, so that one part can be changed and every other byte stays. */

export interface Header {
  /** As written. */
  name: string;
  /** Unfolded, not decoded. */
  value: string;
  /** Of its first byte, and behind its line end. */
  start: number;
  end: number;
}

export interface Part {
  headers: Header[];
  bodyStart: number;
  bodyEnd: number;
  /** In lower case, `text/plain` where none is given. */
  type: string;
  /** Parameters of Content-Type, names in lower case. */
  parameters: Record<string, string>;
  /** In lower case, `7bit` where none is given. */
  encoding: string;
  /** In lower case, empty where none is given. */
  disposition: string;
  /** Of a multipart; else empty. */
  parts: Part[];
}

/** Deeper or wider than this no mail is; the rest is left as one part. */
const depthLimit = 20;
const partLimit = 1000;

/**
 * @param bytes the whole message; bare line feeds are taken as line ends too
 * @returns the root part; what cannot be understood is a leaf
 */
export function readParts(bytes: Uint8Array): Part {
  // One character a byte, so that offsets into the text are offsets into the bytes.
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  let budget = partLimit;
  return read(0, text.length, 0);

  function read(start: number, end: number, depth: number): Part {
    const { headers, bodyStart } = readHeaders(text, start, end);
    const { type, parameters } = contentType(headers);
    const part: Part = {
      headers,
      bodyStart,
      bodyEnd: end,
      type,
      parameters,
      encoding: (header(headers, 'content-transfer-encoding') ?? '7bit').trim().toLowerCase(),
      disposition: (header(headers, 'content-disposition') ?? '').split(';')[0]?.trim().toLowerCase() ?? '',
      parts: [],
    };
    const boundary = parameters['boundary'];
    if (type.startsWith('multipart/') && boundary !== undefined && boundary !== '' && depth < depthLimit) {
      for (const [from, to] of between(text, bodyStart, end, boundary)) {
        if (budget-- <= 0) break;
        part.parts.push(read(from, to, depth + 1));
      }
    }
    return part;
  }
}

/** The headers of a message or part and where its body begins. Lines that are no header are passed over. */
function readHeaders(text: string, start: number, end: number): { headers: Header[]; bodyStart: number } {
  const headers: Header[] = [];
  let at = start;
  while (at < end) {
    const lineEnd = nextLine(text, at, end);
    const line = text.slice(at, lineEnd).replace(/\r?\n$/, '');
    if (line === '') return { headers, bodyStart: lineEnd };
    const last = headers.at(-1);
    if (/^[ \t]/.test(line) && last !== undefined) {
      last.value += line;
      last.end = lineEnd;
    } else {
      const colon = line.indexOf(':');
      if (colon > 0) headers.push({ name: line.slice(0, colon).trimEnd(), value: line.slice(colon + 1).trimStart(), start: at, end: lineEnd });
    }
    at = lineEnd;
  }
  return { headers, bodyStart: end };
}

/** The first header of that name, whatever its case. */
export function header(headers: readonly Header[], name: string): string | undefined {
  return headers.find(each => each.name.toLowerCase() === name)?.value;
}

/** Every part below, itself included, in document order. */
export function* walk(part: Part): Generator<Part> {
  yield part;
  for (const each of part.parts) yield* walk(each);
}

function nextLine(text: string, at: number, end: number): number {
  const newline = text.indexOf('\n', at);
  return newline < 0 || newline >= end ? end : newline + 1;
}

function contentType(headers: readonly Header[]): { type: string; parameters: Record<string, string> } {
  const value = header(headers, 'content-type') ?? '';
  const parameters: Record<string, string> = {};
  for (const match of value.matchAll(/;\s*([^\s=;]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;]*))/g))
    parameters[match[1]?.toLowerCase() ?? ''] = match[2]?.replace(/\\(.)/g, '$1') ?? match[3] ?? '';
  return { type: /^\s*([^\s;]+\/[^\s;]+)/.exec(value)?.[1]?.toLowerCase() ?? 'text/plain', parameters };
}

/** Where the parts between the boundaries lie; the line end before a boundary belongs to the boundary. */
function* between(text: string, start: number, end: number, boundary: string): Generator<[number, number]> {
  const mark = `--${boundary}`;
  let from = -1;
  for (let at = text.indexOf(mark, start); at >= 0 && at + mark.length <= end; at = text.indexOf(mark, at + mark.length)) {
    if (at > start && text[at - 1] !== '\n') continue;
    const lineEnd = nextLine(text, at, end);
    const rest = text.slice(at + mark.length, lineEnd);
    if (!/^(--)?[ \t]*\r?\n?$/.test(rest)) continue;
    if (from >= 0) yield [from, Math.max(from, text[at - 2] === '\r' ? at - 2 : at - 1)];
    if (rest.startsWith('--')) return;
    from = lineEnd;
  }
  if (from >= 0) yield [from, end];
}
