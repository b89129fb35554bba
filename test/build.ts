/** Builds what the tests of the program run, once before all tests, where the sources are newer than the last build. */
import { execFileSync } from 'node:child_process';
import { existsSync, globSync, statSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

export default function build(): void {
  const changed = (pattern: string): number => Math.max(0, ...globSync(pattern, { cwd: root }).map(file => statSync(join(root, file)).mtimeMs));
  const built = join(root, 'dist/main.cjs');
  if (existsSync(built) && statSync(built).mtimeMs > Math.max(changed('src/**/*'), changed('{package.json,rolldown.config.ts}'))) return;
  execFileSync(process.execPath, [join(root, 'node_modules/rolldown/bin/cli.mjs'), '-c', 'rolldown.config.ts', '--log-level', 'warn'], {
    cwd: root,
    stdio: 'inherit',
  });
}
