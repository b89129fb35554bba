/** Says in words what breaks an address and what to write instead, and what can be percent-encoded without changing where it leads. */

import { domainToASCII } from 'node:url';
import type { Fault, UriParts } from '../links/rfc3986.ts';
import { beginsInvisible, beginsWithSpace } from './characters.ts';

const lost = 'SES will not track this link';

/**
 * @param fault the first of its kind
 * @param run the text of all faults of that kind standing side by side
 * @param text the whole address
 * @returns one sentence: what is there, what is lost, what to write
 */
export function mend(fault: Fault, run: string, text: string, parts: UriParts): string {
  const { authority, host } = parts;
  // The port behind it counts as part of it, what stands before an @ does not.
  const inHost = authority !== undefined && host !== undefined && fault.offset >= host[0] && fault.offset < authority[1];
  switch (fault.what) {
    case 'space': {
      if (/[\t\r\n]/.test(run))
        return `the address is broken by ${/[\r\n]/.test(run) ? 'a line break' : 'a tab'}, which RFC 3986 does not allow: ${lost}. Write it on one line`;
      if (fault.text !== ' ') return `the control character ${codePoint(fault.text)} is not RFC 3986: ${lost}. Delete it`;
      if (inHost) return `a space in the host name: ${lost}, and it leads nowhere. Delete the space`;
      return `${run.length === 1 ? 'a raw space in the address is' : `${run.length} raw spaces in the address are`} not RFC 3986: ${lost}. Write ${'%20'.repeat(Math.min(run.length, 3))}${run.length > 3 ? '…' : ''}`;
    }
    case 'non-ascii': {
      if (beginsInvisible(fault.text)) return `an invisible character (${codePoint(fault.text)}) in the address: ${lost}. Delete it`;
      if (beginsWithSpace(fault.text))
        return `a space beyond ASCII (${codePoint(fault.text)}) in the address: ${lost}. Write %20, or ${encodeURIComponent(fault.text)} where it is meant`;
      if (inHost) return `"${shown(run)}" in the host name is not RFC 3986: ${lost}. Write the host in its ASCII form${asciiHost(text, parts)}`;
      return `"${shown(run)}" is not RFC 3986: ${lost}. Write ${encoded(run)}`;
    }
    case 'percent':
      return `"${shown(fault.text)}" is a % that begins no two-digit code: ${lost}. Write %25 for a percent sign`;
    case 'port':
      return `the port "${shown(fault.text)}" is no number: ${lost}. Write digits`;
    case 'at-sign':
      return `a second @ before the host is not RFC 3986: ${lost}. Write %40`;
    case 'ip-literal':
      return `"${shown(fault.text)}" is no IPv6 address: ${lost}. Write the host's name`;
    case 'scheme':
      return `what stands before the colon is no scheme: ${lost}. Begin the address with https://`;
    default:
      if (fault.text === '\\') return `a backslash is not RFC 3986: ${lost}. Write /`;
      if (inHost) return `"${shown(run)}" cannot stand in a host name: ${lost}. Delete it`;
      return `${quoted(run)} is not RFC 3986 ${fault.text === '#' ? 'inside a fragment' : 'here'}: ${lost}. Write ${encoded(run)}`;
  }
}

/** Only what every browser would send in just this form (WHATWG URL, path and query percent-encode sets). */
const sameInBrowsers = new Set(['"', '<', '>']);

/**
 * A fault's percent-encoded form, where the address then leads exactly where it led before.
 * @param isUtf8 whether the document is UTF-8, so that the bytes of a character are certain; asked only of such a character
 * @returns undefined where a person has to decide
 */
export function percentEncoded(fault: Fault, text: string, parts: UriParts, isUtf8: () => boolean): string | undefined {
  const behindHost = parts.authority !== undefined && fault.offset >= parts.path[0];
  if (!behindHost) return undefined;
  // At either end white space is stripped, not encoded.
  if (fault.what === 'space') return fault.text === ' ' && text.slice(fault.offset).trim() !== '' ? '%20' : undefined;
  if (fault.what === 'character') return sameInBrowsers.has(fault.text) ? encodeURIComponent(fault.text) : undefined;
  if (fault.what !== 'non-ascii' || beginsInvisible(fault.text) || fault.text === '\ufffd' || !isUtf8()) return undefined;
  return encodeURIComponent(fault.text);
}

const codePoint = (text: string): string => `U+${(text.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
const shown = (text: string): string => (text.length > 30 ? `${text.slice(0, 29)}…` : text);

const quoted = (text: string): string => (text.includes('"') ? `'${shown(text)}'` : `"${shown(text)}"`);

/** Percent-encoded UTF-8 of the first few characters. */
function encoded(text: string): string {
  const characters = [...text];
  const few = characters.slice(0, 8).map(encodeURIComponent);
  return `${few.join('')}${characters.length > 8 ? '…' : ''}`;
}

/** `: xn--bcher-kva.example`, or nothing where there is no such form. */
function asciiHost(text: string, { host }: UriParts): string {
  const ascii = host === undefined ? '' : domainToASCII(text.slice(host[0], host[1]));
  return ascii === '' ? '' : `: ${ascii}`;
}
