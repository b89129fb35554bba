/** The sandbox's own key for tracked links, and the host label of its account; AWS's key nobody has. */
import { createHmac } from 'node:crypto';
import { shelf, type World } from './world.ts';

export interface TrackingKey {
  /** `bjdxkhre` in `bjdxkhre.r.us-east-1.awstrack.me`: the same for an account in every region. */
  label: string;
  /** The three digits after a signature. */
  keyId: string;
  /** @param path everything of a tracked path before its signature. @returns URL-safe base64 with its padding */
  sign(path: string): string;
}

const keys = shelf<{ secret?: Uint8Array }>(() => ({}));

/** The key of a world's account, made when it is first needed. */
export function trackingKey(world: World): TrackingKey {
  const kept = keys(world, '');
  kept.secret ??= world.random.bytes(32);
  const { secret } = kept;
  const label = BigInt(`0x${createHmac('sha256', 'label').update(world.account).digest('hex')}`)
    .toString(36)
    .slice(0, 8);
  return {
    label,
    keyId: String(100 + ((secret[0] ?? 0) % 156)),
    sign(path) {
      // AWS: default-host links carry 20 bytes, custom-domain links 32; seen in delivered mails.
      const hash = /^\/(?:L0|I0)\//.test(path) ? 'sha1' : 'sha256';
      return `${createHmac(hash, secret).update(path).digest('base64url')}=`;
    },
  };
}

/** Where tracked links lead without a domain of one's own. */
export function defaultHost(world: World, region: string): string {
  return `${trackingKey(world).label}.r.${region}.awstrack.me`;
}
