/** What the program may ask of the world. Types only: `outside/node` keeps these promises, tests hand in their own. */
import type { Aws, AwsSettings } from '../aws/clients.ts';
import type { EventStore } from '../store/event-store.ts';
import type { Dns, Tls } from './network.ts';

export type * from './network.ts';

export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number;
  /** Resolves after that many milliseconds; rejects with the signal's reason when it is aborted first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface Random {
  uuid(): string;
  /** That many random bytes. */
  bytes(count: number): Uint8Array;
}

export interface Files {
  /** The file's bytes; Trouble `file.unreadable` where it cannot be read. */
  read(path: string): Promise<Uint8Array>;
  /**
   * Writes beside and renames, so that a reader sees the old file or the new one; links and permissions stay. Trouble `file.unwritable`.
   * @param newMode of a file that is not there yet, whatever the umask; default 0o666 less the umask
   */
  write(path: string, data: string | Uint8Array, newMode?: number): Promise<void>;
  /** Adds at the end, making the file where there is none, with `mode` less the umask (default 0o666); Trouble `file.unwritable`. */
  append(path: string, data: string, mode?: number): Promise<void>;
  exists(path: string): Promise<boolean>;
  /**
   * The file's bytes, fast: in a buffer that the next call overwrites, so use them or copy them before. A promise where a named pipe has to
   * be waited for. Trouble `file.unreadable` where it cannot be read, or the signal's reason where the operator stops the wait.
   */
  readNow(path: string): Uint8Array | Promise<Uint8Array>;
  /** All of standard input; Trouble `file.unreadable`, or the signal's reason where the operator stops waiting for it. */
  input(): Promise<Uint8Array>;
  /** What stands there, links followed; undefined where nothing does. */
  kind(path: string): 'file' | 'folder' | undefined;
  /**
   * Every file under a folder whose name `isWanted` takes, in the order of their paths, links followed. Names that begin with a dot are
   * left out, and what stands in node_modules. A folder that cannot be read is handed on itself, so that reading it says why.
   */
  walk(folder: string, isWanted: (name: string) => boolean): Promise<Iterable<string>>;
  /** Files that match, sorted, as paths relative to the working folder where the patterns are; what stands in node_modules and .git does not. */
  glob(patterns: readonly string[]): Promise<string[]>;
  /** A fresh private folder; the caller removes it. Trouble `file.unwritable`. */
  tempFolder(): Promise<string>;
  remove(path: string): Promise<void>;
}

/** What a Request cannot carry. Absent where no socket was involved: a test, or a call in process. */
export interface Peer {
  /** The request target byte for byte as it stood on the request line; `Request.url` has dot segments, `\` and bad characters normalised. */
  target: string;
  /** The IP address at the other end of the socket. */
  address: string;
}

/** A server as a function; it never sees a socket. Without a peer, the target is the path and query of `request.url`. */
export type Handler = (request: Request, peer?: Peer) => Promise<Response>;

export interface Serving {
  /** `http://127.0.0.1:8080`, with the port that was really taken. */
  url: string;
  /** Stops taking requests, lets those under way end (for at most `graceMs`, default 10 s), then closes every connection. */
  stop(graceMs?: number): Promise<void>;
}

export interface ServeOptions {
  host: string;
  /** 0 takes any free port. */
  port: number;
  /** A body longer than this is answered 413 and never given to the handler. */
  maxBodyBytes: number;
  /** Longer request headers are answered 431 and never given to the handler. Default: 16384. */
  maxHeaderBytes?: number;
  /** Told of a request that was answered without the handler: 413 for its body's length, 400 for what is no request. */
  onRefused?: (status: 400 | 413) => void;
  /** Told of what a handler threw; the client has been answered 500. */
  onFault?: (fault: unknown) => void;
  /** PEM. Where `certificateFor` knows the name that a client asks for (SNI), its certificate is shown, else `cert`. */
  tls?: ServerCertificate & { certificateFor?: (name: string) => Promise<ServerCertificate | undefined> };
}

export interface ServerCertificate {
  /** PEM: the certificate, then those that lead to the root. */
  cert: string;
  key: string;
}

/** A DNS server as a function: query packet in, response packet out; undefined where silence is the answer. */
export type DnsHandler = (query: Uint8Array, transport: 'udp' | 'tcp') => Uint8Array | undefined;

