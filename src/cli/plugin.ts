/** Tells by the words alone, before they are parsed, whether a monitoring system reads the answer: then whatever goes wrong is UNKNOWN, which is exit 3. */
import { nearest } from '../config/nearest.ts';
import { reason, Trouble } from '../errors.ts';
import { type ExitCode, pluginExit } from '../exit.ts';

/** What stands after these is a name of the operator's own. */
const takesName = /^--(?:warn|crit|connect|ca|timeout|output|region|profile|endpoint-url|config)$/;

/**
 * `cert-check` with something that is, or was meant to be, `nagios`: `--format nagios`, `--format=nagois`, `--formt nagios`.
 * A mistyped or missing verb counts as meant for it; another command has no such format and keeps its own exit codes.
 */
export function isPlugin(argv: readonly string[], verbs: readonly { name: string }[]): boolean {
  const [verb] = argv;
  if (verb === undefined || (verb !== 'cert-check' && verbs.some(({ name }) => name === verb))) return false;
  return argv.some((word, index) => {
    const [, flag = argv[index - 1] ?? '', value = ''] = /^(?:(--?[^=]*)=|-*)(.*)$/s.exec(word) ?? [];
    const bare = value.replace(/^[\s'"“”‘’]+|[\s'"“”‘’,;]+$/g, '');
    // A word with a dot is a domain or a file.
    return !takesName.test(flag) && /^[a-z]{4,8}$/i.test(bare) && nearest(bare, ['nagios']) !== undefined;
  });
}

export interface Plugin {
  /** The command line was understood. */
  begin(): void;
  /** @returns the code to end with: UNKNOWN where no check was made, as for help; throws what was thrown where nobody waited for it */
  end(code: ExitCode): ExitCode;
  /** The one line to print, and the code to end with, where there is no answer. */
  fail(error: unknown, version: string): { line: string; code: ExitCode };
}

/**
 * Until `end`, whatever ends the process ends it with UNKNOWN: Node's own code for an error that nobody catches is 1, which reads WARNING,
 * and that for a wait that nothing ends is 0 or 13.
 */
export function watchPlugin(host: NodeJS.Process, stopping: AbortController): Plugin {
  let hasBegun = false;
  const crashes: unknown[] = [];
  host.exitCode = pluginExit.unknown;
  host.on('uncaughtException', error => {
    crashes.push(error);
    stopping.abort(error);
  });
  return {
    begin: () => {
      hasBegun = true;
    },
    end(code) {
      if (crashes.length > 0) throw crashes[0];
      return hasBegun ? code : pluginExit.unknown;
    },
    fail(error, version) {
      const why = error instanceof Trouble ? `${error.message}. ${error.hint}` : `a bug in ses-track ${version}: ${reason(error)}`;
      return { line: unknownLine(why), code: pluginExit.unknown };
    },
  };
}

function unknownLine(why: string): string {
  return `CERT-CHECK UNKNOWN - ${why
    .replaceAll('|', '/')
    .replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, ' ')
    .trim()}\n`;
}
