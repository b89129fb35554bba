/** Checks a string against RFC 3986's grammar, says where it first breaks, and names its parts. */

export interface Fault {
  /** UTF-16 offset in the string. */
  offset: number;
  /** One character; three for a percent sign without two hex digits; the whole piece for a port or an IP literal. */
  text: string;
  what: 'space' | 'character' | 'non-ascii' | 'percent' | 'port' | 'at-sign' | 'ip-literal' | 'scheme';
}

/** Offsets are UTF-16; an absent part is undefined. */
export interface UriParts {
  /** In lower case, without the colon. */
  scheme: string | undefined;
  /** Behind `//`. */
  authority: [start: number, end: number] | undefined;
  host: [start: number, end: number] | undefined;
  path: [start: number, end: number];
  /** Behind `?`. */
  query: [start: number, end: number] | undefined;
  /** Behind `#`. */
  fragment: [start: number, end: number] | undefined;
}

export interface UriCheck {
  kind: 'valid' | 'relative-ref' | 'invalid' | 'empty';
  /** In order; empty unless invalid. At most `faultLimit`. */
  faults: Fault[];
  parts: UriParts;
}

/** Faults told of one string. */
export const faultLimit = 100;

/** What may stand where: 1 pchar, 2 reg-name, 4 userinfo, 8 scheme, 16 hex digit, 32 query and fragment. */
const classes = new Uint8Array(128);
const allow = (characters: string, bits: number) => {
  for (const character of characters) classes[character.charCodeAt(0)] = (classes[character.charCodeAt(0)] ?? 0) | bits;
};
const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
allow(`${letters}0123456789-._~!$&'()*+,;=`, 1 | 2 | 4 | 32);
allow(':', 1 | 4 | 32);
allow('@', 1 | 32);
allow('/?', 32);
allow('/', 1);
allow(`${letters}0123456789+-.`, 8);
allow('0123456789abcdefABCDEF', 16);

const isIn = (code: number, bits: number): boolean => code < 128 && ((classes[code] as number) & bits) !== 0;
const isLetter = (code: number): boolean => (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);

/** The scheme's colon, or -1; the RFC takes the first `:` if nothing but scheme characters stands before it. */
function schemeEnd(text: string): number {
  if (!isLetter(text.charCodeAt(0))) return -1;
  let at = 1;
  while (at < text.length && isIn(text.charCodeAt(at), 8)) at++;
  return text.charCodeAt(at) === 0x3a ? at : -1;
}

/** The parts of a string as RFC 3986 appendix B cuts it, whether or not it is a URI. */
export function uriParts(text: string): UriParts {
  const colon = schemeEnd(text);
  const start = colon + 1;
  let end = text.length;
  let fragment: UriParts['fragment'];
  let query: UriParts['query'];
  const hash = text.indexOf('#', start);
  if (hash !== -1) {
    fragment = [hash + 1, end];
    end = hash;
  }
  const mark = text.indexOf('?', start);
  if (mark !== -1 && mark < end) {
    query = [mark + 1, end];
    end = mark;
  }
  let authority: UriParts['authority'];
  let host: UriParts['host'];
  let path = start;
  if (text.charCodeAt(start) === 0x2f && text.charCodeAt(start + 1) === 0x2f) {
    const slash = text.indexOf('/', start + 2);
    path = slash === -1 || slash > end ? end : slash;
    authority = [start + 2, path];
    const at = text.lastIndexOf('@', path - 1);
    const hostStart = at >= start + 2 ? at + 1 : start + 2;
    const isLiteral = text.charCodeAt(hostStart) === 0x5b;
    const bracket = isLiteral ? text.indexOf(']', hostStart) : hostStart;
    // A bracket that nobody closes takes the rest with it.
    const port = bracket === -1 ? -1 : text.indexOf(':', bracket);
    host = [hostStart, port === -1 || port > path ? path : port];
  }
  return { scheme: colon === -1 ? undefined : text.slice(0, colon).toLowerCase(), authority, host, path: [path, end], query, fragment };
}

/**
 * Whether a string is a URI by RFC 3986, to the letter: nothing is trimmed, repaired or encoded first.
 * @param text the decoded value of an attribute
 * @returns `relative-ref` for a grammatical reference without a scheme; faults where it is invalid
 */
