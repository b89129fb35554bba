/** The DKIM records of a domain, and when SES has seen them: that is what verifies it. */
import type { World } from '../../world.ts';
import { lookup } from '../route53/lookup.ts';

export interface DkimRecord {
  name: string;
  value: string;
}

const seeMs = 60_000;
/** AWS: "can take 72 hours or more". <https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_CreateEmailIdentity.html> */
const slowMs = 73 * 3_600_000;

/** One CNAME a token. */
export function dkimRecords(domain: string, tokens: readonly string[]): DkimRecord[] {
  return tokens.map(token => ({ name: `${token}._domainkey.${domain}`, value: `${token}.dkim.amazonses.com` }));
}

/** Marks a domain as verified once DNS has shown all its DKIM records for a while. */
export function lookForDkim(
  world: World,
  identity: { name: string; dkimTokens: readonly string[]; isVerified: boolean; createdAt?: number; dkimSeenAt?: number },
): void {
  const now = world.clock.now();
  if (identity.dkimSeenAt === undefined) {
    const found = dkimRecords(identity.name, identity.dkimTokens).map(record => {
      const { values, since = now } = lookup(world, record.name, 'CNAME');
      return values.some(value => value.toLowerCase().replace(/\.$/, '') === record.value) ? since : Number.POSITIVE_INFINITY;
    });
    const last = Math.max(...found, identity.createdAt ?? 0);
    if (found.length === 0 || last > now) return;
    identity.dkimSeenAt = last;
  }
  identity.isVerified = now >= identity.dkimSeenAt + world.pace(world.traps.has('ses-dkim-slow') ? slowMs : seeMs);
}
