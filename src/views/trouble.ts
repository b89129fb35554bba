/** Words for an error: what was found and what to do, or for a bug, where to report it. */
import type { Trouble } from '../errors.ts';
import { plain } from './plain.ts';

/** What a terminal shows of a Trouble: the message, then the hint on its own line. `bad` and `dim` colour, or leave the text as it is. */
export function troubleText(trouble: Trouble, bad: (text: string) => string, dim: (text: string) => string): string {
  // What AWS answered and what a file holds stands in messages too.
  const [first = '', ...rest] = trouble.message.split('\n').map(plain);
  return [
    `${bad('error:')} ${first}`,
    ...rest.map(line => `       ${line}`),
    ...(trouble.hint === '' ? [] : [`${dim('  try:')} ${plain(trouble.hint)}`]),
  ].join('\n');
}

/** The same for machines: `--json` prints it to stderr. */
export function troubleData(trouble: Trouble): unknown {
  return { error: { code: trouble.code, message: trouble.message, ...(trouble.hint === '' ? {} : { hint: trouble.hint }), exit: trouble.exit } };
}

/** What a bug looks like: its stack, and where to report it. */
export function bugText(error: unknown, version: string): string {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `${stack}\n\nThis is a bug in ses-track ${version}. Please report it with the lines above (check them for addresses first).`;
}