export function checkUri(text: string): UriCheck {
  const parts = uriParts(text);
  if (text === '') return { kind: 'empty', faults: [], parts };
  const faults: Fault[] = [];
  const { scheme, authority, host, path, query, fragment } = parts;
  if (authority !== undefined && host !== undefined) checkAuthority(text, authority, host, faults);
  checkRun(text, path, 1, faults);
  if (scheme === undefined) checkFirstSegment(text, path, faults);
  if (query !== undefined) checkRun(text, query, 32, faults);
  if (fragment !== undefined) checkRun(text, fragment, 32, faults);
  if (faults.length > 0) return { kind: 'invalid', faults, parts };
  return { kind: scheme === undefined ? 'relative-ref' : 'valid', faults, parts };
}

/** Reports what is outside `bits`, percent signs without two hex digits among it. */
function checkRun(text: string, [start, end]: readonly [number, number], bits: number, faults: Fault[]): void {
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (isIn(code, bits)) continue;
    if (faults.length >= faultLimit) return;
    if (code === 0x25) {
      // No part ends before a hex digit, so these are looked for without asking where this one ends.
      if (!isIn(text.charCodeAt(at + 1), 16) || !isIn(text.charCodeAt(at + 2), 16))
        faults.push({ offset: at, text: text.slice(at, Math.min(at + 3, end)), what: 'percent' });
      continue;
    }
    const character = String.fromCodePoint(text.codePointAt(at) ?? code);
    faults.push({ offset: at, text: character, what: code >= 128 ? 'non-ascii' : code <= 0x20 || code === 0x7f ? 'space' : 'character' });
    at += character.length - 1;
  }
}

function checkAuthority(text: string, [start, end]: readonly [number, number], host: readonly [number, number], faults: Fault[]): void {
  if (host[0] > start) {
    for (let at = text.indexOf('@', start); at < host[0] - 1 && faults.length < faultLimit; at = text.indexOf('@', at + 1))
      faults.push({ offset: at, text: '@', what: 'at-sign' });
    if (faults.length === 0) checkRun(text, [start, host[0] - 1], 4, faults);
  }
  if (text.charCodeAt(host[0]) === 0x5b) {
    const literal = text.slice(host[0], host[1]);
    if (!isIpLiteral(literal)) faults.push({ offset: host[0], text: literal, what: 'ip-literal' });
  } else checkRun(text, host, 2, faults);
  for (let at = host[1] + 1; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code >= 0x30 && code <= 0x39) continue;
    const rest = text.slice(host[1] + 1, end);
    // A space or a stranger in the port is best shown as itself.
    const before = faults.length;
    checkRun(text, [host[1] + 1, end], 4, faults);
    if (faults.length === before) faults.push({ offset: host[1] + 1, text: rest, what: 'port' });
    return;
  }
}

/** path-noscheme: a relative reference's first segment has no colon. */
function checkFirstSegment(text: string, [start, end]: readonly [number, number], faults: Fault[]): void {
  const colon = text.indexOf(':', start);
  if (colon === -1 || colon >= end || faults.length > 0) return;
  const slash = text.indexOf('/', start);
  if (slash === -1 || slash > colon) faults.push({ offset: colon, text: ':', what: 'scheme' });
}

/** `[…]`: IPv6 or IPvFuture. */
function isIpLiteral(text: string): boolean {
  if (/^\[v[0-9a-f]+\.[a-z0-9\-._~!$&'()*+,;=:]+\]$/i.test(text)) return true;
  if (!text.endsWith(']')) return false;
  const halves = text.slice(1, -1).split('::');
  if (halves.length > 2) return false;
  let groups = 0;
  for (const [index, half] of halves.entries()) {
    if (half === '') continue;
    const pieces = half.split(':');
    for (const [place, piece] of pieces.entries()) {
      const last = index === halves.length - 1 && place === pieces.length - 1;
      if (last && isIpv4(piece)) groups += 2;
      else if (/^[0-9a-f]{1,4}$/i.test(piece)) groups += 1;
      else return false;
    }
  }
  return halves.length === 2 ? groups <= 7 : groups === 8;
}

function isIpv4(text: string): boolean {
  const octets = text.split('.');
  return octets.length === 4 && octets.every(octet => /^(?:0|[1-9][0-9]{0,2})$/.test(octet) && Number(octet) <= 255);
}
