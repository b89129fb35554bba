/** Runs the built program with every module that it loads, every socket and file that it opens, and every variable of AWS's that it asks for written down. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Ended, run } from './run.ts';

const dist = join(import.meta.dirname, '../../dist');

export interface Watched extends Ended {
  modules: string[];
  sockets: string[];
  /** Paths that were opened or looked for. */
  files: string[];
  /** `AWS_…` */
  variables: string[];
  /** The text of every chunk that was loaded. */
  sources: string;
}

/** @param files laid into the folder that it runs in */
export async function watched(args: readonly string[], files: Record<string, string>, stdin?: string): Promise<Watched> {
  const folder = mkdtempSync(join(tmpdir(), 'ses-track-watch-'));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const log = join(folder, 'log');
    writeFileSync(log, '');
    const env = { NODE_OPTIONS: `--require ${join(import.meta.dirname, 'watch-modules.cjs')}`, SES_WATCH: log };
    const ended = await run(args, { cwd: folder, env, ...(stdin === undefined ? {} : { stdin }) });
    const lines = readFileSync(log, 'utf8').trim().split('\n');
    const of = (kind: string): string[] => lines.filter(line => line.startsWith(`${kind} `)).map(line => line.slice(kind.length + 1));
    const modules = of('module');
    const chunks = modules.filter(name => /^\.\/[\w-]+\.cjs$|main\.cjs$/.test(name)).map(name => join(dist, name.replace(/^.*\//, '')));
    return {
      ...ended,
      modules,
      sockets: of('socket'),
      files: of('file'),
      variables: of('variable'),
      sources: chunks.map(path => readFileSync(path, 'utf8')).join('\n'),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
