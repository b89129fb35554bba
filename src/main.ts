/** Answers `--version` by itself, and leaves everything else to `run`. With it the only file that sees `process`. */
import { version } from '../package.json' with { type: 'json' };
import { outsOf } from './cli/out.ts';
import { type ExitCode, exit } from './exit.ts';

/**
 * Runs the program once.
 * @param argv the words after `ses-track`
 * @returns the exit code; nothing here ends the process
 */
export async function main(argv: readonly string[], host: NodeJS.Process): Promise<ExitCode> {
  const open = outsOf(host);
  if (argv[0] === '--version' || argv[0] === '-V') {
    // The error comes by the callback; a stream without a listener would end the process by itself.
    const out = open('stdout', () => undefined);
    return new Promise(resolve => out.write(`${version}\n`, error => resolve(error ? exit.failed : exit.ok)));
  }
  const { run } = await import('./run.ts');
  return run(argv, host, open);
}
