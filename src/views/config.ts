/** Settings and keys as aligned lines. */
import type { Key } from '../config/keys.ts';

interface Colours {
  name(text: string): string;
  dim(text: string): string;
}

/** One line a given value: path, value, origin. */
export function settingsText(file: string | undefined, settings: object, origin: Readonly<Record<string, string>>, paint: Colours): string {
  const head = file === undefined ? 'No config file.' : `${paint.dim('file')} ${file}`;
  const rows = flatten(settings, '').map(([path, value]) => ({ path, value, from: originOf(path, origin) }));
  const wide = Math.max(0, ...rows.map(row => row.path.length));
  const deep = Math.min(60, Math.max(0, ...rows.map(row => row.value.length)));
  return [head, ...rows.map(row => `${paint.name(row.path.padEnd(wide))}  ${row.value.padEnd(deep)}  ${paint.dim(row.from)}`)].join('\n');
}

/** One line a key: path, what it takes, what it is for. */
export function keysText(keys: readonly Key[], paint: Colours): string {
  const wide = Math.max(...keys.map(key => key.path.length));
  return keys
    .map(key => {
      const takes = key.choices === undefined ? key.kind : `${key.kind === 'list' ? 'list of ' : ''}${key.choices.join(' | ')}`;
      return `${paint.name(key.path.padEnd(wide))}  ${takes}${key.about === '' ? '' : paint.dim(`  ${key.about}`)}`;
    })
    .join('\n');
}

function flatten(value: unknown, path: string): [string, string][] {
  if (typeof value !== 'object' || value === null) return [[path, String(value)]];
  if (Array.isArray(value) && value.every(item => typeof item !== 'object')) return [[path, value.join(', ')]];
  const entries = Array.isArray(value)
    ? value.map((item, index) => [`${path}[${index}]`, item] as const)
    : Object.entries(value).map(([key, item]) => [path === '' ? key : `${path}.${key}`, item] as const);
  return entries.flatMap(([below, item]) => flatten(item, below));
}

/** A list item's origin is its list's. */
function originOf(path: string, origin: Readonly<Record<string, string>>): string {
  const given = Object.keys(origin).find(each => path === each || path.startsWith(`${each}[`) || path.startsWith(`${each}.`));
  return (given === undefined ? undefined : origin[given]) ?? 'default';
}
