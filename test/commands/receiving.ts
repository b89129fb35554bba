/** Runs `listen` and `trace` in this process over Node's own outside, with a signer in SNS's place. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { program } from '../../src/cli/program.ts';
import { speak } from '../../src/cli/speak.ts';
import { verbs } from '../../src/commands/index.ts';
import { loadConfig } from '../../src/config/load.ts';
import { Trouble } from '../../src/errors.ts';
import type { Outside } from '../../src/outside/index.ts';
import { nodeOutside } from '../../src/outside/node/index.ts';
import { certificateUrl, makeSigner, now, type Signer } from '../events/sns-signer.ts';

export interface Ended {
  code: number;
  out: string;
  err: string;
}

export interface Running {
  url: string;
  /** What it has said so far. */
  err(): string;
  /** As Ctrl-C does. */
  stop(): Promise<Ended>;
}

export interface Place {
  folder: string;
  signer: Signer;
  run(words: string[]): Promise<Ended>;
  /** Starts `listen` with a port of its own; resolves when it listens. */
  listen(words: string[]): Promise<Running>;
}

/** @param change what of the outside is another */
export async function inPlace(work: (place: Place) => Promise<void>, change: Partial<Outside> = {}): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'ses-track-test-'));
  const signer = await makeSigner();
  const start = (words: string[]) => {
    const stopping = new AbortController();
    const streams = { stdout: stream(), stderr: stream(), stdin: {} };
    const outside: Outside = {
      ...nodeOutside({ env: { HOME: folder }, cwd: folder, signal: stopping.signal }),
      clock: { now: () => now, sleep: () => Promise.resolve() },
      web: async request => (request.url === certificateUrl ? new Response(signer.pem) : new Response('', { status: 404 })),
      aws: () => Promise.reject(new Trouble('aws.credentials', 'no credentials in this test')),
      ...change,
    };
    const ended = program(words, {
      verbs,
      write: text => streams.stdout.write(text),
      columns: 100,
      open: ({ format, config }) => ({
        outside,
        say: speak(streams, { format, env: {}, ask: async () => '', signal: stopping.signal }),
        config: () => loadConfig(outside, config),
      }),
    })
      .catch((error: unknown) => {
        if (!(error instanceof Trouble)) throw error;
        streams.stderr.write(`${error.message}\n${error.hint}\n`);
        return error.exit;
      })
      .then(code => ({ code, out: streams.stdout.text(), err: streams.stderr.text() }));
    return { streams, stopping, ended };
  };
  try {
    await work({
      folder,
      signer,
      run: words => start(words).ended,
      async listen(words) {
        const { streams, stopping, ended } = start(['listen', '--port', '0', '--json', ...words]);
        const first = await Promise.race([streams.stdout.first, ended.then(({ err }) => Promise.reject(new Error(err)))]);
        return {
          url: JSON.parse(first).url,
          err: () => streams.stderr.text(),
          stop() {
            stopping.abort(new Trouble('interrupted', 'interrupted'));
            return ended;
          },
        };
      },
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function stream() {
  const { promise: first, resolve } = Promise.withResolvers<string>();
  let all = '';
  return {
    first,
    text: () => all,
    write(text: string) {
      all += text;
      resolve(text);
    },
  };
}
