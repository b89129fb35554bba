/** What a running sandbox says: the environment to use and what to try next. */
import type { Paint } from '../cli/paint.ts';

/** Lines that a shell can source. */
export function environmentText(environment: Readonly<Record<string, string>>): string {
  return Object.entries(environment)
    .map(([name, value]) => `export ${name}=${quoted(value)}\n`)
    .join('');
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** A path as a shell's `.` takes it: one without a slash is looked for in PATH alone, as POSIX has it. */
function sourced(path: string): string {
  const place = path.includes('/') ? path : `./${path}`;
  return /^[\w@%+=:,./-]+$/.test(place) ? place : quoted(place);
}

export interface Ready {
  url: string;
  account: string;
  region: string;
  environment: Readonly<Record<string, string>>;
  /** Where the same lines were written, if anywhere. */
  envFile: string | undefined;
  /** Where the signing certificate was written, if anywhere. */
  certificate: string | undefined;
}

/** What to do in another shell, from the environment to the inbox. */
export function sandboxText({ url, account, region, environment, envFile, certificate }: Ready, paint: Paint): string {
  const trust = certificate ?? 'sandbox.pem';
  return [
    `The sandbox listens at ${paint.name(url)}; Ctrl-C ends it and forgets everything.`,
    '',
    envFile === undefined ? 'In another shell:' : `In another shell: ${paint.bold(`. ${sourced(envFile)}`)}, or`,
    ...environmentText(environment)
      .trimEnd()
      .split('\n')
      .map(line => `  ${line}`),
    '',
    'Then, for example:',
    ...(certificate === undefined ? [`  ${paint.dim(`(start the sandbox with --certificate ${trust} for the next line)`)}`] : []),
    `  ses-track listen --topic arn:aws:sns:${region}:${account}:ses-track-events --trust-sandbox ${trust} &`,
    '  ses-track setup --domain click.example.test --webhook http://127.0.0.1:8080 --allow-http --yes',
    '  ses-track send --from hello@example.test --to reader@example.test',
    '  ses-track trace reader@example.test',
    `  curl -s ${url}/inbox.json`,
  ].join('\n');
}
