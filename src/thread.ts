/** What a thread beside the first runs: the job it was made for, one piece after the other. */
import { parentPort, workerData } from 'node:worker_threads';
import { nodeFiles } from './outside/node/files.ts';

const { cwd, job, task } = workerData as { cwd: string; job: 'lint'; task: never };
const jobs = { lint: async () => (await import('./commands/lint-threads.ts')).linter(nodeFiles(cwd).readNow, task) };

const ready = jobs[job]();
let last: Promise<unknown> = ready;
parentPort?.on('message', piece => {
  last = last.then(async () => parentPort?.postMessage(await (await ready)(piece)));
});
