/** Asks DNS: the system's resolver, a named server, or the one that SES_TRACK_DNS puts in place of all of them. */
import type { CaaRecord } from 'node:dns';
import { Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import { reason, Trouble } from '../../errors.ts';
import type { Dns, DnsAnswer, DnsFailure, DnsOptions, DnsRecords, DnsType } from '../index.ts';
import { readAddress, writeAddress } from './address.ts';

const timeoutMs = 10_000;
/** c-ares's own patience: a lost packet is asked for again after half a second, then after one more, and so on for some 7 s in all. */
const patience = { timeout: 500, tries: 4 };
/** More at once, and packets are lost, or refused: a small resolver forwards 150 at a time (dnsmasq's dns-forward-max). */
const mostAtOnce = 50;

/**
 * @param via SES_TRACK_DNS: an IP address, a port may follow. Trouble `config.invalid` when it is first used and is none.
 */
export function nodeDns(via: string | undefined): Dns {
  const inTurn = turns(mostAtOnce);
  const dns: Dns = {
    ...(via === undefined ? {} : { via }),
    async look(type, name, options = {}) {
      options.signal?.throwIfAborted();
      const servers = dns.via === undefined ? await serversOf(dns, options) : [viaServer(dns.via)];
      return servers !== undefined && 'kind' in servers ? servers : inTurn(() => question(type, name, servers, options));
    },
  };
  return dns;
}

async function question<T extends DnsType>(
  type: T,
  name: string,
  servers: readonly string[] | undefined,
  options: DnsOptions,
): Promise<DnsAnswer<T>> {
  const { timeoutMs: ms = timeoutMs, signal } = options;
  signal?.throwIfAborted();
  const limit = AbortSignal.timeout(ms);
  const either = signal === undefined ? limit : AbortSignal.any([signal, limit]);
  // A resolver of its own for each question: what one remembers is no news, and stopping it stops nothing else.
  const resolver = new Resolver(patience);
  if (servers !== undefined) resolver.setServers(servers);
  const stop = () => resolver.cancel();
  either.addEventListener('abort', stop, { once: true });
  try {
    const records = await ask[type](resolver, plain(name));
    return records.length === 0 ? { kind: 'no-data' } : { kind: 'found', records };
  } catch (error) {
    signal?.throwIfAborted();
    return limit.aborted ? { kind: 'failed', cause: 'timeout', why: `no answer in ${ms / 1000} s` } : unanswered(error);
  } finally {
    either.removeEventListener('abort', stop);
  }
}

/** Lets so many pieces of work run at once; the others wait, first come, first served. */
function turns(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async work => {
    // Whoever ends hands its place on.
    if (running === most) await new Promise<void>(go => waiting.push(go));
    else running++;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running--;
      else next();
    }
  };
}

function viaServer(via: string): string {
  const address = readAddress(via);
  if (address === undefined || isIP(address.host) === 0)
    throw new Trouble('config.invalid', `SES_TRACK_DNS is "${via}", expected an IP address and a port`, 'Give it as 127.0.0.1:53, or unset it.');
  return writeAddress(address.host, address.port ?? 53);
}

/** The addresses to ask; undefined for the system's own; a failure where the server's name leads nowhere. */
async function serversOf(dns: Dns, { server, ...options }: DnsOptions): Promise<string[] | DnsFailure | undefined> {
  if (server === undefined) return undefined;
  const address = readAddress(server);
  if (address === undefined) return { kind: 'failed', cause: 'other', why: `"${server}" is no name server's address` };
  const { host, port = 53 } = address;
  if (isIP(host) !== 0) return [writeAddress(host, port)];
  const [four, six] = await Promise.all([dns.look('A', host, options), dns.look('AAAA', host, options)]);
  const found = [four, six].flatMap(answer => (answer.kind === 'found' ? answer.records : []));
  if (found.length > 0) return found.map(each => writeAddress(each, port));
  const failed = [four, six].find(answer => answer.kind === 'failed');
  const why = failed === undefined ? '' : `: ${failed.why}`;
  return { kind: 'failed', cause: failed?.cause ?? 'unreachable', why: `the name server ${host} has no address${why}` };
}

const plain = (name: string): string => name.toLowerCase().replace(/\.$/, '');

const ask: { [T in DnsType]: (resolver: Resolver, name: string) => Promise<DnsRecords[T][]> } = {
  A: (resolver, name) => resolver.resolve4(name),
  AAAA: (resolver, name) => resolver.resolve6(name),
  CNAME: async (resolver, name) => (await resolver.resolveCname(name)).map(plain),
  NS: async (resolver, name) => (await resolver.resolveNs(name)).map(plain),
  TXT: async (resolver, name) => (await resolver.resolveTxt(name)).map(strings => strings.join('')),
  CAA: async (resolver, name) => (await resolver.resolveCaa(name)).map(caa),
  SOA: async (resolver, name) => {
    const { nsname, hostmaster, serial, refresh, retry, expire, minttl } = await resolver.resolveSoa(name);
    return [{ primary: plain(nsname), contact: plain(hostmaster), serial, refresh, retry, expire, minimum: minttl }];
  },
};

/** Node gives `{ critical: 128, issue: 'amazon.com' }`, the tag as a key whatever it is. */
function caa({ critical, ...rest }: CaaRecord): DnsRecords['CAA'] {
  const [[tag, value] = ['', '']] = Object.entries(rest).filter(([key]) => key !== 'type');
  return { isCritical: (critical & 128) !== 0, tag: tag.toLowerCase(), value: String(value) };
}

const failures: Record<string, Omit<DnsFailure, 'kind'>> = {
  ESERVFAIL: { cause: 'servfail', why: 'the name server failed (SERVFAIL)' },
  EREFUSED: { cause: 'refused', why: 'the name server refused to answer (REFUSED)' },
  ENOTIMP: { cause: 'other', why: 'the name server does not answer such questions (NOTIMP)' },
  EFORMERR: { cause: 'other', why: 'the name server did not understand the question (FORMERR)' },
  EBADRESP: { cause: 'other', why: 'the name server gave an answer that cannot be read' },
  EBADNAME: { cause: 'other', why: 'that is not a domain name' },
  ETIMEOUT: { cause: 'timeout', why: 'no name server answered' },
  ECONNREFUSED: { cause: 'unreachable', why: 'no name server answers there' },
};

function unanswered<T extends DnsType>(error: unknown): DnsAnswer<T> {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOTFOUND') return { kind: 'no-name' };
  if (code === 'ENODATA') return { kind: 'no-data' };
  return { kind: 'failed', ...(failures[code] ?? { cause: 'other', why: code || reason(error) }) };
}
