/** Chooses the files to lint from what stands on the command line: files, folders, globs. */
import { isAbsolute, relative, resolve, sep } from 'node:path';

/** What it needs of the disk. */
export interface Disk {
  kind(path: string): 'file' | 'folder' | undefined;
  walk(folder: string, isWanted: (name: string) => boolean): Promise<Iterable<string>>;
  glob(patterns: readonly string[]): Promise<string[]>;
}

export interface Target {
  file: string;
  /** A JSON file that a folder held: passed over where it turns out to hold no template. */
  isFound: boolean;
}

export interface Targets {
  /** Undefined where nothing is left to lint. Folders are walked as they are come to: names of many files are never all held. */
  files: Iterable<Target> | undefined;
  /** What was asked for and matched nothing. */
  unmatched: string[];
}

/** Endings of what a folder is searched for. */
export const endings =
  'html htm xhtml hbs handlebars mustache liquid j2 jinja jinja2 njk nunjucks dtl djhtml twig erb rhtml ejs gotmpl gohtml tmpl tpl blade.php phtml cshtml razor vbhtml ftl ftlh mjml eml json'.split(
    ' ',
  );

/**
 * @param cwd the working folder, from which every path inside it counts, however it was written
 * @param asked paths and globs; a path that is there is taken as it is, whatever characters it holds
 * @param isIgnored the config file's `lint.ignore`; it holds for named files too, since hooks name every file
 * @returns files without repetition: in the order asked for, those of a folder or glob sorted
 */
export async function targets(
  disk: Disk,
  cwd: string,
  asked: readonly string[],
  isIgnored: (file: string) => boolean = () => false,
): Promise<Targets> {
  const groups: Group[] = [];
  const unmatched: string[] = [];
  const named = new Set<string>();
  for (const each of asked) {
    const kind = disk.kind(each);
    if (kind === 'file') {
      const file = shownAs(cwd, each);
      named.add(file);
      groups.push({ kind, files: [file] });
      continue;
    }
    const files = begun(kind === 'folder' ? await disk.walk(each, isTemplate) : await disk.glob([each]));
    if (files === undefined) unmatched.push(each);
    else groups.push({ kind, files });
  }
  return { files: begun(chosen(groups, named, isIgnored)), unmatched };
}

/** The path from the working folder; one that was named absolutely and is outside of it stays as it is, as `/dev/fd/63` does. */
function shownAs(cwd: string, path: string): string {
  const shown = relative(cwd, resolve(cwd, path)).replaceAll(sep, '/');
  return isAbsolute(path) && shown.startsWith('../') ? path : shown;
}

interface Group {
  kind: 'file' | 'folder' | undefined;
  files: Iterable<string>;
}

function* chosen(groups: readonly Group[], named: ReadonlySet<string>, isIgnored: (file: string) => boolean): Generator<Target> {
  // One folder or glob names each file once.
  const seen = groups.length > 1 ? new Set<string>() : undefined;
  for (const { kind, files } of groups)
    for (const file of files) {
      if (isIgnored(file) || seen?.has(file) === true) continue;
      seen?.add(file);
      yield { file, isFound: kind === 'folder' && /\.json$/i.test(file) && !named.has(file) };
    }
}

/** The same, its first one looked for already; undefined where there is none. */
function begun<T>(all: Iterable<T>): Iterable<T> | undefined {
  const rest = all[Symbol.iterator]();
  const first = rest.next();
  if (first.done === true) return undefined;
  return (function* () {
    yield first.value;
    yield* { [Symbol.iterator]: () => rest };
  })();
}

const wanted = new Set(endings);
/** `x.html`, `x.blade.php`; Windows' tools write `X.HTM`. */
function isTemplate(name: string): boolean {
  const dot = name.lastIndexOf('.');
  return dot > 0 && (wanted.has(name.slice(dot + 1).toLowerCase()) || /\.blade\.php$/i.test(name));
}
