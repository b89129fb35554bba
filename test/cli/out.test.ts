/** What is written to without a stream of Node's: a file, a pipe, /dev/null. A terminal gets the stream. */
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { outsOf } from '../../src/cli/out.ts';

/** Whether Node's stream was asked for when this was written to a path. */
function wantsStream(path: string): boolean {
  const descriptor = openSync(path, 'a');
  let asked = false;
  const stream = { on: () => stream, write: () => true } as unknown as NodeJS.WriteStream;
  const host = {
    get stdout() {
      asked = true;
      return stream as NodeJS.WriteStream & { fd: 1 };
    },
    stderr: stream as NodeJS.WriteStream & { fd: 2 },
  };
  try {
    const out = outsOf(host, { stdout: descriptor, stderr: 2 })('stdout', error => {
      throw error;
    });
    out.write('é\n');
    return asked;
  } finally {
    closeSync(descriptor);
  }
}

test.skipIf(process.platform === 'win32')('a file and /dev/null are written to as they are, another device through its stream', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ses-track-out-'));
  try {
    const file = join(folder, 'x');
    expect([wantsStream(file), wantsStream('/dev/null'), wantsStream('/dev/zero')]).toEqual([false, false, true]);
    expect(readFileSync(file, 'utf8')).toBe('é\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
