/** Builds the outside, runs the program, turns Ctrl-C into a clean stop. The only file that sees `process`. */
import { version } from '../package.json' with { type: 'json' };
import type { AwsCall, AwsSettings } from './aws/clients.ts';
import { speak } from './cli/speak.ts';
import { verbs } from './commands/index.ts';
import { loadConfig } from './config/load.ts';
import { reason, Trouble } from './errors.ts';
import { type ExitCode, exit } from './exit.ts';
import { nodeOutside } from './outside/node/index.ts';
import { callText } from './views/call.ts';
import { bugText, troubleData, troubleText } from './views/trouble.ts';

/**
 * Runs the program once.
 * @param argv the words after `ses-track`
 * @returns the exit code; nothing here ends the process
 */
export async function main(argv: readonly string[], host: NodeJS.Process): Promise<ExitCode> {
  const stopping = new AbortController();
  const lost = watchOutput(host, stopping);
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
    host.stdout.write(`${version}\n`);
    return exit.ok;
  }
  const stop = (): void => {
    // A second Ctrl-C finds no listener of ours and ends the process the hard way.
    unhook();
    stopping.abort(new Trouble('interrupted', 'interrupted'));
  };
  const unhook = (): void => {
    for (const name of ['SIGINT', 'SIGTERM'] as const) host.removeListener(name, stop);
  };
  for (const name of ['SIGINT', 'SIGTERM'] as const) host.once(name, stop);
  const { signal } = stopping;
  const askPerson = async (question: string): Promise<string> => (await import('./cli/ask.ts')).ask(question, host, signal);
  const voice = (format: string) => speak(host, { format, env: host.env, ask: askPerson, signal });
  let say = voice(/(?:^| )--(?:json|format[ =]json)(?: |$)/.test(argv.join(' ')) ? 'json' : 'text');
  const debug = argv.includes('--debug');
  try {
    const { program } = await import('./cli/program.ts');
    const code = await program(argv, {
      verbs,
      write: text => host.stdout.write(text),
      columns: host.stdout.columns ?? 100,
      open(frame) {
        say = voice(frame.format);
        const node = nodeOutside({ env: host.env, cwd: host.cwd(), signal });
        const onCall = (call: AwsCall): void => say.note(say.notePaint.dim(callText(call)));
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
    return lost.code ?? code;
  } catch (error) {
    if (lost.code !== undefined) return lost.code;
    const trouble = signal.aborted && signal.reason instanceof Trouble ? signal.reason : error;
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
    say.end();
    unhook();
  }
}

/**
 * Ends the work where the result cannot be told: the reader of a pipe went away (`| head`), or the disk that takes it is full.
 * A log that cannot be written ends nothing: a server goes on without it.
 * @returns `code` once something was lost; a loss after the end sets the process's exit code
 */
function watchOutput(host: NodeJS.Process, stopping: AbortController): { code?: ExitCode } {
  const lost: { code?: ExitCode } = {};
  const hungUp = (): void => stopping.abort(new Trouble('interrupted', 'the reader of the output went away'));
  host.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return hungUp();
    if (lost.code !== undefined) return;
    lost.code = exit.failed;
    host.exitCode = exit.failed;
    const trouble = new Trouble('file.unwritable', `cannot write the output: ${reason(error)}`, 'Check that the disk has room.');
    host.stderr.write(`${troubleText(trouble, plain, plain)}\n`);
    stopping.abort(trouble);
  });
  host.stderr.on('error', (error: NodeJS.ErrnoException) => (error.code === 'EPIPE' ? hungUp() : undefined));
  return lost;
}

const plain = (text: string): string => text;
