/** Tells what a TLS peer showed, and why a browser would turn away from it. */
import { checkServerIdentity, type TLSSocket } from 'node:tls';
import type { Certificate, TlsPeer, TlsRefusal } from '../index.ts';
import { writeAddress } from './address.ts';
import { readShown, type Shown } from './tls-certificate.ts';
import { errorCode } from './tls-failure.ts';

/**
 * OpenSSL's verdict on the chain, as Node names it; empty where it holds. It goes on after a fault and keeps the last: how the chain ends,
 * then weak keys, then dates from the root down. So the certificate's own dates hide all else.
 */
export function verdictOn({ authorizationError: error }: TLSSocket): string {
  const code = error === undefined || error === null ? '' : errorCode(error);
  return code === 'ERR_TLS_CERT_ALTNAME_INVALID' ? '' : code;
}

/** @param name what was asked for */
export function describe(socket: TLSSocket, name: string): TlsPeer {
  const shown = readShown(socket);
  return {
    address: writeAddress(socket.remoteAddress ?? '', socket.remotePort ?? 0),
    protocol: socket.getProtocol() ?? '',
    cipher: socket.getCipher().standardName,
    chain: shown.chain,
    sent: shown.sent,
    refusals: [...chainRefusals(verdictOn(socket), shown), ...nameRefusals(shown, name)],
  };
}

function nameRefusals({ leaf, chain: [first] }: Shown, name: string): TlsRefusal[] {
  if (leaf === undefined || first === undefined) return [];
  // Node falls back on the common name, which browsers have stopped to read. <https://support.apple.com/en-us/103769>
  if (first.names.length === 0) return [{ kind: 'name', certificate: 0, why: `the certificate is for no name, not for ${name}` }];
  if (checkServerIdentity(name, leaf) === undefined) return [];
  return [{ kind: 'name', certificate: 0, why: `the certificate is for ${first.names.join(', ')}, not for ${name}` }];
}

function chainRefusals(code: string, shown: Shown): TlsRefusal[] {
  const { chain } = shown;
  const [first] = chain;
  if (first === undefined) return [];
  // Node gives no word for what the security level refuses.
  const isWeak = code === 'UNSPECIFIED' && chain.some(isRefusedAsWeak);
  const main = code === '' ? [] : isWeak ? weak(chain, chain.findIndex(isRefusedAsWeak)) : [refusal(code, shown)];
  // What the last fault hides is told where it is certain: a key too short, and a certificate that stands alone.
  const ownWeakness = !isWeak && isRefusedAsWeak(first) ? weak(chain, 0) : [];
  const alone = chain.length === 1 && !main.some(({ kind }) => trusting.has(kind)) && code !== '' ? [ending(shown)] : [];
  return [...main, ...ownWeakness, ...alone];
}

const trusting = new Set<TlsRefusal['kind']>(['self-signed', 'incomplete', 'untrusted']);

function refusal(code: string, shown: Shown): TlsRefusal {
  const { chain } = shown;
  if (code === 'CERT_HAS_EXPIRED')
    return dated(
      'expired',
      chain,
      each => each.notAfter <= Date.now(),
      each => `expired on ${day(each.notAfter)}`,
    );
  if (code === 'CERT_NOT_YET_VALID')
    return dated(
      'early',
      chain,
      each => each.notBefore > Date.now(),
      each => `is not valid before ${day(each.notBefore)}`,
    );
  if (endings.has(code)) return ending(shown);
  if (code === 'UNSPECIFIED') return { kind: 'untrusted', why: 'OpenSSL refuses the certificate or one above it, and Node does not pass on why' };
  return { kind: 'untrusted', why: `the certificate is not trusted (${code})` };
}

const endings = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_GET_ISSUER_CERT',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
]);

/** OpenSSL tells of the lowest one. */
function dated(
  kind: 'expired' | 'early',
  chain: readonly Certificate[],
  is: (each: Certificate) => boolean,
  says: (each: Certificate) => string,
): TlsRefusal {
  const index = chain.findIndex(is);
  const found = chain[index];
  if (found === undefined) return { kind, why: `a certificate above it ${kind === 'expired' ? 'has expired' : 'is not valid yet'}` };
  return { kind, certificate: index, why: `${called(chain, index)} ${says(found)}` };
}

const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** How a chain ends that leads to no trusted root. */
function ending({ chain, sentOthers, namesIssuer }: Shown): TlsRefusal {
  const index = chain.length - 1;
  const { subject = '', issuer = '' } = chain[index] ?? {};
  const its = { certificate: index };
  if (subject === issuer)
    return index === 0
      ? { kind: 'self-signed', ...its, why: 'the certificate is signed by its own key, not by an authority' }
      : { kind: 'untrusted', ...its, why: `the root that was sent, ${subject}, is not trusted here` };
  const missing = `${called(chain, index)} was issued by ${issuer}, which was not sent`;
  // A certificate of a public authority never stands right below its root, and says where its issuer's can be had (CA/Browser Forum, baseline requirements §7.1).
  if (sentOthers || (index === 0 && namesIssuer)) return { kind: 'incomplete', ...its, why: `${missing}: an intermediate certificate is missing` };
  return { kind: 'untrusted', ...its, why: `${missing} and is not trusted here` };
}

const called = (chain: readonly Certificate[], index: number): string =>
  index === 0 ? 'the certificate' : `the certificate above it, ${chain[index]?.subject},`;

// <https://support.apple.com/en-us/103769>, and what OpenSSL refuses at its security level 2.
const isShort = ({ key: { type, bits } }: Certificate): boolean => (type === 'rsa' && bits < 2048) || (type === 'ec' && bits < 224);
const isOldDigest = ({ signature = '', subject, issuer }: Certificate): boolean => /sha1|md5/i.test(signature) && subject !== issuer;
const isRefusedAsWeak = (each: Certificate): boolean => isShort(each) || isOldDigest(each);

function weak(chain: readonly Certificate[], index: number): TlsRefusal[] {
  const found = chain[index];
  if (found === undefined) return [];
  const { type, bits } = found.key;
  const says = isShort(found)
    ? `has ${type === 'rsa' ? 'an RSA' : 'an elliptic'} key of ${bits} bits, where browsers ask for ${type === 'rsa' ? 2048 : 256}`
    : `is signed with ${/md5/i.test(found.signature ?? '') ? 'MD5' : 'SHA-1'}, which browsers refuse`;
  return [{ kind: 'weak', certificate: index, why: `${called(chain, index)} ${says}` }];
}
