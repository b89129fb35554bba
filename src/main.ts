/** Answers `--version` by itself, and leaves everything else to `run`. With it the only file that sees `process`. */
import { version } from '../package.json' with { type: 'json' };
import { type ExitCode, exit } from './exit.ts';

/**
 * Runs the program once.
 * @param argv the words after `ses-track`
 * @returns the exit code; nothing here ends the process
 */
export async function main(argv: readonly string[], host: NodeJS.Process): Promise<ExitCode> {
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
    const { stdout } = host;
    // The error comes by the callback; without a listener it would end the process by itself.
    stdout.on('error', () => undefined);
    return new Promise(resolve => stdout.write(`${version}\n`, error => resolve(error ? exit.failed : exit.ok)));
  }
  const { run } = await import('./run.ts');
  return run(argv, host);
}
