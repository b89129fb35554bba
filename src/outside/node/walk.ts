/** Finds every file under a folder, in the order of their paths. */
import { readdirSync, realpathSync, statSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';

interface Entry {
  /** With a slash behind it where it is a folder: sorted so, paths are in order when one entry is followed to its end before the next. */
  name: string;
  isLink: boolean;
}

/**
 * Names that begin with a dot are left out, and what is called node_modules. Links are followed, but not back to a folder they stand in;
 * a folder that cannot be read is passed over.
 * @param isWanted asked with each file's name
 * @returns paths from `cwd` on, with `/` between their parts
 */
export function walk(cwd: string, folder: string, isWanted: (name: string) => boolean): string[] {
  const found: string[] = [];
  /** @param above where the links stand that led here, as real paths */
  const visit = (path: string, shown: string, above: readonly string[]): void => {
    for (const { name, isLink } of entriesOf(path)) {
      if (!name.endsWith('/')) {
        if (isWanted(name)) found.push(shown + name);
        continue;
      }
      const before = isLink ? [...above, realpathSync(path)] : above;
      if (!isLink || !leadsBack(realpathSync(path + name), before)) visit(path + name, shown + name, before);
    }
  };
  const start = resolve(cwd, folder);
  const shown = relative(cwd, start).replaceAll(sep, '/');
  visit(start.endsWith(sep) ? start : `${start}/`, shown === '' ? '' : `${shown}/`, []);
  return found;
}

const leadsBack = (real: string, above: readonly string[]): boolean => above.some(each => `${each}${sep}`.startsWith(`${real}${sep}`));

function entriesOf(path: string): Entry[] {
  const entries: Entry[] = [];
  for (const each of orNothing(() => readdirSync(path, { withFileTypes: true })) ?? []) {
    if (each.name.startsWith('.') || each.name === 'node_modules') continue;
    const isLink = each.isSymbolicLink();
    const what = isLink ? orNothing(() => statSync(path + each.name)) : each;
    if (what?.isDirectory()) entries.push({ name: `${each.name}/`, isLink });
    else if (what?.isFile()) entries.push({ name: each.name, isLink });
  }
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A folder that may not be read, a link that leads nowhere or to itself: nothing. */
function orNothing<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
