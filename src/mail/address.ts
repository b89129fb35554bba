/** Mail addresses as they come from the command line. */
import { domainToASCII } from 'node:url';
import { Trouble } from '../errors.ts';

/**
 * Name and address of `Ann <ann@example.com>` or `ann@example.com`: whatever stands before the `<` is the name, commas and all.
 * AWS: a domain that is not ASCII must be in Punycode. <sesv2 API, Destination>
 */
export function mailboxOf(text: string): { name: string; address: string } {
  const [, before = '', inside = text] = /^([^<>]*)<([^<>]+)>\s*$/.exec(text) ?? [];
  const quoted = /^"(.*)"$/s.exec(before.trim())?.[1];
  const [local = '', domain] = inside.trim().split(/@(?=[^@]*$)/);
  const ascii = domain === undefined || isAscii(domain) ? domain : domainToASCII(domain);
  return { name: quoted?.replace(/\\(.)/gs, '$1') ?? before.trim(), address: ascii === undefined ? local : `${local}@${ascii}` };
}

const isAscii = (text: string): boolean => !/[^\x00-\x7f]/.test(text);

/**
 * The bare address of `Ann <ann@example.com>` or `ann@example.com`. Refuses (Trouble `cli.usage`) control characters, which could start a
 * header of their own, a list, what has no one @, and what SES takes from nobody: other than ASCII before the @ (sesv2 API, Destination).
 * @param name the flag, for the message
 */
export function readAddress(given: string, name: string): string {
  const refuse = (what: string) =>
    new Trouble('cli.usage', `--${name} ${JSON.stringify(given)} ${what}`, 'Give one address such as ann@example.com.');
  checkHeader(given, name);
  const { address } = mailboxOf(given);
  if (!/^[^\s@<>,;:()[\]\\"]+@[^\s@<>,;:()[\]\\"]+$/.test(address)) throw refuse('is not one mail address');
  if (!isAscii(address)) throw refuse('is not ASCII before the @, which SES takes nowhere');
  return address;
}

/** Throws Trouble `cli.usage` where a text could break out of its header line. */
export function checkHeader(text: string, name: string): void {
  if (/[\u0000-\u001f\u007f\u2028\u2029]/.test(text))
    throw new Trouble('cli.usage', `--${name} has a line break or another control character in it`, 'Write it on one line.');
}

/** The scenarios of SES's mailbox simulator. <ses dg, send-email-simulator> */
export const simulations = ['success', 'bounce', 'complaint', 'ooto', 'suppressionlist'] as const;
export type Simulation = (typeof simulations)[number];

export function simulatorAddress(simulation: Simulation): string {
  return `${simulation}@simulator.amazonses.com`;
}
