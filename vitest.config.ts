import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: 'test/build.ts',
    include: ['test/**/*.test.ts'],
    pool: 'threads',
    testTimeout: 20_000,
    restoreMocks: true,
    reporters: ['default'],
  },
});
