/** Chooses the hosted zone that a domain's records belong into: the longest name the domain ends with. Pure. */

export interface HostedZone {
  id: string;
  /** As Route 53 gives it, `example.com.`, or without the dot. */
  name: string;
  isPrivate: boolean;
}

export type ZoneChoice<Z extends HostedZone> =
  /** `isApex`: the domain is the zone's own name, where DNS allows no CNAME. */
  | { kind: 'zone'; zone: Z; isApex: boolean }
  | { kind: 'none' }
  /** Several public zones have that name; only one of them can be the one that the world asks. */
  | { kind: 'ambiguous'; zones: Z[] }
  /** The world does not see these. */
  | { kind: 'private-only'; zones: Z[] };

/** By whole labels over public zones, never by "last two labels": under `example.co.uk` both `co.uk` and `k` are wrong. */
export function chooseZone<Z extends HostedZone>(domain: string, zones: readonly Z[]): ZoneChoice<Z> {
  const name = plain(domain);
  const fitting = zones.filter(zone => name === plain(zone.name) || name.endsWith(`.${plain(zone.name)}`));
  const open = longest(fitting.filter(zone => !zone.isPrivate));
  const [zone, ...others] = open;
  if (zone === undefined) return fitting.length === 0 ? { kind: 'none' } : { kind: 'private-only', zones: longest(fitting) };
  return others.length > 0 ? { kind: 'ambiguous', zones: open } : { kind: 'zone', zone, isApex: plain(zone.name) === name };
}

function longest<Z extends HostedZone>(zones: readonly Z[]): Z[] {
  const length = Math.max(0, ...zones.map(zone => plain(zone.name).length));
  return zones.filter(zone => plain(zone.name).length === length);
}

const plain = (name: string): string => name.toLowerCase().replace(/\.$/, '');
