/** Runs the built program as a user does: a process of its own, its streams and its exit code. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

export const bin = join(import.meta.dirname, '../../bin/ses-track.js');

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  cwd?: string;
  env?: Record<string, string>;
  stdin?: string;
  /** Told of stdout and stderr as they grow, with the process, so that a test can act while it runs. */
  watch?: (soFar: Ended, child: ReturnType<typeof spawn>) => void;
  /** Another program instead of the built one; then `args` are all its words. */
  command?: string;
}

/** An environment without the machine's AWS settings, so that no test ever speaks to a real account. */
export function cleanEnv(extra: Record<string, string> = {}): Record<string, string> {
  const kept = Object.entries(process.env).filter(([name]) => !/^(AWS_|SES_TRACK_|NODE_|FORCE_COLOR|NO_COLOR|XDG_|VITEST|CI$)/.test(name));
  const env = Object.fromEntries(kept.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
  return { ...env, AWS_EC2_METADATA_DISABLED: 'true', AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null', ...extra };
}

export function run(args: readonly string[], { cwd, env, stdin, watch, command }: RunOptions = {}): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(command ?? process.execPath, command === undefined ? ['--', bin, ...args] : args, { cwd, env: cleanEnv(env), stdio: 'pipe' });
    const ended: Ended = { code: null, stdout: '', stderr: '' };
    const grow = (stream: 'stdout' | 'stderr') => (chunk: Buffer) => {
      ended[stream] += chunk.toString();
      watch?.(ended, child);
    };
    child.stdout.on('data', grow('stdout'));
    child.stderr.on('data', grow('stderr'));
    child.on('error', reject);
    child.on('close', code => resolve({ ...ended, code }));
    child.stdin.on('error', () => undefined);
    child.stdin.end(stdin ?? '');
  });
}
