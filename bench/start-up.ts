/** How long the program takes to start, as a ratio to a bare `node -e 0` of the same Node. Run: npm run bench -- start-up. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pairs, processMs, type Row, table } from './pairs.ts';

const bin = join(import.meta.dirname, '../bin/ses-track.js');
// A CI job reads what is said through a pipe.
const bare = () => processMs(process.execPath, ['-e', '0'], { reads: true });
const row = (subject: string, goal: number, args: readonly string[], env: Record<string, string> = {}): Row => ({
  subject,
  rival: 'node -e 0',
  unit: 'ms',
  goal,
  ...pairs(31, bare, () => processMs(process.execPath, ['--', bin, ...args], { reads: true, env })),
});

const rows = [
  row('--version', 1.1, ['--version']),
  row('--help', 1.25, ['--help']),
  row('lint of one file', 1.25, ['lint', join(import.meta.dirname, '../test/lint/silent/ordinary.html')]),
];

const sandbox = spawn(process.execPath, ['--', bin, 'sandbox', '--port', '0', '--json'], { stdio: ['ignore', 'pipe', 'inherit'] });
try {
  const [line] = await once(createInterface(sandbox.stdout), 'line');
  const { environment } = JSON.parse(line) as { environment: Record<string, string> };
  const setup = ['setup', '--domain', 'click.example.test', '--yes'];
  processMs(process.execPath, ['--', bin, ...setup], { env: environment });
  rows.push(row('setup that has nothing to do, against a sandbox on loopback', 8, setup, environment));
} finally {
  sandbox.kill();
}
process.stdout.write(table(`Start-up (Node ${process.versions.node})`, rows));
