/** How long the program takes to start, as a ratio to a bare `node -e 0` of the same Node. Run: npm run bench -- start-up. */
import { join } from 'node:path';
import { pairs, processMs, type Row, table } from './pairs.ts';

const bin = join(import.meta.dirname, '../bin/ses-track.js');
const bare = () => processMs(process.execPath, ['-e', '0']);
const subjects: [string, string[], number][] = [
  ['--version', ['--version'], 1.1],
  ['--help', ['--help'], 1.25],
  ['lint of one file', ['lint', join(import.meta.dirname, '../test/lint/silent/ordinary.html')], 1.25],
];

const rows = subjects.map(
  ([subject, args, goal]): Row => ({
    subject,
    rival: 'node -e 0',
    unit: 'ms',
    goal,
    ...pairs(31, bare, () => processMs(process.execPath, [bin, ...args])),
  }),
);
process.stdout.write(table(`Start-up (Node ${process.versions.node})`, rows));
