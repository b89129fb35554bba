/** DNS and TLS of a world: in process for who stands inside, and what servers need to show the same on sockets. */
import type { Dns, DnsAnswer, DnsHandler, DnsRecords, DnsType, Handler, Outside, ServerCertificate, TlsOptions, TlsPeer } from '../outside/index.ts';
import { dnsZones, lookup } from './aws/route53/lookup.ts';
import { dnsServer } from './dns.ts';
import { certificateFor, shownAtEdge } from './front/certificates.ts';
import { front, type Met, meet } from './front.ts';
import { authorityOf } from './root.ts';
import type { World } from './world.ts';

/** What the sockets need: a DNS server, the front and its certificates. */
export interface OuterFace {
  dns: DnsHandler;
  front: Handler;
  /** For a client that names nobody. */
  own: ServerCertificate;
  certificateFor(name: string): Promise<ServerCertificate>;
  /** PEM of the authority that issues them all. */
  root: string;
}

export function outerFace(world: World): OuterFace {
  return {
    dns: dnsServer(() => dnsZones(world)),
    front: front(world),
    own: shownAtEdge(world, '').pem(),
    certificateFor: name => certificateFor(world, name),
    root: authorityOf(world).certificate,
  };
}

/** The same for a program in this process, without sockets. Whatever name server is asked, the world answers. */
export function insideNetwork(world: World): Pick<Outside, 'dns' | 'tls'> {
  const dns: Dns = { look: async (type, name) => answered(world, type, name) };
  return {
    dns,
    tls: {
      peer: async (host, { connectTo } = {}) => {
        const met = meet(world, host, placeOf(connectTo));
        return 'at' in met ? { kind: 'failed', ...met } : { kind: 'peer', peer: peerOf(met, connectTo) };
      },
      async request(url, { connectTo, method = 'HEAD' }: TlsOptions & { method?: string } = {}) {
        const { hostname, host, pathname, search } = new URL(url);
        const met = meet(world, hostname, placeOf(connectTo));
        if ('at' in met) return { kind: 'failed', ...met };
        const peer = peerOf(met, connectTo);
        if (peer.refusals.length > 0) return { kind: 'refused', peer };
        const asked = new Request(url, { method, headers: { host }, redirect: 'manual' });
        const { status, headers } = await met.handler(asked, { target: pathname + search, address: '127.0.0.1' });
        return { kind: 'answer', peer, status, headers };
      },
      async plain(name, path, { connectTo } = {}) {
        const met = meet(world, name, placeOf(connectTo));
        if ('at' in met) return { kind: 'failed', ...met };
        const asked = new Request(`http://${name}${path}`, { method: 'HEAD', headers: { host: name }, redirect: 'manual' });
        const { status, headers } = await met.handler(asked, { target: path, address: '127.0.0.1' });
        return { kind: 'answer', status, headers };
      },
    },
  };
}

/** An address of this world stands for no place of its own: the name itself decides. */
const placeOf = (connectTo: string | undefined): string | undefined => (connectTo === '127.0.0.1' || connectTo === '::1' ? undefined : connectTo);

function peerOf({ shown, refusals }: Exclude<Met, { at: unknown }>, connectTo: string | undefined): TlsPeer {
  const { names, notBefore, notAfter } = shown;
  const certificate = {
    ...{ subject: `CN=${names[0]}`, issuer: 'CN=ses-track sandbox root', names: [...names], serial: '', notBefore, notAfter },
    ...{ isCa: false, key: { type: 'ec', bits: 256, curve: 'prime256v1' } as const, signature: 'ecdsa-with-SHA256' },
    // Making one takes a key; few look at it.
    get pem() {
      return shown.pem().cert;
    },
  };
  const address = connectTo === '::1' ? '[::1]:443' : '127.0.0.1:443';
  return { address, protocol: 'TLSv1.3', cipher: 'TLS_AES_128_GCM_SHA256', chain: [certificate], sent: 1, refusals };
}

function answered<T extends DnsType>(world: World, type: T, name: string): DnsAnswer<T> {
  const { end, values } = lookup(world, name, type);
  if (end === 'lame') return { kind: 'failed', cause: 'servfail', why: 'the name server failed (SERVFAIL)' };
  if (values.length > 0) return { kind: 'found', records: values.map(value => read[type](value)) };
  return { kind: end === 'no-name' ? 'no-name' : 'no-data' };
}

const plain = (name: string): string => name.toLowerCase().replace(/\.$/, '');

/** From presentation format. */
const read: { [T in DnsType]: (value: string) => DnsRecords[T] } = {
  A: plain,
  AAAA: plain,
  CNAME: plain,
  NS: plain,
  TXT: value => value.replace(/^"|"$/g, ''),
  CAA(value) {
    const [, flags = '0', tag = '', rest = ''] = /^\s*(\d+)\s+([a-z0-9]+)\s+"?(.*?)"?\s*$/i.exec(value) ?? [];
    return { isCritical: (Number(flags) & 128) !== 0, tag: tag.toLowerCase(), value: rest };
  },
  SOA(value) {
    const [primary = '', contact = '', ...numbers] = value.split(' ');
    const [serial = 0, refresh = 0, retry = 0, expire = 0, minimum = 0] = numbers.map(Number);
    return { primary: plain(primary), contact: plain(contact), serial, refresh, retry, expire, minimum };
  },
};
