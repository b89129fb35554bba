/**
 * Certificates made by the real `openssl`: keys, an authority's chain, and what it signs, each in a folder that is gone afterwards.
 * One call of openssl a key and one a certificate, some 5 ms each; RSA keys of 4096 bits take a second.
 */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Why tests that need openssl did not run, for their names; empty where it is there. */
export const noOpenssl = hasOpenssl() ? '' : ' (skipped: no openssl on this machine)';

function hasOpenssl(): boolean {
  try {
    return /^(OpenSSL|LibreSSL)/.test(execFileSync('openssl', ['version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  } catch {
    return false;
  }
}

export interface Keys {
  /** PEM, private. */
  key: string;
  /** PEM: a request in which the key signs for itself. */
  request: string;
}

export interface Issued {
  subject: string;
  /** PEM. */
  cert: string;
  key: string;
}

function inFolder<T>(work: (path: (name: string) => string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'ses-track-openssl-'));
  try {
    return work(name => join(folder, name));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function openssl(...args: string[]): void {
  // Its answer on stderr is chatter, and the reason where it fails.
  execFileSync('openssl', args, { stdio: ['ignore', 'ignore', 'pipe'] });
}

export function makeKeys(kind: 'ec' | `rsa:${number}` = 'ec'): Keys {
  return inFolder(path => {
    const how = kind === 'ec' ? ['ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'] : [kind];
    openssl('req', '-new', '-newkey', ...how, '-nodes', '-subj', '/CN=nobody', '-keyout', path('key'), '-out', path('request'));
    return { key: readFileSync(path('key'), 'utf8'), request: readFileSync(path('request'), 'utf8') };
  });
}

const dayMs = 86_400_000;

export interface Wish {
  keys: Keys;
  /** Common name. */
  subject: string;
  /** Milliseconds since 1970. Default: from yesterday until in 90 days and 12 hours. */
  notBefore?: number;
  notAfter?: number;
  /** Lines of an extension section. */
  extensions: string[];
  digest?: 'sha256' | 'sha1';
}

/** @param by who signs; without, the certificate's own key does */
export function issue({ keys, subject, extensions, digest = 'sha256', ...wish }: Wish, by?: Issued): Issued {
  const { notBefore = Date.now() - dayMs, notAfter = Date.now() + 90.5 * dayMs } = wish;
  const cert = inFolder(path => {
    const files = {
      request: keys.request,
      key: by?.key ?? keys.key,
      by: by?.cert ?? '',
      'index.txt': '',
      serial: randomBytes(16).toString('hex').replace(/^./, '4'),
      extensions: extensions.join('\n'),
      config: [
        '[ca]',
        'default_ca = kit',
        '[kit]',
        `database = ${path('index.txt')}`,
        `serial = ${path('serial')}`,
        `new_certs_dir = ${path('')}`,
        'policy = any',
        '[any]',
        'commonName = supplied',
      ].join('\n'),
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(path(name), text);
    openssl(
      ...['ca', '-batch', '-notext', '-config', path('config'), '-in', path('request'), '-out', path('cert')],
      ...['-subj', `/CN=${subject}`, '-md', digest, '-startdate', asn1Time(notBefore), '-enddate', asn1Time(notAfter)],
      ...['-extfile', path('extensions'), '-keyfile', path('key')],
      ...(by === undefined ? ['-selfsign'] : ['-cert', path('by')]),
    );
    return readFileSync(path('cert'), 'utf8');
  });
  return { subject, cert, key: keys.key };
}

/** `20261124131100Z` */
const asn1Time = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`;