/** One mail as the sandbox keeps it. */
export interface SandboxMail {
  messageId: string;
  region: string;
  /** ISO 8601 UTC. */
  at: string;
  from: string;
  subject: string;
  recipients: string[];
  configurationSet?: string;
  /** The HTML as delivered, rewritten. */
  html?: string;
  text?: string;
  /** The whole message as delivered. */
  raw: string;
  /** Every tracked link in document order: where it leads, as it stands in the mail, and where a browser of this machine can open it. */
  links: { url: string; tracked: string; visit: string }[];
}

/** An AWS account in memory. */
export interface Sandbox {
  /** For `AwsSettings.requestHandler`: answers SDK calls in process, no socket. */
  requestHandler: NonNullable<AwsSettings['requestHandler']>;
  account: string;
  region: string;
  /** PEM of the certificate that signs its SNS messages. */
  certificate: string;
  mails(): SandboxMail[];
  /** A reader's request to the tracking host, by the tracked URL as it stands in the mail. */
  visit(url: string, headers?: Record<string, string>): Promise<{ status: number; location?: string }>;
  /** Resolves when nothing is under way: recipients have acted and SNS has delivered. */
  settled(): Promise<void>;
  /** Calls of the AWS wire so far, reads and writes apart. */
  calls(): { read: number; write: number };
  /** Opens the HTTP face on 127.0.0.1. */
  serve(port: number): Promise<Serving>;
  /** Switches misbehaviours on or off from now on, by the names of docs/sandbox.md; Trouble `sandbox.unknown-trap` for any other. */
  setTraps(traps: Readonly<Record<string, boolean>>): void;
  /** From now on IAM refuses these actions and no others, `cloudfront:GetDistribution`; Trouble `sandbox.unknown-action` for what is none. */
  deny(actions: readonly string[]): Promise<void>;
  /** DNS and TLS as a reader of that world meets them, in process: no socket. */
  network: Pick<Outside, 'dns' | 'tls'>;
  /** The same on sockets of 127.0.0.1, for `Outside.network`; closed by `stop`. */
  serveNetwork(): Promise<{ dns: string; connectTo: string; roots: string[] }>;
  stop(): Promise<void>;
}

export interface SandboxOptions {
  /** What the account holds at the start; `ready` is a verified domain `example.test`, out of the SES sandbox. */
  world?: 'ready' | 'empty';
  /** AWS's own times, or about a second each. Default: quick. */
  pace?: 'quick' | 'real';
  /** Misbehaviours of AWS to switch on, by the names of docs/sandbox.md; Trouble `sandbox.unknown-trap` for any other. */
  traps?: readonly string[];
  /** IAM actions that are refused: `cloudfront:GetDistribution`; Trouble `sandbox.unknown-action` for what is none. */
  denied?: readonly string[];
}

export interface Outside {
  env: Readonly<Record<string, string | undefined>>;
  cwd: string;
  /** Aborted when the operator asks to stop. */
  signal: AbortSignal;
  clock: Clock;
  random: Random;
  files: Files;
  /** One HTTP request; no cookies, redirects are not followed, at most 30 s. Trouble `web.unreachable` where nobody answers. */
  web: Handler;
  dns: Dns;
  tls: Tls;
  /** DNS and TLS that lead elsewhere, such as to a sandbox in this process: `host:port` each; `roots` (PEM) are trusted beside Node's own. */
  network(to: { dns?: string; connectTo?: string; roots?: readonly string[] }): { dns: Dns; tls: Tls };
  /** Resolves when it listens; Trouble `serve.refused` where the address cannot be taken. */
  serve(handler: Handler, options: ServeOptions): Promise<Serving>;
  /** UDP and TCP on the same port of 127.0.0.1, 0 for any; Trouble `serve.refused` where it cannot be taken. `address` is `127.0.0.1:53053`. */
  serveDns(handler: DnsHandler, port: number): Promise<{ address: string; stop(): Promise<void> }>;
  /** `sqlite:FILE` or `sqlite::memory:`. With `mustExist` a missing file is Trouble `store.missing`; without, it is made. */
  openStore(address: string, options?: { mustExist?: boolean }): Promise<EventStore>;
  aws(settings: AwsSettings): Promise<Aws>;
  sandbox(options?: SandboxOptions): Promise<Sandbox>;
}
