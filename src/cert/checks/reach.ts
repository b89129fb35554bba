/** Says whether the name leads to addresses, and whether each of them answers with TLS. */
import type { Chain } from '../../observe/chain.ts';
import type { TlsFailure } from '../../outside/index.ts';
import type { Level, Remark } from '../remark.ts';
import { type EdgeEnd, isConnected, silent } from '../scene.ts';
import type { CertCheck } from './check.ts';

export const reach: CertCheck = scene => {
  const { chain, ends } = scene.edge;
  if (chain !== undefined && chain.end !== 'addresses') return [{ check: 'reach', level: 'unknown', ...dns(chain) }];
  if (chain?.unread?.type === 'A')
    return [
      {
        check: 'reach',
        level: 'unknown',
        says: `the A records could not be read: ${chain.unread.why}`,
        means: 'What readers with IPv4 are shown was not seen. Ask again, or look at the name servers of the zone.',
      },
    ];
  // Those that speak an old TLS do answer: checks/protocol.ts.
  const failures = silent(scene).filter(({ failure }) => failure.cause !== 'protocol');
  if (ends.length > 0 && ends.every(({ seen }) => seen.kind === 'failed' && seen.cause === 'no-route'))
    return [
      {
        check: 'reach',
        level: 'unknown',
        says: 'this machine has no way to any of its addresses',
        means: 'Nothing was seen of the certificate. Check the network of this machine, or ask from another one.',
      },
    ];
  if (failures.length === 0) return [{ check: 'reach', level: 'ok', says: answering(ends) }];
  return failures.map(({ address, failure }): Remark => {
    const level: Level = answersWrongly.has(failure.cause) ? 'critical' : 'unknown';
    const means =
      (failure.at === 'handshake' && failure.cause === 'timeout' ? late : meanings[failure.cause]) ??
      'Nothing was seen of the certificate there; a reader who gets this address sees nothing either.';
    return {
      check: 'reach',
      level,
      says: failure.why,
      means: isConnected(scene) && failure.cause === 'refused' ? 'Check the address and the port of --connect.' : means,
      address,
    };
  });
};

function answering(ends: readonly EdgeEnd[]): string {
  const count = ends.filter(({ seen }) => seen.kind === 'peer' || seen.cause !== 'no-route').length;
  if (count < ends.length) return `${count} of ${ends.length} addresses ${count === 1 ? 'answers' : 'answer'}; this machine has no way to the rest`;
  return count === 1 ? 'answers' : `all ${count} addresses answer`;
}

/** Somebody is there, and turns every reader away; anything else may be the way between. */
const answersWrongly = new Set<TlsFailure['cause']>(['alert', 'no-tls']);

const meanings: Partial<Record<TlsFailure['cause'], string>> = {
  alert: 'Every https link leads to an error page of the browser. A server answers so where it has no certificate for the name it is asked for.',
  'no-tls': 'Every https link leads to an error page of the browser: what answers there speaks no TLS.',
  refused: 'The machine is there and nothing listens, or a firewall stands in the way.',
  timeout: 'Nobody answered in time: the host is down, slow, or behind a firewall that drops packets.',
};

const late = 'Something takes connections there and does not begin TLS in time: it is overloaded, or it speaks another protocol.';

function dns({ name, hops, end, why }: Chain): Pick<Remark, 'says' | 'means'> {
  const last = hops.at(-1);
  const at = last === undefined ? name : `${last}, where ${name} leads,`;
  switch (end) {
    case 'no-name':
      return {
        says: `${at} does not exist in DNS (NXDOMAIN)`,
        means: last === undefined ? 'Check the spelling; if it is right, the record is gone and every tracked link is dead.' : gone(name),
      };
    case 'no-data':
      return { says: `${at} has no address in DNS`, means: last === undefined ? 'Its record is gone: every tracked link is dead.' : gone(name) };
    case 'loop':
      return {
        says: `its CNAME records lead in a circle: ${[name, ...hops].join(' → ')}`,
        means: 'No resolver finds an address: every tracked link is dead. Let the record lead to the distribution again.',
      };
    default:
      return {
        says: `DNS gave no answer: ${why ?? 'no reason told'}`,
        means: 'Nothing was seen of the certificate. Ask again, or look at the name servers of the zone.',
      };
  }
}

const gone = (name: string): string =>
  `What ${name} led to is gone: every tracked link is dead. Let the record lead to the distribution that is there.`;
