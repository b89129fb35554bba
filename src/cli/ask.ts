/** Asks one question on the terminal; Ctrl-C while it waits is Ctrl-C. */
import { createInterface } from 'node:readline/promises';

/** @returns what was typed, without the line break; rejects with the signal's reason when that is aborted. */
export async function ask(
  question: string,
  streams: { stdin: NodeJS.ReadableStream; stderr: NodeJS.WritableStream },
  signal: AbortSignal,
): Promise<string> {
  const reader = createInterface({ input: streams.stdin, output: streams.stderr });
  // In raw mode the terminal sends no SIGINT: readline sees the key, so hand it on.
  reader.once('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  try {
    return await reader.question(question, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    reader.close();
  }
}
