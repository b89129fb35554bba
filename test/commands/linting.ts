/** A folder with files and the lint command over it, in process: what it prints, returns and leaves behind. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { paint } from '../../src/cli/paint.ts';
import { program } from '../../src/cli/program.ts';
import type { Say } from '../../src/cli/say.ts';
import { verbs } from '../../src/commands/index.ts';
import { loadConfig } from '../../src/config/load.ts';
import { Trouble } from '../../src/errors.ts';
import type { Outside } from '../../src/outside/index.ts';
import { nodeFiles } from '../../src/outside/node/files.ts';
import { nodeOutside } from '../../src/outside/node/index.ts';
import { troubleText } from '../../src/views/trouble.ts';

export interface Said {
  code: number;
  out: string;
  err: string;
}

interface RunOptions {
  stdin?: string;
  signal?: AbortSignal;
  /** The width of the terminal that a person sits at; without it the output goes into a pipe. */
  terminal?: number;
  /** Another outside made of the usual one. */
  outside?: (usual: Outside) => Outside;
}

export interface Folder {
  lint(args: string, options?: RunOptions): Promise<Said>;
  read(name: string): Promise<string>;
  cwd: string;
}

const same = (text: string): string => text;

/** @param files by name; each test has a folder of its own, removed at the end */
export async function inFolder(files: Record<string, string | Buffer>, work: (folder: Folder) => Promise<void>): Promise<void> {
  const cwd = await mkdtemp(join(tmpdir(), 'ses-track-lint-'));
  try {
    for (const [name, content] of Object.entries(files)) {
      await mkdir(dirname(join(cwd, name)), { recursive: true });
      await writeFile(join(cwd, name), content);
    }
    await work({
      lint: (args, options) => run(cwd, args, options),
      read: name => readFile(join(cwd, name), 'utf8'),
      cwd,
    });
  } finally {
    await rm(cwd, { recursive: true });
  }
}

async function run(
  cwd: string,
  args: string,
  { stdin = '', signal = new AbortController().signal, terminal, outside: change = same => same }: RunOptions = {},
): Promise<Said> {
  const said: Said = { code: 0, out: '', err: '' };
  const node = nodeOutside({ env: {}, cwd, signal });
  const outside = change({ ...node, files: { ...nodeFiles(cwd), input: async () => Buffer.from(stdin) } });
  const say = (format: string): Say => ({
    format,
    paint: paint(false),
    notePaint: paint(false),
    columns: terminal ?? 100,
    isInteractive: terminal !== undefined,
    result: (data, text) =>
      (said.out += format === 'json' ? `${JSON.stringify(data, null, 2)}\n` : `${typeof text === 'function' ? text() : text}\n`),
    output: text => (said.out += text),
    note: text => (said.err += `${text}\n`),
    warn: text => (said.err += `warning: ${text}\n`),
    step: () => undefined,
    confirm: async () => false,
  });
  try {
    said.code = await program(['lint', ...words(args)], {
      verbs: verbs.filter(({ name }) => name === 'lint'),
      write: text => (said.out += text),
      columns: 100,
      open: frame => ({ outside, say: say(frame.format), config: () => loadConfig(outside, frame.config) }),
    });
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    said.code = error.exit;
    said.err += troubleText(error, same, same);
  }
  return said;
}

/** Words as a shell splits them, double quotes kept together. */
const words = (line: string): string[] => [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(match => match[1] ?? match[2] ?? '');
