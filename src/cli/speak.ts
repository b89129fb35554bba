/** Keeps the promise of `Say`: results to stdout, everything else to stderr, colour and questions only where a person sees them. */
import { paint } from './paint.ts';
import { lines, type Progress, spinner } from './progress.ts';
import type { Say } from './say.ts';

/** The streams as the program sees them; `process.stdout` and `process.stderr` fit. */
export interface Out {
  write(text: string): unknown;
  isTTY?: boolean;
  columns?: number;
}

export interface Streams {
  stdout: Out;
  stderr: Out;
  stdin: { isTTY?: boolean };
}

export interface SpeakOptions {
  format: string;
  env: Readonly<Record<string, string | undefined>>;
  /** Asks one question on the terminal and gives the answer. */
  ask: (question: string) => Promise<string>;
  /** Milliseconds since 1970, for spinners. */
  signal: AbortSignal;
}

/** @returns how a command speaks. NO_COLOR (any value) and TERM=dumb switch colour off, FORCE_COLOR switches it on. */
export function speak(streams: Streams, { format, env, ask, signal }: SpeakOptions): Say & { end(): void } {
  const { stdout, stderr, stdin } = streams;
  const coloured = (out: Out): boolean =>
    env['NO_COLOR'] ? false : env['FORCE_COLOR'] && env['FORCE_COLOR'] !== '0' ? true : out.isTTY === true && env['TERM'] !== 'dumb';
  const isInteractive = stdin.isTTY === true && stderr.isTTY === true && !env['CI'];
  const errPaint = paint(coloured(stderr));
  let progress: Progress | undefined;
  const steps = (): Progress => {
    progress ??= stderr.isTTY === true && !env['CI'] && env['TERM'] !== 'dumb' ? spinner(stderr, errPaint, signal) : lines(stderr, errPaint);
    return progress;
  };
  const error = (text: string): void => {
    progress?.pause();
    stderr.write(`${text}\n`);
  };
  return {
    format,
    paint: paint(coloured(stdout)),
    notePaint: errPaint,
    columns: stdout.columns ?? 80,
    isInteractive,
    result(data, text) {
      progress?.pause();
      if (format === 'json') stdout.write(`${JSON.stringify(data, null, 2)}\n`);
      else {
        const said = typeof text === 'function' ? text() : text;
        if (said !== '') stdout.write(said.endsWith('\n') ? said : `${said}\n`);
      }
    },
    output(text) {
      progress?.pause();
      stdout.write(text);
    },
    note: error,
    warn: text => error(`${errPaint.warn('warning:')} ${text}`),
    step: step => steps().show(step),
    async confirm(question) {
      if (!isInteractive) return false;
      progress?.pause();
      return /^y(es)?$/i.test((await ask(`${question} ${errPaint.dim('[y/N]')} `)).trim());
    },
    end: () => progress?.pause(),
  };
}
