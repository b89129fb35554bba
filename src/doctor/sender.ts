/** The identity that a sender's mail goes under: its own address, else its domain, else the nearest domain above that is verified. */
import { type Identity, identity } from '../observe/identity.ts';
import type { Look } from '../observe/look.ts';

export interface Sender {
  /** Undefined where none of those that could be is there and verified. */
  identity?: Identity;
  /** Those that are there and not verified. */
  unverified: string[];
}

/**
 * AWS: verifying a domain verifies every address of it and of its subdomains; the settings of the nearest identity count.
 * <https://docs.aws.amazon.com/ses/latest/dg/creating-identities.html>
 * @param from `news@mail.example.com`, or a domain
 */
export async function senderOf(look: Look, from: string): Promise<Sender> {
  const [domain = ''] = from.toLowerCase().split('@').slice(-1);
  const labels = domain.split('.');
  const domains = labels.slice(0, -1).map((_, index) => labels.slice(index).join('.'));
  const unverified: string[] = [];
  // One after the other: SES is asked once a second, and the first is most often the one.
  for (const name of from.includes('@') ? [from, ...domains] : domains) {
    const found = await look.at(identity, name);
    if (found === 'absent') continue;
    if (found.isVerified) return { identity: found, unverified };
    unverified.push(name);
  }
  return { unverified };
}
