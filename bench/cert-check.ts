/**
 * How long cert-check takes: one host against a bare `node -e 0`, 200 domains against the slowest of them alone, and 200 domains of four addresses
 * against a script that shakes as many hands and does nothing else. Run: npm run bench -- cert-check.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pairs, processMs, type Row, table } from './pairs.ts';

const bin = join(import.meta.dirname, '../bin/ses-track.js');
const fronts = spawn(process.execPath, [join(import.meta.dirname, 'tracking-fronts.ts')], { stdio: ['pipe', 'pipe', 'inherit'] });
const { dns, connectTo, root, names, wide } = JSON.parse(
  await new Promise<string>(resolve => fronts.stdout.once('data', data => resolve(String(data)))),
);
const folder = mkdtempSync(join(tmpdir(), 'ses-track-bench-'));
const ca = join(folder, 'ca.pem');
writeFileSync(ca, root);
const env = { SES_TRACK_DNS: dns, SES_TRACK_CONNECT_TO: connectTo };
const check = (args: readonly string[], more = {}) => processMs(process.execPath, ['--', bin, 'cert-check', ...args, '--ca', ca], more);

/** What Node needs for the same handshakes, four an address and one for the favicon: the limit. */
const bare = `
const [connectTo, ca, count] = process.argv.slice(1);
const [host, port] = connectTo.split(':');
const secureContext = require('tls').createSecureContext({ ca: require('fs').readFileSync(ca) });
for (let index = 0; index < count; index++) {
  const servername = 'w' + (index % 200) + '.example.test';
  const socket = require('tls').connect({ host, port, servername, secureContext, rejectUnauthorized: false }, () => {
    socket.getPeerCertificate(true);
    socket.destroy();
  });
}`;

try {
  const rows: Row[] = [
    {
      subject: 'one loopback host',
      rival: 'node -e 0',
      unit: 'ms',
      goal: 1.7,
      ...pairs(
        31,
        () => processMs(process.execPath, ['-e', '0']),
        () => check([names[0], '--connect', connectTo]),
      ),
    },
    {
      subject: `${names.length} domains: DNS, TLS, the favicon`,
      rival: 'the slowest of them alone',
      unit: 'ms',
      goal: 1.5,
      ...pairs(
        9,
        () => check([names.at(-1)], { env }),
        () => check(names, { env }),
      ),
    },
    {
      subject: `${wide.length} domains of four addresses: DNS, TLS, the favicon`,
      rival: 'as many handshakes, bare',
      unit: 'ms',
      goal: 1.5,
      ...pairs(
        9,
        () => processMs(process.execPath, ['-e', bare, connectTo, ca, String(wide.length * 5)]),
        () => check(wide, { env }),
      ),
    },
  ];
  process.stdout.write(table(`cert-check (Node ${process.versions.node})`, rows));
} finally {
  fronts.stdin.end();
  rmSync(folder, { recursive: true });
}
