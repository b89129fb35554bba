/** Writes command lines that a shell takes as they stand: what mends, what shows more. Pure. */

/** The words as one line; what a shell would take apart stands in quotes. */
export function commandLine(words: readonly string[]): string {
  return words.map(word => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(' ');
}

/** A flag's value as it was given: true for a switch, several for one that repeats, undefined where it was not given. */
export type Given = string | boolean | readonly string[] | undefined;

/** `{ configSet: 'news', webhook: ['https://…'] }` → `--config-set news --webhook https://…`; in the order given. */
export function flagWords(flags: Readonly<Record<string, Given>>): string[] {
  return Object.entries(flags).flatMap(([key, value]) => {
    const name = `--${key.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`;
    if (value === undefined || value === false) return [];
    if (value === true) return [name];
    return (typeof value === 'string' ? [value] : value).flatMap(each => [name, each]);
  });
}
