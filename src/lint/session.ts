/** Lints many files one after the other, and keeps nothing of a file when the next one begins. */
import { Trouble } from '../errors.ts';
import type { FileReport } from './finding.ts';
import { type Fixed, fixAll } from './fix.ts';
import { lintSource, type RunOptions } from './run.ts';
import { readSource } from './source/read.ts';
import { maySesJson } from './source/ses-json.ts';
import type { Source } from './source/source.ts';
import type { Target } from './targets.ts';
import type { LanguageId } from './templates/language.ts';

export interface SessionOptions extends RunOptions {
  language: LanguageId | undefined;
  /** Renders SES and Handlebars templates with this data first. */
  data: unknown;
}

export interface Linted {
  report: FileReport;
  /** Undefined where the file could not be linted. */
  source: Source | undefined;
}

const unlintable = (file: string, reason: string): Linted => ({
  report: { file, links: [], findings: [], fixes: [], unlintable: reason },
  source: undefined,
});

/**
 * One file.
 * @param bytes kept by the source, so they must stay as they are while it is used
 */
export async function lintBytes(file: string, bytes: Buffer, options: SessionOptions): Promise<Linted> {
  const { data } = options;
  if (data === undefined) return lintAsIs(file, bytes, options);
  const { lintRendered } = await import('./render.ts');
  return lintAsIs(file, bytes, options, source => lintRendered(source, data, options));
}

/** The same without data, at once. */
function lintAsIs(file: string, bytes: Buffer, options: SessionOptions, lint = (source: Source): FileReport => lintSource(source, options)): Linted {
  const source = readSource(file, bytes, options);
  if (typeof source === 'string') return unlintable(file, source);
  const report = lint(source);
  return { report, source: report.unlintable === undefined ? source : undefined };
}

export interface Work {
  files: Iterable<Target>;
  /** A file's bytes, good until the next call; Trouble `file.unreadable` where it cannot be read, and any other Trouble ends the lint. */
  read(file: string): Uint8Array | Promise<Uint8Array>;
  /** Mend what cannot be mended wrongly. */
  fix: boolean;
  /** Called before each file: where others get a turn, and where the run can be stopped. */
  pause(): Promise<void> | undefined;
}

export interface Step extends Linted {
  /** Fixes applied. */
  fixed: number;
  /** The file as it was and as it is to be, where fixes were applied. */
  change?: { before: Buffer; after: Buffer };
}

/** Every file in turn; what a step holds is good until the next one is asked for. */
export async function* lintAll({ files, read, fix, pause }: Work, options: SessionOptions): AsyncGenerator<Step> {
  for (const { file, isFound } of files) {
    // Mostly nothing has to be waited for, and a wait for nothing would cost every file.
    const others = pause();
    if (others !== undefined) await others;
    const reading = open(file, read);
    const opened = reading instanceof Promise ? await reading : reading;
    if (typeof opened === 'string') yield { ...unlintable(file, opened), fixed: 0 };
    else if (isFound && !maySesJson(opened)) continue;
    else if (!fix) yield { ...(options.data === undefined ? lintAsIs(file, opened, options) : await lintBytes(file, opened, options)), fixed: 0 };
    else yield mended(opened, await fixAll(opened, bytes => lintBytes(file, bytes, options)));
  }
}

type Opened = Buffer | string;

function open(file: string, read: Work['read']): Opened | Promise<Opened> {
  try {
    const bytes = read(file);
    return bytes instanceof Promise ? bytes.then(view, whyUnread) : view(bytes);
  } catch (error) {
    return whyUnread(error);
  }
}

const view = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer => Buffer.from(buffer, byteOffset, byteLength);

function whyUnread(error: unknown): string {
  if (error instanceof Trouble && error.code === 'file.unreadable') return error.message;
  throw error;
}

const mended = (before: Buffer, { bytes, count, last }: Fixed<Linted>): Step => ({
  ...last,
  fixed: count,
  ...(bytes === undefined ? {} : { change: { before, after: bytes } }),
});
