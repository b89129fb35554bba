/** Threads of this process beside the first, each with a job and a queue. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Outside, Thread } from '../index.ts';

/** Each takes some 30 MB; from the fourth on the thread that puts everything together is the limit. */
const most = 3;
/** A young generation beyond this buys nothing, and is the half of what a thread takes. */
const resourceLimits = { maxYoungGenerationSizeMb: 6 };
/** Beside this file in the bundle, in the root of the sources. */
const script = new URL(import.meta.url.endsWith('.cjs') ? './thread.cjs' : '../../thread.ts', import.meta.url);

/** @see Outside.threads */
export async function startThreads({ cwd, signal }: Pick<Outside, 'cwd' | 'signal'>, job: string, task: unknown): ReturnType<Outside['threads']> {
  const count = Math.min(availableParallelism() - 1, most);
  const workers = Array.from({ length: count }, () => new Worker(script, { workerData: { cwd, job, task }, resourceLimits }));
  return {
    threads: workers.map(worker => thread(worker, signal)),
    stop: async () => void (await Promise.all(workers.map(worker => worker.terminate()))),
  };
}

/** Answers come in the order of the pieces. */
function thread(worker: Worker, signal: AbortSignal): Thread {
  const waiting: { resolve: (answer: unknown) => void; reject: (error: unknown) => void }[] = [];
  let ended: { error: unknown } | undefined;
  const end = (error: unknown): void => {
    ended ??= { error };
    for (const { reject } of waiting.splice(0)) reject(error);
  };
  worker.on('message', answer => waiting.shift()?.resolve(answer));
  worker.on('error', end);
  worker.on('exit', code => end(new Error(`a thread ended with ${code}`)));
  signal.addEventListener('abort', () => end(signal.reason), { once: true });
  return {
    work: piece =>
      new Promise((resolve, reject) => {
        if (ended !== undefined) return reject(ended.error);
        waiting.push({ resolve, reject });
        worker.postMessage(piece);
      }),
  };
}
