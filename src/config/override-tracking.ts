/** Puts the flags about the tracking domain over the settings of the file. */
import { Trouble } from '../errors.ts';
import type { Settings } from './schema.ts';

type Tracking = NonNullable<Settings['tracking']>;

export interface TrackingFlags {
  domain?: string | undefined;
  httpsPolicy?: Tracking['httpsPolicy'] | undefined;
  front?: Tracking['front'] | undefined;
  /** Instead of `r.<region>.awstrack.me`. */
  trackingOrigin?: string | undefined;
  noRepair?: boolean | undefined;
}

/** Refuses (Trouble `cli.usage`) flags about a domain that nobody named. */
export function overrideTracking(
  tracking: Settings['tracking'],
  { domain, httpsPolicy, front, trackingOrigin, noRepair = false }: TrackingFlags,
): Settings['tracking'] {
  const given: Tracking = {
    ...(domain === undefined ? {} : { domain }),
    ...(httpsPolicy === undefined ? {} : { httpsPolicy }),
    ...(front === undefined ? {} : { front }),
    ...(trackingOrigin === undefined ? {} : { origin: trackingOrigin }),
    ...(noRepair ? { repairLinks: false } : {}),
  };
  if (Object.keys(given).length === 0) return tracking;
  const all = { ...tracking, ...given };
  if (all.domain !== undefined) return all;
  const flag =
    httpsPolicy !== undefined ? 'https-policy' : front !== undefined ? 'front' : trackingOrigin !== undefined ? 'tracking-origin' : 'no-repair';
  throw new Trouble('cli.usage', `--${flag} is about a tracking domain, and none is named`, 'Name one with --domain.');
}
