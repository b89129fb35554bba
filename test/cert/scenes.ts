/** Scenes for the judge: what was seen of `click.example.test` on one day at noon, everything as it should be unless told otherwise. */
import type { CertScene } from '../../src/cert/judge.ts';
import type { AcmHalf, Asked } from '../../src/cert/scene.ts';
import { Trouble } from '../../src/errors.ts';
import type { Certificate as AcmCertificate } from '../../src/observe/certificate.ts';
import type { EdgeEnd } from '../../src/observe/edge.ts';
import type { Certificate, TlsFailure, TlsPeer } from '../../src/outside/index.ts';

export const now = Date.UTC(2026, 10, 24, 12);
export const dayMs = 86_400_000;
export const domain = 'click.example.test';

export function certificate(more: Partial<Certificate> = {}): Certificate {
  return {
    subject: `CN=${domain}`,
    issuer: 'C=US, O=Amazon, CN=Amazon RSA 2048 M02',
    names: [domain],
    serial: '0ABC',
    notBefore: now - 98 * dayMs,
    notAfter: now + 100 * dayMs,
    isCa: false,
    key: { type: 'rsa', bits: 2048 },
    signature: 'sha256WithRSAEncryption',
    pem: `leaf until ${more.notAfter}`,
    ...more,
  };
}

const intermediate = certificate({
  subject: 'C=US, O=Amazon, CN=Amazon RSA 2048 M02',
  issuer: 'C=US, O=Amazon, CN=Amazon Root CA 1',
  notAfter: now + 1000 * dayMs,
  isCa: true,
  pem: 'intermediate',
});
const root = certificate({
  subject: 'C=US, O=Amazon, CN=Amazon Root CA 1',
  issuer: 'C=US, O=Amazon, CN=Amazon Root CA 1',
  notAfter: now + 4000 * dayMs,
  isCa: true,
  pem: 'root',
});

export function end(address: string, leaf: Partial<Certificate> = {}, peer: Partial<TlsPeer> = {}): EdgeEnd {
  const seen: TlsPeer = {
    address: `${address}:443`,
    protocol: 'TLSv1.3',
    cipher: 'TLS_AES_128_GCM_SHA256',
    chain: [certificate(leaf), intermediate, root],
    sent: 2,
    refusals: [],
    ...peer,
  };
  return { address, family: address.includes(':') ? 6 : 4, seen: { kind: 'peer', peer: seen } };
}

export function failing(address: string, cause: TlsFailure['cause'], why: string): EdgeEnd {
  return { address, family: address.includes(':') ? 6 : 4, seen: { kind: 'failed', at: 'connect', cause, why } };
}

export const read = <T>(value: T): Asked<T> => ({ kind: 'read', value });
export const refused = (code: 'aws.denied' | 'aws.unreachable', message: string): Asked<never> => ({
  kind: 'refused',
  trouble: new Trouble(code, message, 'Mend that.'),
});

export const front = {
  id: 'E1',
  arn: 'arn:aws:cloudfront::1:distribution/E1',
  domainName: 'd1.cloudfront.net',
  aliases: [domain],
  comment: '',
  certificateArn: 'arn:c',
};

export function acmCertificate(more: Partial<AcmCertificate> = {}): AcmCertificate {
  return {
    arn: 'arn:c',
    names: [domain],
    status: 'ISSUED',
    type: 'AMAZON_ISSUED',
    eligibility: 'ELIGIBLE',
    serial: '0ABC',
    notAfter: now + 100 * dayMs,
    validations: [{ name: domain, method: 'DNS', record: { name: '_x.click.example.test.', value: '_y.acm-validations.aws.' } }],
    usedBy: [front.arn],
    ...more,
  };
}

const zone = { id: 'Z1', name: 'example.test.', isPrivate: false };

/** What AWS says of a world in which all is well. */
export function acm(more: Partial<AcmHalf> = {}): AcmHalf {
  return {
    distribution: read(front),
    certificate: read(acmCertificate()),
    zone: read({ choice: { kind: 'zone', zone, isApex: false }, live: [{ zone, servers: ['ns1.test', 'ns2.test'] }] }),
    records: [{ domain, name: '_x.click.example.test', value: '_y.acm-validations.aws', seen: { kind: 'right' } }],
    owners: { zone: 'example.test', nameServers: ['ns1.test', 'ns2.test'] },
    ...more,
  };
}

export const theZone = zone;

export function scene({ edge = {}, ...more }: Partial<Omit<CertScene, 'edge'>> & { edge?: Partial<CertScene['edge']> } = {}): CertScene {
  const ends = edge.ends ?? [end('192.0.2.1'), end('192.0.2.2'), end('2001:db8::1')];
  return {
    domain,
    edge: {
      domain,
      chain: { name: domain, hops: ['d1.cloudfront.net'], end: 'addresses', addresses: ends.map(({ address }) => address) },
      servedBy: 'cloudfront',
      plain: { status: 301, location: `https://${domain}/favicon.ico`, date: now },
      ...edge,
      ends,
    },
    front: { domain, state: 'proven', why: 'SES in us-east-1 answers over https', date: now },
    renewal: { caa: [{ name: domain, verdict: { kind: 'allowed' } }] },
    now,
    warnMs: 30 * dayMs,
    critMs: 7 * dayMs,
    ...more,
  };
}
