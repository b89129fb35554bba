/** Says whether each address sends a certificate that leads to a trusted root, with everything in between. */
import type { Certificate, TlsPeer, TlsRefusal } from '../../outside/index.ts';
import { perAddress } from '../per-address.ts';
import type { Remark } from '../remark.ts';
import { type CertScene, commonName, shown } from '../scene.ts';
import { day } from '../time.ts';
import { type CertCheck, skipped } from './check.ts';

export const chain: CertCheck = scene => {
  const ends = shown(scene);
  if (ends.length === 0) return skipped('chain', 'no certificate was seen');
  const remarks = ends.flatMap(({ address, peer }) => [...peer.refusals.flatMap(refused), ...unsent(peer)].map(each => ({ ...each, address })));
  const accused = new Set(remarks.map(({ address }) => address));
  const early = endEarly(
    ends.filter(({ address }) => !accused.has(address)),
    scene,
  );
  if (remarks.length > 0) return [...remarks, ...early];
  const [first] = ends;
  const issuers = (first?.peer.chain ?? []).slice(1).map(({ subject }) => commonName(subject));
  return [{ check: 'chain', level: 'ok', says: `complete and trusted${issuers.length === 0 ? '' : `: ${issuers.join(', ')}`}` }, ...early];
};

/** Name and key are said by checks of their own, and so is the end of the certificate itself. */
function refused({ kind, why, certificate }: TlsRefusal): Remark[] {
  const means = kind === 'expired' || kind === 'early' ? (certificate === 0 ? undefined : meanings.above) : meanings[kind];
  return means === undefined ? [] : [{ check: 'chain', level: 'critical', says: why, means }];
}

const meanings: Partial<Record<TlsRefusal['kind'] | 'above', string>> = {
  'self-signed': 'Browsers turn every reader away. A tracking domain needs a certificate of a public authority, as ACM gives one.',
  incomplete:
    'Browsers that have not met the missing certificate elsewhere turn away, and mail clients mostly have not. Send the whole chain: the certificate first, then those between it and the root; one that was imported into ACM is imported again with its chain.',
  untrusted: 'Browsers turn every reader away, unless its authority is one of your own that your readers trust too; --ca FILE names such a one.',
  above:
    'Browsers turn every reader away although the certificate itself is still valid. Have the chain issued anew, or send the current one of the authority.',
};

/** Complete only because this machine knows what was not sent. */
function unsent({ chain: certificates, sent, refusals }: TlsPeer): Remark[] {
  const missing = certificates.slice(sent).find(({ subject, issuer }) => subject !== issuer);
  if (missing === undefined || refusals.length > 0) return [];
  return [
    {
      check: 'chain',
      level: 'warning',
      says: `${commonName(missing.subject)} was not sent; this machine knows it, a reader's may not`,
      ...(meanings.incomplete === undefined ? {} : { means: meanings.incomplete }),
    },
  ];
}

interface Early {
  address: string;
  certificate: Certificate;
}

/** Advice alone: a sender may go on sending what no reader needs any more. The first to end stands first. */
function endEarly(ends: ReturnType<typeof shown>, scene: CertScene): Remark[] {
  const early = ends.flatMap(({ address, peer, leaf }): Early[] => {
    const [certificate] = peer.chain
      .slice(1)
      .filter(each => each.notAfter < leaf.notAfter && each.subject !== each.issuer)
      .sort((a, b) => a.notAfter - b.notAfter);
    return certificate === undefined ? [] : [{ address, certificate }];
  });
  const worstFirst = early.sort((a, b) => a.certificate.notAfter - b.certificate.notAfter);
  return perAddress(
    worstFirst.map(each => endsEarly(each, scene.now)),
    shown(scene).length,
  );
}

function endsEarly({ address, certificate: { subject, notAfter } }: Early, now: number): Remark {
  const called = `${commonName(subject)} above it`;
  if (notAfter <= now)
    return {
      check: 'chain',
      level: 'advice',
      says: `${called} ended on ${day(notAfter)}; this machine does without it, an older reader's may not`,
      means: 'Send the chain without it, or with the one that the authority has in its place.',
      address,
    };
  return {
    check: 'chain',
    level: 'advice',
    says: `${called} ends before the certificate does, on ${day(notAfter)}`,
    means: 'From then on readers may be turned away. Have the chain issued anew before.',
    address,
  };
}
