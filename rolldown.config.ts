import { defineConfig } from 'rolldown';

// One form from checkout to registry: every command is a chunk of its own, CommonJS because that starts fastest.
export default defineConfig({
  input: { main: 'src/main.ts', index: 'src/index.ts' },
  platform: 'node',
  external: [/^node:/],
  transform: { target: 'node22.13' },
  output: { dir: 'dist', format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name]-[hash].cjs', minify: 'dce-only', cleanDir: true },
});
