/** Mail addresses as they come from the command line. */
import { Trouble } from '../errors.ts';

/**
 * The bare address of `Ann <ann@example.com>` or `ann@example.com`. Refuses (Trouble `cli.usage`) control characters, which could start a
 * header of their own, a list, and what has no one @.
 * @param name the flag, for the message
 */
export function readAddress(given: string, name: string): string {
  const refuse = (what: string) =>
    new Trouble('cli.usage', `--${name} ${JSON.stringify(given)} ${what}`, 'Give one address such as ann@example.com.');
  checkHeader(given, name);
  const bare = (/^[^<>]*<([^<>]+)>\s*$/.exec(given)?.[1] ?? given).trim();
  if (!/^[^\s@<>,;:()[\]\\"]+@[^\s@<>,;:()[\]\\"]+$/.test(bare)) throw refuse('is not one mail address');
  return bare;
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
