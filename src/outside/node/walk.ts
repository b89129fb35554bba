/** Finds every file under a folder, in the order of their paths. */
import { readdirSync, realpathSync, statSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';

interface Entry {
  /** With a slash behind it where it is a folder: sorted so, paths are in order when one entry is followed to its end before the next. */
  name: string;
  isLink: boolean;
}

/**
 * Names that begin with a dot are left out, and what is called node_modules. Links are followed, but not back to a folder they stand in.
 * A folder that cannot be read is handed on itself, so that reading it says why. Folders are read as the walk comes to them.
 * @param isWanted asked with each file's name
 * @returns paths from `cwd` on, with `/` between their parts
 */
export function walk(cwd: string, folder: string, isWanted: (name: string) => boolean): Iterable<string> {
  const start = resolve(cwd, folder);
  const shown = relative(cwd, start).replaceAll(sep, '/');
  return visit(`${start}/`, shown === '' ? '' : `${shown}/`, isWanted, []);
}

/** @param above where the links stand that led here, as real paths */
function* visit(path: string, shown: string, isWanted: (name: string) => boolean, above: readonly string[]): Generator<string> {
  const entries = entriesOf(path);
  if (entries === undefined) {
    yield shown === '' ? '.' : shown.slice(0, -1);
    return;
  }
  for (const { name, isLink } of entries) {
    if (!name.endsWith('/')) {
      if (isWanted(name)) yield shown + name;
      continue;
    }
    const before = isLink ? [...above, realpathSync(path)] : above;
    if (!isLink || !leadsBack(realpathSync(path + name), before)) yield* visit(path + name, shown + name, isWanted, before);
  }
}

const leadsBack = (real: string, above: readonly string[]): boolean => above.some(each => `${each}${sep}`.startsWith(`${real}${sep}`));

function entriesOf(path: string): Entry[] | undefined {
  const all = orNothing(() => readdirSync(path, { withFileTypes: true }));
  if (all === undefined) return undefined;
  const entries: Entry[] = [];
  for (const each of all) {
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
