/** cert-check in this process, over real sockets: command lines go in, text and exit codes come out; the clock is handed in. */
import { EventEmitter } from 'node:events';
import { program } from '../../src/cli/program.ts';
import { speak } from '../../src/cli/speak.ts';
import { verbs } from '../../src/commands/index.ts';
import { loadConfig } from '../../src/config/load.ts';
import { Trouble } from '../../src/errors.ts';
import type { Outside } from '../../src/outside/index.ts';
import { nodeOutside } from '../../src/outside/node/index.ts';
import { run } from '../../src/run.ts';

export interface Ended {
  code: number;
  out: string;
  err: string;
}

export interface Here {
  /** Milliseconds; without it the machine's own clock. */
  now?: number;
  env?: Record<string, string>;
  cwd?: string;
  /** In place of what Node gives. */
  outside?: Partial<Outside>;
  signal?: AbortSignal;
}

/** `certCheck('click.example.test --quiet')`: the command alone; words are separated by blanks. What it throws is in `err`. */
export async function certCheck(
  line: string,
  { now, env = {}, cwd = '/', outside: more = {}, signal = new AbortController().signal }: Here = {},
): Promise<Ended> {
  const ended: Ended = { code: -1, out: '', err: '' };
  const node = nodeOutside({ env, cwd, signal });
  const outside: Outside = { ...node, ...(now === undefined ? {} : { clock: { ...node.clock, now: () => now } }), ...more };
  const streams = { stdout: { write: (text: string) => (ended.out += text) }, stderr: { write: (text: string) => (ended.err += text) }, stdin: {} };
  try {
    ended.code = await program(['cert-check', ...line.split(' ').filter(word => word !== '')], {
      verbs,
      write: text => (ended.out += text),
      columns: 100,
      open: frame => ({
        outside,
        say: speak(streams, { format: frame.format, env: { TERM: 'dumb' }, ask: async () => '', signal }),
        config: () => loadConfig(outside, frame.config),
      }),
    });
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    ended.code = error.exit;
    ended.err += `${error.message}. ${error.hint}`;
  }
  return ended;
}

/** What of a process the program looks at. */
export type PaperHost = EventEmitter & { exitCode?: unknown };

export interface Whole extends Pick<Here, 'env' | 'cwd'> {
  /** Called once the program waits for the network. */
  begun?: (host: PaperHost) => void;
}

/** The whole program with a process of paper: what its streams were told, and the code it would end with. */
export async function wholeProgram(words: readonly string[], { env = {}, cwd = '/', begun }: Whole = {}): Promise<Ended> {
  const ended = { out: '', err: '' };
  const sink = (name: 'out' | 'err') => Object.assign(new EventEmitter(), { write: (text: string) => (ended[name] += text), isTTY: false });
  const rest = {
    env: { NO_COLOR: '1', ...env },
    cwd: () => cwd,
    stdout: sink('out'),
    stderr: sink('err'),
    stdin: { isTTY: false },
    exitCode: undefined,
  };
  const host: PaperHost = Object.assign(new EventEmitter(), rest);
  const work = run(words, host as unknown as NodeJS.Process, name => rest[name]);
  if (begun !== undefined) setTimeout(() => begun(host), 20);
  return { code: await work, ...ended };
}
