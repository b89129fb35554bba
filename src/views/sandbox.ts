/** What a running sandbox says: the environment to use and what to try next. */
import type { Paint } from '../cli/paint.ts';

/** Lines that a shell can source. */
export function environmentText(environment: Readonly<Record<string, string>>): string {
  return Object.entries(environment)
    .map(([name, value]) => `export ${name}='${value}'\n`)
    .join('');
}

/**
 * @param envFile where the same lines were written, if anywhere
 * @param certificate where the signing certificate was written, if anywhere
 */
export function sandboxText(
  url: string,
  environment: Readonly<Record<string, string>>,
  envFile: string | undefined,
  certificate: string | undefined,
  paint: Paint,
): string {
  const trust = certificate ?? 'sandbox.pem';
  return [
    `The sandbox listens at ${paint.name(url)}; Ctrl-C ends it and forgets everything.`,
    '',
    envFile === undefined ? 'In another shell:' : `In another shell: ${paint.bold(`. ${envFile}`)}, or`,
    ...environmentText(environment)
      .trimEnd()
      .split('\n')
      .map(line => `  ${line}`),
    '',
    'Then, for example:',
    ...(certificate === undefined ? [`  ${paint.dim(`(start the sandbox with --certificate ${trust} for the next line)`)}`] : []),
    `  ses-track listen --trust-sandbox ${trust}`,
    '  ses-track setup --webhook http://127.0.0.1:8080 --allow-http',
    '  ses-track send --from hello@example.test --to reader@example.test',
    `  curl -s ${url}/inbox.json`,
  ].join('\n');
}
