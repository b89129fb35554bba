/** Lints many files on several threads: shares them out, and puts what each thread says together in the order of the files. */
import { type Paint, paint } from '../cli/paint.ts';
import { formats } from '../lint/formats/index.ts';
import { rules } from '../lint/rules/index.ts';
import { lintAll, type SessionOptions } from '../lint/session.ts';
import { type LintSettings, levels } from '../lint/settings.ts';
import { count, emptyTally, type Tally } from '../lint/tally.ts';
import type { Thread } from '../outside/index.ts';

/** What every thread is told once. */
export interface Task {
  settings: LintSettings;
  run: Omit<SessionOptions, 'rules' | 'levelOf'>;
  format: string;
  isColoured: boolean;
  columns: number;
  wraps: boolean;
  links: boolean;
  version: string;
}

export interface Piece {
  files: string[];
  /** Of each file, whether a folder held it. */
  found: boolean[];
}

/** What is printed for a piece's files, and their sum. */
export interface Answer {
  text: string;
  tally: Tally;
}

/** From so many files on, starting threads costs less than they save. */
export const threadsFrom = 300;
/** These count what came before, so what they print for one file depends on the others. */
const counting = new Set(['json', 'sarif']);
export const canShare = (format: string): boolean => !counting.has(format);

/** Some thousandths of a second of work: handing it over costs little beside it, all threads end together, and little waits for its turn: what lives long makes the heap grow. */
const pieceFiles = 16;
/** So many pieces of each thread are under way: it never waits for the next one, and what has to wait for its turn stays little. */
const ahead = 3;

/** Whether a voice paints; that can be told to a thread, and its functions cannot. */
export const isColoured = (look: Paint): boolean => look.bold('x') !== 'x';

/** The job of a thread. @param read as `Work.read` */
export function linter(read: (file: string) => Uint8Array, task: Task): (piece: Piece) => Promise<Answer> {
  const levelOf = levels(task.settings);
  const make = formats[task.format] ?? formats['stylish'];
  if (make === undefined) throw new Error(`no format ${task.format}`);
  const format = make({ ...task, paint: paint(task.isColoured), rules, levelOf, page: () => '' });
  return async ({ files, found }) => {
    const inFolder = new Set(files.filter((_, at) => found[at]));
    const tally = emptyTally();
    let text = '';
    const work = { files, isFound: (file: string) => inFolder.has(file), read, fix: false, pause: () => undefined };
    for await (const { report, source } of lintAll(work, { ...task.run, rules, levelOf })) {
      count(tally, report);
      text += format.file(report, source);
    }
    return { text, tally };
  };
}

/** This thread as one more of them: it has nothing to do while the others work, and a heap less is needed. */
function ownThread(lint: (piece: Piece) => Promise<Answer>): Thread {
  let last: Promise<unknown> = Promise.resolve();
  return {
    work(piece) {
      // One piece after the other: they share the buffer that files are read into.
      const answer = last.then(() => lint(piece as Piece));
      last = answer.catch(() => undefined);
      return answer;
    },
  };
}

/** @returns what the threads say of the files, in the order of the files; they take turns */
export async function* shareOut(
  others: readonly Thread[],
  lint: (piece: Piece) => Promise<Answer>,
  files: readonly string[],
  isFound: (file: string) => boolean,
): AsyncGenerator<Answer> {
  const threads = [...others, ownThread(lint)];
  const under: Promise<unknown>[] = [];
  for (let at = 0, turn = 0; at < files.length; at += pieceFiles, turn++) {
    const piece = files.slice(at, at + pieceFiles);
    const answer = threads[turn % threads.length]?.work({ files: piece, found: piece.map(isFound) });
    // Its failure is met when its turn comes, or not at all where an earlier one failed.
    answer?.catch(() => undefined);
    if (answer !== undefined) under.push(answer);
    if (under.length >= threads.length * ahead) yield (await under.shift()) as Answer;
  }
  for (const answer of under) yield (await answer) as Answer;
}
