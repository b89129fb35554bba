/** Runs the program once: makes the outside and the voice, turns Ctrl-C into a clean stop and errors into sentences. */
import { version } from '../package.json' with { type: 'json' };
import type { AwsCall, AwsSettings } from './aws/clients.ts';
import type { OpenOut } from './cli/out.ts';
import { isPlugin, watchPlugin } from './cli/plugin.ts';
import { type Out, type Streams, speak } from './cli/speak.ts';
import { verbs } from './commands/index.ts';
import { loadConfig } from './config/load.ts';
import { reason, Trouble } from './errors.ts';
import { type ExitCode, exit } from './exit.ts';
import { nodeOutside } from './outside/node/index.ts';
import { callText } from './views/call.ts';
import { bugText, troubleData, troubleText } from './views/trouble.ts';

/**
 * @see main
 * @param open makes stdout and stderr
 */
export async function run(argv: readonly string[], host: NodeJS.Process, open: OpenOut): Promise<ExitCode> {
  const stopping = new AbortController();
  const stop = (): void => {
    // A second Ctrl-C finds no listener of ours and ends the process the hard way.
    unhook();
    stopping.abort(new Trouble('interrupted', 'interrupted'));
  };
  const unhook = (): void => {
    for (const name of ['SIGINT', 'SIGTERM'] as const) host.removeListener(name, stop);
  };
  for (const name of ['SIGINT', 'SIGTERM'] as const) host.once(name, stop);
  const plugin = isPlugin(argv, verbs) ? watchPlugin(host, stopping) : undefined;
  const lost: Loss = {};
  const streams = lazyStreams(host, open, outputWatch(host, stopping, lost));

  const { signal } = stopping;
  const askPerson = async (question: string): Promise<string> => (await import('./cli/ask.ts')).ask(question, host, signal);
  const voice = (format: string) => speak(streams, { format, env: host.env, ask: askPerson, signal });
  let say = voice(/(?:^| )--(?:json|format[ =]json)(?: |$)/.test(argv.join(' ')) ? 'json' : 'text');
  const debug = argv.includes('--debug');
  let calls = 0;
  try {
    const { program } = await import('./cli/program.ts');
    const onCall = (call: AwsCall): void => {
      calls++;
      say.note(say.notePaint.dim(callText(call)));
    };
    const code = await program(argv, {
      verbs,
      write: text => streams.stdout.write(text),
      get columns() {
        return streams.stdout.columns || 100;
      },
      open(frame) {
        say = voice(frame.format);
        plugin?.begin();
        const node = nodeOutside({ env: host.env, cwd: host.cwd(), signal });
        const outside = frame.debug ? { ...node, aws: (settings: AwsSettings) => node.aws({ ...settings, onCall }) } : node;
        let config: ReturnType<typeof loadConfig> | undefined;
        return {
          outside,
          say,
          config: () => {
            config ??= loadConfig(outside, frame.config);
            return config;
          },
        };
      },
    });
    return lost.code ?? plugin?.end(code) ?? code;
  } catch (error) {
    if (lost.code !== undefined) return lost.code;
    const trouble = signal.aborted && signal.reason instanceof Trouble ? signal.reason : error;
    if (plugin !== undefined) {
      const { line, code } = plugin.fail(trouble, version);
      streams.stdout.write(line);
      if (debug || !(trouble instanceof Trouble)) say.note(error instanceof Error ? (error.stack ?? '') : String(error));
      return code;
    }
    if (!(trouble instanceof Trouble)) {
      say.note(bugText(trouble, version));
      return exit.failed;
    }
    if (say.format === 'json') say.note(JSON.stringify(troubleData(trouble)));
    else if (trouble.code !== 'interrupted') say.note(troubleText(trouble, say.notePaint.bad, say.notePaint.dim));
    else say.note(trouble.message);
    if (debug && error instanceof Error) say.note(error.stack ?? '');
    return trouble.exit;
  } finally {
    if (calls > 0) say.note(say.notePaint.dim(`${calls} AWS ${calls === 1 ? 'call' : 'calls'}`));
    say.end();
    unhook();
  }
}

/** `code` once something of the result was lost. */
interface Loss {
  code?: ExitCode;
}

/**
 * Ends the work where the result cannot be told: the reader of a pipe went away (`| head`), or the disk that takes it is full.
 * A log that cannot be written ends nothing: a server goes on without it.
 * @returns what to do about a stream's error; a loss after the end sets the process's exit code
 */
function outputWatch(host: NodeJS.Process, stopping: AbortController, lost: Loss): (error: NodeJS.ErrnoException, isResult: boolean) => void {
  return (error, isResult) => {
    if (error.code === 'EPIPE') return stopping.abort(new Trouble('interrupted', 'the reader of the output went away'));
    if (!isResult || lost.code !== undefined) return;
    lost.code = exit.failed;
    host.exitCode = exit.failed;
    const trouble = new Trouble('file.unwritable', `cannot write the output: ${reason(error)}`, 'Check that the disk has room.');
    host.stderr.write(`${troubleText(trouble, String, String)}\n`);
    stopping.abort(trouble);
  };
}

/** The process's streams, each made when it is first used. */
function lazyStreams(host: NodeJS.Process, open: OpenOut, onError: (error: NodeJS.ErrnoException, isResult: boolean) => void): Streams {
  let stdout: Out | undefined;
  let stderr: Out | undefined;
  return {
    get stdout() {
      stdout ??= open('stdout', error => onError(error, true));
      return stdout;
    },
    get stderr() {
      stderr ??= open('stderr', error => onError(error, false));
      return stderr;
    },
    get stdin() {
      return host.stdin;
    },
  };
}
