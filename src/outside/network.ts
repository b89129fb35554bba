/** What the program may ask of the network besides HTTP: DNS, and TLS handshakes with what they show. Types only. */

/** What one record of a type says. Names without the dot at the end, in lower case. */
export interface DnsRecords {
  A: string;
  AAAA: string;
  CNAME: string;
  NS: string;
  /** The strings of one record joined. */
  TXT: string;
  CAA: { isCritical: boolean; tag: string; value: string };
  SOA: { primary: string; contact: string; serial: number; refresh: number; retry: number; expire: number; minimum: number };
}

export type DnsType = keyof DnsRecords;

/** `no-name`: nothing of that name exists (NXDOMAIN). `no-data`: the name exists, without records of that type. */
export type DnsAnswer<T extends DnsType> = { kind: 'found'; records: DnsRecords[T][] } | { kind: 'no-name' } | { kind: 'no-data' } | DnsFailure;

/** Why there is no answer: `unreachable` is a server that nobody runs or whose name has no address. */
export interface DnsFailure {
  kind: 'failed';
  cause: 'servfail' | 'refused' | 'timeout' | 'unreachable' | 'other';
  /** One clause, no full stop. */
  why: string;
}

export interface DnsOptions {
  /** Ask this server instead of the system's resolver: an address, or a name that is looked up first; a port may follow. */
  server?: string;
  /** Of the question itself: looking a server's name up comes first, and of many questions some wait for others. Default: 10,000. */
  timeoutMs?: number;
  signal?: AbortSignal;
}

export interface Dns {
  /** Where every question goes in place of the resolver and of any `server` (SES_TRACK_DNS); a command that asks says so. */
  via?: string;
  /** Never rejects for what the network did, only with the signal's reason. A CNAME on the way is followed for every type but CNAME. */
  look<T extends DnsType>(type: T, name: string, options?: DnsOptions): Promise<DnsAnswer<T>>;
}

export interface Certificate {
  /** `CN=click.example.com, O=…` */
  subject: string;
  issuer: string;
  /** DNS names and IP addresses it is for. */
  names: string[];
  /** Hex, upper case. */
  serial: string;
  /** Milliseconds since 1970, UTC. */
  notBefore: number;
  notAfter: number;
  /** Whether it may sign others. */
  isCa: boolean;
  /** `curve` as OpenSSL names it: `prime256v1`. */
  key: { type: 'rsa' | 'ec' | 'ed25519' | 'other'; bits: number; curve?: string };
  /** How its issuer signed it, as OpenSSL names it: `sha256WithRSAEncryption`; absent where the way has no name here. */
  signature?: string;
  pem: string;
}

export interface TlsRefusal {
  /**
   * `name`: it is for other names. `self-signed`: by its own key. `incomplete`: what links it to a root was not sent.
   * `untrusted`: it leads to a root that is not trusted here, or nowhere. `weak`: a key or a signature that no longer holds.
   */
  kind: 'name' | 'expired' | 'early' | 'self-signed' | 'incomplete' | 'untrusted' | 'weak';
  /** One clause, no full stop. */
  why: string;
  /** Which one of the chain; 0 is the certificate itself. */
  certificate?: number;
}

export interface TlsPeer {
  /** `192.0.2.1:443`, `[2001:db8::1]:443` */
  address: string;
  /** `TLSv1.3` */
  protocol: string;
  /** `TLS_AES_128_GCM_SHA256` */
  cipher: string;
  /** The certificate first, then its issuers as far as they are known: those that were sent, then those that are known here. */
  chain: Certificate[];
  /** How many certificates the peer sent. One of the chain at or after that place that is no root makes it complete only here. */
  sent: number;
  /** Why a browser would turn away; empty where it would not. */
  refusals: TlsRefusal[];
}

/** Where it ended: looking up the name, connecting, the TLS handshake, or waiting for the answer. */
export interface TlsFailure {
  kind: 'failed';
  at: 'name' | 'connect' | 'handshake' | 'answer';
  /**
   * `no-name`: no such name, or none with an address. `dns`: DNS gave no answer. `no-route`: this machine has no way to such addresses,
   * as one without IPv6. `closed`: hung up. `no-tls`: something else is spoken there. `protocol`: TLS older than 1.2 alone.
   * `alert`: refused with a TLS alert, which `why` names.
   */
  cause: 'no-name' | 'dns' | 'refused' | 'unreachable' | 'no-route' | 'timeout' | 'closed' | 'no-tls' | 'protocol' | 'alert' | 'other';
  /** One clause, no full stop. */
  why: string;
}

export interface TlsOptions {
  /** Connect there, still asking for the original name (SNI and Host): a name or an address; with a port it is taken as it stands. */
  connectTo?: string;
  /** Default: 443. */
  port?: number;
  family?: 4 | 6;
  /** PEM, one or several certificates each, trusted beside the others. What is no certificate is passed over without a word: look first. */
  roots?: readonly string[];
  /** In all. Default: 10,000. */
  timeoutMs?: number;
  signal?: AbortSignal;
}

export interface Tls {
  /** Where TLS to any name goes (SES_TRACK_CONNECT_TO), unless `connectTo` has a port; a command that connects says so. */
  via?: string;
  /** Shakes hands and hangs up. Never rejects for what the network did, only with the signal's reason. */
  peer(host: string, options?: TlsOptions): Promise<{ kind: 'peer'; peer: TlsPeer } | TlsFailure>;
  /** One request with an empty body; nothing is sent to a peer that a browser would refuse. Redirects are not followed, the body is not read. */
  request(
    url: string,
    options?: TlsOptions & { method?: 'HEAD' | 'GET' | 'OPTIONS' },
  ): Promise<{ kind: 'answer'; peer: TlsPeer; status: number; headers: Headers } | { kind: 'refused'; peer: TlsPeer } | TlsFailure>;
  /**
   * HEAD without TLS, as a browser that follows an http:// link would ask; port 80 unless told. Never rejects for what the network did.
   * Not to be asked where all TLS goes elsewhere (`via`): that place speaks TLS alone.
   */
  plain(host: string, path: string, options?: Omit<TlsOptions, 'roots'>): Promise<{ kind: 'answer'; status: number; headers: Headers } | TlsFailure>;
}
