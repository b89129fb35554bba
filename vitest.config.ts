import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const startsProcesses = ({ moduleId }: TestSpecification): boolean =>
  /node:child_process|program\/run\.ts|openssl\.ts|tls-kit\.ts/.test(readFileSync(moduleId, 'utf8'));

/** A process forks the slower, the more memory it holds, and a worker holds more with every file: those that start processes come first. */
class ProcessesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return [...sorted.filter(startsProcesses), ...sorted.filter(file => !startsProcesses(file))];
  }
}

export default defineConfig({
  test: {
    globalSetup: 'test/build.ts',
    include: ['test/**/*.test.ts'],
    // Processes share no heap, so one's garbage does not stop the other: a tenth faster than threads.
    pool: 'forks',
    // Vitest would leave one processor idle, which on two is half the machine.
    maxWorkers: availableParallelism(),
    // No test mocks a module or shares state, so files of one worker can share what they import.
    isolate: false,
    sequence: { sequencer: ProcessesFirst },
    testTimeout: 20_000,
    restoreMocks: true,
    reporters: ['default'],
  },
});
