/** Asks one question on the terminal; Ctrl-C while it waits is Ctrl-C, and Ctrl-D is no answer. */
import { createInterface } from 'node:readline/promises';

/** @returns what was typed, without the line break, empty where the input ended; rejects with the signal's reason when that is aborted. */
export async function ask(
  question: string,
  streams: { stdin: NodeJS.ReadableStream; stderr: NodeJS.WritableStream },
  signal: AbortSignal,
): Promise<string> {
  const reader = createInterface({ input: streams.stdin, output: streams.stderr });
  // In raw mode the terminal sends no SIGINT: readline sees the key, so hand it on.
  reader.once('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  const answer = reader.question(question, { signal }).catch((error: unknown) => {
    signal.throwIfAborted();
    if (!(error instanceof Error) || error.name !== 'AbortError') throw error;
  });
  // Where the input is no terminal, a question is never told that it ended.
  const ended = new Promise<void>(resolve => reader.once('close', resolve));
  try {
    const given = await Promise.race([answer, ended]);
    // The next line is not to begin behind the question.
    if (given === undefined) streams.stderr.write('\n');
    return given ?? '';
  } finally {
    reader.close();
  }
}
