import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { defineConfig } from 'rolldown';

// One form from checkout to registry: every command is a chunk of its own, CommonJS because that starts fastest.
export default defineConfig({
  input: { main: 'src/main.ts', index: 'src/index.ts' },
  platform: 'node',
  external: [/^node:/],
  plugins: [
    {
      // A file imported with `?raw` is its text, byte for byte; Vite, and so Vitest, reads the same suffix the same way.
      name: 'raw',
      resolveId: (id, importer) => (id.endsWith('?raw') && importer !== undefined ? join(dirname(importer), id) : null),
      load: id => (id.endsWith('?raw') ? `export default ${JSON.stringify(readFileSync(id.slice(0, -4), 'utf8'))}` : null),
    },
  ],
  transform: { target: 'node22.13' },
  output: { dir: 'dist', format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name]-[hash].cjs', minify: 'dce-only', cleanDir: true },
});
