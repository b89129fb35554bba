/** Chooses the files to lint from what stands on the command line: files, folders, globs. */

/** What it needs of the disk. */
export interface Disk {
  kind(path: string): 'file' | 'folder' | undefined;
  walk(folder: string, isWanted: (name: string) => boolean): Promise<string[]>;
  glob(patterns: readonly string[]): Promise<string[]>;
}

export interface Targets {
  files: string[];
  /** JSON files found in a folder, which are passed over where they turn out to hold no template. */
  isFound(file: string): boolean;
  /** What was asked for and matched nothing. */
  unmatched: string[];
  /** Files that `isIgnored` left out. */
  ignored: number;
}

/** Endings of what a folder is searched for. */
export const endings =
  'html htm xhtml hbs handlebars mustache liquid j2 jinja jinja2 njk nunjucks dtl djhtml twig erb rhtml ejs gotmpl gohtml tmpl tpl blade.php cshtml razor vbhtml mjml eml json'.split(
    ' ',
  );

/**
 * @param asked paths and globs; a path that is there is taken as it is, whatever characters it holds
 * @param isIgnored the config file's `lint.ignore`; it holds for named files too, since hooks name every file
 * @returns files without repetition: in the order asked for, those of a folder or glob sorted
 */
export async function targets(disk: Disk, asked: readonly string[], isIgnored: (file: string) => boolean = () => false): Promise<Targets> {
  const files = new Set<string>();
  const found = new Set<string>();
  const unmatched: string[] = [];
  let ignored = 0;
  const add = (file: string): void => {
    if (isIgnored(file)) ignored++;
    else files.add(file);
  };
  for (const each of asked) {
    const kind = disk.kind(each);
    if (kind === 'file') {
      add(each);
      continue;
    }
    const matches = await (kind === 'folder' ? disk.walk(each, isTemplate) : disk.glob([each]));
    if (matches.length === 0) unmatched.push(each);
    for (const file of matches) {
      if (kind === 'folder' && file.endsWith('.json')) found.add(file);
      add(file);
    }
  }
  return { files: [...files], isFound: file => found.has(file), unmatched, ignored };
}

const wanted = new Set(endings);
/** `x.html`, `x.blade.php`. */
function isTemplate(name: string): boolean {
  const dot = name.lastIndexOf('.');
  return dot > 0 && (wanted.has(name.slice(dot + 1)) || name.endsWith('.blade.php'));
}
