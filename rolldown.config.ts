import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { defineConfig } from 'rolldown';

/**
 * What stands in for what two libraries load at once and this program never uses: together a sixth of a bare Node's start. Paint tells chalk
 * whether there is colour; commander would start a command that is a file of its own, and there is none, and it imports the `process` that is
 * there anyway, of which a bundle would copy a hundred properties.
 */
function standIn(id: string, importer = ''): string | undefined {
  if (id === '#supports-color' && importer.includes('chalk')) return 'nothing';
  if (!importer.includes('commander')) return undefined;
  return /^node:(child_process|fs|path)$/.test(id) ? 'nothing' : id === 'node:process' ? 'process' : undefined;
}
const standIns: Readonly<Record<string, string>> = { nothing: 'export default {}', process: 'export default process' };
// Libraries that are loaded at their first use, if there is one: each is a file of its own beside the chunks.
const atFirstUse = { chalk: './chalk.cjs', 'entities/decode': './entities.cjs' };
const isAtFirstUse = (id: string, importer = ''): boolean => id in atFirstUse && /[\\/]src[\\/]/.test(importer) && !importer.includes('node_modules');
const madeRequire = 'const require = createRequire(import.meta.url);';

// One form from checkout to registry: every command is a chunk of its own, CommonJS because that starts fastest.
export default defineConfig({
  input: {
    main: 'src/main.ts',
    index: 'src/index.ts',
    chalk: 'chalk',
    entities: 'entities/decode',
  },
  platform: 'node',
  external: (id, importer) => isAtFirstUse(id, importer) || (id.startsWith('node:') && standIn(id, importer) === undefined),
  plugins: [
    {
      // A file imported with `?raw` is its text, byte for byte; Vite, and so Vitest, reads the same suffix the same way.
      name: 'raw',
      resolveId: (id, importer) => (id.endsWith('?raw') && importer !== undefined ? join(dirname(importer), id) : null),
      load: id => (id.endsWith('?raw') ? `export default ${JSON.stringify(readFileSync(id.slice(0, -4), 'utf8'))}` : null),
    },
    {
      name: 'stand-in',
      resolveId(id, importer) {
        const name = standIn(id, importer);
        return name === undefined ? null : `\0${name}`;
      },
      load: id => standIns[id.slice(1)] ?? null,
    },
    {
      // V8 makes the set of characters behind a `\p` when it reads a file, used or not: a twentieth of a bare Node's start. Flags here are ASCII.
      name: 'ascii-flags',
      transform(code, id) {
        if (!/[\\/]commander[\\/]lib[\\/]option\.js$/.test(id)) return null;
        if (!code.includes('\\p{ID_Continue}')) throw new Error('commander no longer asks for ID_Continue: this plugin can go');
        return code.replaceAll('\\p{ID_Continue}', '\\w');
      },
    },
    {
      // In a source file `require`, made by `createRequire`, loads a library at its first use without a wait; here it is a chunk's own.
      name: 'require',
      transform: code => (code.includes(madeRequire) ? code.replace(madeRequire, '') : null),
    },
  ],
  transform: { target: 'node22.13' },
  output: {
    dir: 'dist',
    format: 'cjs',
    exports: 'named',
    // One character beyond ASCII makes V8 read a whole chunk as two bytes a character.
    charset: 'ascii',
    paths: atFirstUse,
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name]-[hash].cjs',
    cleanDir: true,
    // Comments and white space are a third of what V8 would have to read, names of variables a tenth; functions keep theirs, for the stack that a bug shows.
    minify: { compress: { target: 'node22' }, mangle: { toplevel: false, keepNames: true }, codegen: { removeWhitespace: true } },
    // A chunk costs a thirtieth of a bare Node's start however small it is, so what every command needs is one, what lint needs is another, and what cert-check needs is a third.
    codeSplitting: {
      groups: [
        { name: 'base', priority: 3, test: /[\\/]src[\\/](errors|exit|cli[\\/]out)\.ts$|[\\/]package\.json$|^\0/ },
        {
          name: 'program',
          priority: 2,
          test: /[\\/]src[\\/](run\.ts|(cli|views)[\\/](aws-flags|call|command|flags|paint|plain|plugin|program|progress|say|speak|trouble|words)\.ts|commands[\\/]index\.ts|config[\\/](load|nearest)\.ts|outside[\\/]node[\\/](index|clock|files|random|web|web-here)\.ts)$|[\\/]fastest-levenshtein[\\/]/,
        },
        {
          name: 'cert',
          priority: 1,
          test: /[\\/]src[\\/](cert[\\/](?!ask-aws)|commands[\\/]cert-check|views[\\/](cert|wrap)|config[\\/]aws\.ts|observe[\\/](caa|chain|domain|edge|front|record|renewal)\.ts|outside[\\/]node[\\/](address|tls))/,
        },
        {
          name: 'lint',
          priority: 1,
          test: /[\\/]src[\\/](lint|links)[\\/](?!diff|formats[\\/](checkstyle|github|json|junit|sarif|xml)|library|lint\.|pages|render|repair|tracked-link)|[\\/]src[\\/](commands|views)[\\/]lint\.ts$/,
        },
      ],
    },
  },
});
