/** Reads the certificates that a TLS peer showed, and which of them it sent itself. */
import { X509Certificate } from 'node:crypto';
import type { DetailedPeerCertificate, PeerCertificate, TLSSocket } from 'node:tls';
import type { Certificate } from '../index.ts';

export interface Shown {
  /** As Node gives the certificate itself. */
  leaf: PeerCertificate | undefined;
  /** Leaf first; a root is its own issuer, which ends the walk. */
  chain: Certificate[];
  /** How many of the chain came from the peer: the first ones. */
  sent: number;
  /** Whether the peer sent others too, that sign nothing of the chain. */
  sentOthers: boolean;
  /** Whether the certificate says where its issuer's can be had (authority information access), as public authorities' do. */
  namesIssuer: boolean;
}

/**
 * @param socket after the handshake, once: Node takes its list of what was sent apart in giving it
 */
export function readShown(socket: TLSSocket): Shown {
  const walk: DetailedPeerCertificate[] = [];
  const walked = new Set<string>();
  // What was sent, linked by who signed whom, then what Node knows of the rest.
  for (let at = socket.getPeerCertificate(true); at?.raw !== undefined && !walked.has(at.fingerprint256); at = at.issuerCertificate) {
    walked.add(at.fingerprint256);
    walk.push(at);
  }
  const sent: string[] = [];
  for (let at = socket.getPeerX509Certificate(); at !== undefined; at = at.issuerCertificate) sent.push(at.fingerprint256);
  const linked = sent.filter(each => walked.has(each));
  return {
    leaf: walk[0],
    chain: walk.map(readCertificate),
    sent: new Set(linked).size,
    sentOthers: linked.length < sent.length,
    namesIssuer: Object.keys(walk[0]?.infoAccess ?? {}).includes('CA Issuers - URI'),
  };
}

/** Many addresses show the same certificate, and many certificates have the same above them: each is read once. */
const known = new Map<string, Certificate>();
const mostKnown = 1000;

function readCertificate(shown: DetailedPeerCertificate): Certificate {
  const found = known.get(shown.fingerprint256) ?? parse(shown);
  if (known.size >= mostKnown) known.clear();
  known.set(shown.fingerprint256, found);
  return found;
}

function parse(shown: DetailedPeerCertificate): Certificate {
  const read = new X509Certificate(shown.raw);
  const signature = signatureOf(shown.raw);
  return {
    subject: read.subject.replaceAll('\n', ', '),
    issuer: read.issuer.replaceAll('\n', ', '),
    names: (shown.subjectaltname ?? '').split(', ').flatMap(each => /^(?:DNS|IP Address):(.+)$/.exec(each)?.[1] ?? []),
    serial: read.serialNumber.toUpperCase(),
    notBefore: read.validFromDate.getTime(),
    notAfter: read.validToDate.getTime(),
    isCa: read.ca,
    key: keyOf(read, shown.bits ?? 0),
    ...(signature === undefined ? {} : { signature }),
    pem: read.toString(),
  };
}

function keyOf(read: X509Certificate, bits: number): Certificate['key'] {
  try {
    const { asymmetricKeyType: type, asymmetricKeyDetails: details = {} } = read.publicKey;
    if (type === 'rsa' || type === 'rsa-pss') return { type: 'rsa', bits: details.modulusLength ?? bits };
    if (type === 'ec') return { type, bits, ...(details.namedCurve === undefined ? {} : { curve: details.namedCurve }) };
    if (type === 'ed25519') return { type, bits: 256 };
  } catch {
    // A kind of key that OpenSSL does not know.
  }
  return { type: 'other', bits };
}

/** Certificate ::= SEQUENCE { tbsCertificate SEQUENCE, signatureAlgorithm SEQUENCE { OBJECT IDENTIFIER, … }, … }. Node itself tells from 24.9 on. */
function signatureOf(raw: Buffer): string | undefined {
  const signed = inside(raw, 0);
  const algorithm = inside(raw, inside(raw, signed.start).end);
  const { start, end } = inside(raw, algorithm.start);
  return signatures[raw.toString('hex', start, end)];
}

/** Where the content of the DER element at that place is (X.690 §8.1). */
function inside(raw: Buffer, at: number): { start: number; end: number } {
  const length = raw[at + 1] ?? 0;
  const more = length < 0x80 ? 0 : length & 0x7f;
  const start = at + 2 + more;
  if (length < 0x80) return { start, end: start + length };
  return { start, end: more === 0 || more > 4 || start > raw.length ? raw.length : start + raw.readUIntBE(at + 2, more) };
}

/** By the bytes of their object identifiers (RFC 8017 §C, RFC 5758 §3, RFC 8410 §3), as OpenSSL names them. */
const signatures: Record<string, string> = {
  '2a864886f70d010104': 'md5WithRSAEncryption',
  '2a864886f70d010105': 'sha1WithRSAEncryption',
  '2a864886f70d01010a': 'rsassaPss',
  '2a864886f70d01010b': 'sha256WithRSAEncryption',
  '2a864886f70d01010c': 'sha384WithRSAEncryption',
  '2a864886f70d01010d': 'sha512WithRSAEncryption',
  '2a8648ce3d0401': 'ecdsa-with-SHA1',
  '2a8648ce3d040302': 'ecdsa-with-SHA256',
  '2a8648ce3d040303': 'ecdsa-with-SHA384',
  '2a8648ce3d040304': 'ecdsa-with-SHA512',
  '2b6570': 'ED25519',
};
