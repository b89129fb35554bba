/** Builds the outside, runs the program, turns Ctrl-C into a clean stop. The only file that sees `process`. */
import { version } from '../package.json' with { type: 'json' };
import type { AwsCall, AwsSettings } from './aws/clients.ts';
import { speak } from './cli/speak.ts';
import { verbs } from './commands/index.ts';
import { loadConfig } from './config/load.ts';
import { Trouble } from './errors.ts';
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
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
    host.stdout.write(`${version}\n`);
    return exit.ok;
  }
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
  // The reader of a pipe went away (`| head`): there is nobody left to tell.
  const hungUp = (error: NodeJS.ErrnoException): void => {
    if (error.code !== 'EPIPE') throw error;
    stopping.abort(new Trouble('interrupted', 'the reader of the output went away'));
  };
  host.stdout.on('error', hungUp);
  host.stderr.on('error', hungUp);

  const { signal } = stopping;
  const askPerson = async (question: string): Promise<string> => (await import('./cli/ask.ts')).ask(question, host, signal);
  const voice = (format: string) => speak(host, { format, env: host.env, ask: askPerson, signal });
  let say = voice(argv.includes('--json') || argv.join(' ').includes('--format json') ? 'json' : 'text');
  const debug = argv.includes('--debug');
  try {
    const { program } = await import('./cli/program.ts');
    return await program(argv, {
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
  } catch (error) {
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
