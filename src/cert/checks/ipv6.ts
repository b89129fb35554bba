/** Says how the domain fares over IPv6 from here. */
import { isConnected, shown, silent } from '../scene.ts';
import { type CertCheck, skipped, withConnect } from './check.ts';

export const ipv6: CertCheck = scene => {
  const check = 'ipv6' as const;
  if (isConnected(scene)) return skipped(check, withConnect);
  const asked = scene.edge.ends.filter(({ family }) => family === 6);
  const unread = scene.edge.chain?.unread;
  if (unread?.type === 'AAAA')
    return [
      {
        check,
        level: 'advice',
        says: `the AAAA records could not be read: ${unread.why}`,
        means: 'What readers with IPv6 are shown was not seen. Ask again, or look at the name servers of the zone.',
      },
    ];
  if (asked.length === 0)
    return scene.edge.ends.length === 0 ? skipped(check, 'the name leads to no address') : [{ check, level: 'ok', says: 'IPv4 alone' }];
  const answering = shown(scene).filter(({ family }) => family === 6);
  if (answering.length === asked.length)
    return [{ check, level: 'ok', says: `${asked.length === 1 ? 'one address answers' : `${asked.length} addresses answer`}` }];
  const failing = silent(scene).filter(({ family }) => family === 6);
  if (failing.length === 0) return skipped(check, 'this machine has no IPv6');
  const isIpv4Fine = shown(scene).some(({ family }) => family === 4);
  return [
    {
      check,
      level: 'advice',
      says: `${failing.length} of ${asked.length} IPv6 addresses do not answer${isIpv4Fine ? ', those of IPv4 do' : ''}`,
      means:
        "Either IPv6 is broken on this machine, or readers with IPv6 wait for nothing. Compare from another network; where this machine's IPv6 is broken, mend it or switch it off.",
    },
  ];
};
