/** Says whether the certificate's key and its issuer's signature still hold. */
import type { Certificate } from '../../outside/index.ts';
import type { Remark } from '../remark.ts';
import { shown } from '../scene.ts';
import { type CertCheck, skipped } from './check.ts';

/** CA/Browser Forum, Baseline Requirements 6.1.5: RSA of at least 2048 bits, or P-256, P-384, P-521. */
const leastRsaBits = 2048;
const curves = new Set(['prime256v1', 'secp384r1', 'secp521r1']);

export const key: CertCheck = scene => {
  const ends = shown(scene);
  if (ends.length === 0) return skipped('key', 'no certificate was seen');
  const remarks = ends.flatMap(({ address, peer, leaf }) => {
    const refused = peer.refusals.filter(({ kind }) => kind === 'weak');
    const weak = refused.map(
      ({ why }): Remark => ({
        check: 'key',
        level: 'critical',
        says: why,
        means: 'Browsers turn every reader away. Have it issued anew with an RSA key of 2048 bits or a P-256 key, signed with SHA-256.',
      }),
    );
    return (weak.length > 0 ? weak : doubtful(leaf)).map(each => ({ ...each, address }));
  });
  const [first] = ends;
  return remarks.length > 0 || first === undefined ? remarks : [{ check: 'key', level: 'ok', says: named(first.leaf) }];
};

function named({ key: { type, bits, curve }, signature }: Certificate): string {
  const words = type === 'rsa' ? `RSA ${bits}` : type === 'ec' ? (curve ?? `EC ${bits}`) : type;
  return signature === undefined ? words : `${words}, ${signature}`;
}

/** What this machine took and a stricter reader may not. */
function doubtful(leaf: Certificate): Remark[] {
  const {
    key: { type, bits, curve },
    signature = '',
  } = leaf;
  const isWeak = type === 'rsa' ? bits < leastRsaBits : type !== 'ec' || (curve !== undefined && !curves.has(curve));
  if (!isWeak && !/sha1|md5/i.test(signature)) return [];
  return [
    {
      check: 'key',
      level: 'advice',
      says: `${named(leaf)}: public authorities issue no such certificate any more`,
      means: 'Some browsers turn away. Have it issued anew with an RSA key of 2048 bits or a P-256 key, signed with SHA-256.',
    },
  ];
}
