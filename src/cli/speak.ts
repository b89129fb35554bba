/** Keeps the promise of `Say`: results to stdout, everything else to stderr, colour and questions only where a person sees them. */
import { paint } from './paint.ts';
import { lines, type Progress, spinner } from './progress.ts';
import type { Say } from './say.ts';

/** A stream as the program sees it; `process.stdout` and `process.stderr` fit. */
export interface Out {
  /** @param done called once it is written, or with what went wrong */
  write(text: string, done?: (error?: Error | null) => void): unknown;
  isTTY?: boolean;
  columns?: number;
}

/** Looked at only when something is said or asked, for making one is dear: each may be a getter. */
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
  /** Takes the spinner away when it is aborted. */
  signal: AbortSignal;
}

/** @returns how a command speaks. NO_COLOR (any value) and TERM=dumb switch colour off, FORCE_COLOR switches it on. */
export function speak(streams: Streams, { format, env, ask, signal }: SpeakOptions): Say & { end(): void } {
  const coloured = (out: Out): boolean =>
    env['NO_COLOR'] ? false : env['FORCE_COLOR'] && env['FORCE_COLOR'] !== '0' ? true : out.isTTY === true && env['TERM'] !== 'dumb';
  const isInteractive = once(() => !env['CI'] && streams.stderr.isTTY === true && streams.stdin.isTTY === true);
  const outPaint = once(() => paint(coloured(streams.stdout)));
  const errPaint = once(() => paint(coloured(streams.stderr)));
  let progress: Progress | undefined;
  const steps = (): Progress => {
    const { stderr } = streams;
    // A terminal without a width (a bare pty reports 0 columns) would have ora clear lines without end.
    const isWide = stderr.columns === undefined || stderr.columns > 0;
    progress ??=
      stderr.isTTY === true && isWide && !env['CI'] && env['TERM'] !== 'dumb' ? spinner(stderr, errPaint(), signal) : lines(stderr, errPaint());
    return progress;
  };
  const error = (text: string): void => {
    progress?.pause();
    streams.stderr.write(`${text}\n`);
  };
  return {
    format,
    get paint() {
      return outPaint();
    },
    get notePaint() {
      return errPaint();
    },
    get columns() {
      // A bare pty reports 0.
      return streams.stdout.columns || 80;
    },
    get isInteractive() {
      return isInteractive();
    },
    result(data, text) {
      progress?.pause();
      if (format === 'json') streams.stdout.write(`${JSON.stringify(data, null, 2)}\n`);
      else {
        const said = typeof text === 'function' ? text() : text;
        if (said !== '') streams.stdout.write(said.endsWith('\n') ? said : `${said}\n`);
      }
    },
    output(text) {
      if (text === '') return;
      progress?.pause();
      streams.stdout.write(text);
    },
    note: error,
    warn: text => error(`${errPaint().warn('warning:')} ${text}`),
    step: step => steps().show(step),
    async confirm(question) {
      if (!isInteractive()) return false;
      progress?.pause();
      return /^y(es)?$/i.test((await ask(`${question} ${errPaint().dim('[y/N]')} `)).trim());
    },
    end: () => progress?.end(),
  };
}

/** The answer of the first call, kept. */
function once<T>(ask: () => T): () => T {
  let known: { answer: T } | undefined;
  return () => {
    known ??= { answer: ask() };
    return known.answer;
  };
}
