/** Prints the map of the source from every file's first line, between the marks of docs/architecture.md. Run: npm run map. */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const root = join(import.meta.dirname, '..');
const page = join(root, 'docs/architecture.md');
const marks = /(<!-- map -->\n)[\s\S]*?(\n<!-- \/map -->)/;

/** One line a file, folders as headings; rules, formats and other registries of many like files are counted, not listed. */
export function map(): string {
  const listed = /^src\/(lint\/(rules|formats|templates)|setup\/resources|(doctor|cert)\/checks|observe)\//;
  const files = globSync('src/**/*.{ts,js}', { cwd: root }).sort();
  const folders = Map.groupBy(files, file => file.slice(0, file.lastIndexOf('/')));
  return [...folders]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([folder, held]) => {
      const names = held.map(file => relative(folder, file));
      const lines = listed.test(`${folder}/`)
        ? [`${names.map(name => `\`${name}\``).join(' ')}`]
        : held.map(file => {
            const first = readFileSync(join(root, file), 'utf8').split('\n')[0] ?? '';
            return `- \`${relative(folder, file)}\`: ${first.replace(/^\/\*\* ?/, '').replace(/ ?\*\/$/, '')}`;
          });
      return `**${folder}/**\n\n${lines.join('\n')}`;
    })
    .join('\n\n');
}

/** What docs/architecture.md holds between its marks. */
export function heldMap(): string {
  return (
    marks
      .exec(readFileSync(page, 'utf8'))?.[0]
      .replace(marks, (all, open: string, close: string) => all.slice(open.length, all.length - close.length)) ?? ''
  );
}

if (import.meta.main)
  writeFileSync(
    page,
    readFileSync(page, 'utf8').replace(marks, (_all, open: string, close: string) => `${open}${map()}${close}`),
  );
