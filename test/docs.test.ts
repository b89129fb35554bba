/** Runs what README and docs show: every `console` fence is a session, each document in a folder of its own against a sandbox of its own. */

import { spawn } from 'node:child_process';
import { chmodSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isLong } from './long.ts';
import { bin, cleanEnv } from './program/run.ts';

const root = join(import.meta.dirname, '..');
/** Without `npm run test:all` only what a newcomer reads first is run. */
const isRun = (document: string): boolean => isLong || /^README|^docs\/exit-codes/.test(document);
const documents = ['README.md', ...globSync('docs/**/*.md', { cwd: root }).sort()];

interface Line {
  at: number;
  command: string;
  output: string[];
  exit: number;
}

/** `$ command`, its output (with `…` for what varies), `[exit n]` where it is not 0. */
function sessions(text: string): Line[] {
  const lines: Line[] = [];
  let isOpen = false;
  for (const [index, row] of text.split('\n').entries()) {
    if (row.startsWith('```')) isOpen = row.trim() === '```console';
    else if (isOpen && row.startsWith('$ ')) lines.push({ at: index + 1, command: row.slice(2), output: [], exit: 0 });
    else if (isOpen) {
      const line = lines.at(-1);
      const exit = /^\[exit (\d+)\]$/.exec(row);
      if (line?.command.endsWith('\\')) line.command = `${line.command.slice(0, -1)}${row.trim()}`;
      else if (exit !== null && line !== undefined) line.exit = Number(exit[1]);
      else line?.output.push(row);
    }
  }
  return lines;
}

/** The shown output as a pattern: `…` alone on a line stands for any lines, within a line for any text. */
function pattern(output: readonly string[]): RegExp {
  const rows = output.map(row =>
    row.trim() === '…'
      ? '(?:.*\\n)*?'
      : `${row
          .split('…')
          .map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
          .join('.*')} *\\n`,
  );
  return new RegExp(`^${rows.join('')}$`);
}

/** A sandbox of the document's own, as a reader would start it. */
async function openAccount(env: Record<string, string>): Promise<{ url: string; close(): Promise<void> }> {
  const sandbox = spawn(process.execPath, ['--', bin, 'sandbox', '--port', '0', '--json'], { env, stdio: ['ignore', 'pipe', 'ignore'] });
  const gone = new Promise(resolve => sandbox.once('exit', resolve));
  const first = await new Promise<string>((resolve, reject) => {
    sandbox.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString()));
    gone.then(code => reject(new Error(`the sandbox ended with ${code}`)));
  });
  const { url } = JSON.parse(first.split('\n')[0] ?? '') as { url: string };
  const close = async (): Promise<void> => {
    sandbox.kill('SIGTERM');
    await gone;
  };
  return { url, close };
}

/** Puts `ses-track` and `npx ses-track` on the PATH of a folder; where the document speaks to AWS, that is a sandbox. */
async function open(needsAccount: boolean) {
  const folder = mkdtempSync(join(tmpdir(), 'ses-track-docs-'));
  mkdirSync(join(folder, '.bin'));
  const script = (name: string, body: string): void => {
    writeFileSync(join(folder, '.bin', name), `#!/bin/sh\n${body}\n`);
    chmodSync(join(folder, '.bin', name), 0o755);
  };
  script('ses-track', `exec "${process.execPath}" -- "${bin}" "$@"`);
  script('npx', 'shift; exec ses-track "$@"');
  const env = cleanEnv({ PATH: `${join(folder, '.bin')}:${process.env['PATH'] ?? ''}`, HOME: folder, COLUMNS: '100' });
  const account = needsAccount ? await openAccount(env) : undefined;
  const aws = account === undefined ? {} : { AWS_ENDPOINT_URL: account.url, AWS_REGION: 'us-east-1' };
  return {
    run: (command: string): Promise<{ code: number | null; said: string }> =>
      new Promise(resolve => {
        const child = spawn('bash', ['-c', command], { cwd: folder, env: { ...env, ...aws }, stdio: ['ignore', 'pipe', 'pipe'] });
        let said = '';
        for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
        child.on('close', code => resolve({ code, said }));
      }),
    close: async (): Promise<void> => {
      await account?.close();
      rmSync(folder, { recursive: true });
    },
  };
}

describe.concurrent('documents say what is true', () => {
  test.each(
    documents
      .map(document => [document, sessions(readFileSync(join(root, document), 'utf8'))] as const)
      .filter(([document, lines]) => lines.length > 0 && isRun(document)),
  )(
    '%s',
    async (document, lines) => {
      // What is refused as it is written needs no account.
      const session = await open(lines.some(({ command, exit }) => exit !== 2 && /\b(setup|send)\b/.test(command)));
      try {
        for (const { at, command, output, exit } of lines) {
          const { code, said } = await session.run(command);
          expect(said, `${document}:${at}: $ ${command}`).toMatch(pattern(output));
          expect(code, `${document}:${at}: $ ${command}`).toBe(exit);
        }
      } finally {
        await session.close();
      }
    },
    60_000,
  );
});

test('every link within the documents leads to a file that is there', () => {
  const broken = documents.flatMap(document => {
    const text = readFileSync(join(root, document), 'utf8').replace(/```[\s\S]*?```/g, '');
    return [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#]+)(#[^)]*)?\)/g)]
      .filter(match => globSync(join(document, '..', match[1] ?? ''), { cwd: root }).length === 0)
      .map(match => `${document}: ${match[1]}`);
  });
  expect(broken).toEqual([]);
});
