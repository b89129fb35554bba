import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

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
    testTimeout: 20_000,
    restoreMocks: true,
    reporters: ['default'],
  },
});
