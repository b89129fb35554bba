/** Domain names as Route 53 keeps them: lower case, a dot at the end, everything unusual as `\052`. */
import { plainName } from '../../zones.ts';

/**
 * @param name as anybody writes it: with or without the last dot, `*` or `\052`
 * @returns as Route 53 gives it back, `\052.example.com.`
 */
export function canonicalName(name: string): string {
  const escaped = plainName(name).replace(/[^a-z0-9._-]/g, one => `\\${one.charCodeAt(0).toString(8).padStart(3, '0')}`);
  return `${escaped}.`;
}

/** Whether a name is that domain or below it; both in the same form. */
export function isWithin(name: string, domain: string): boolean {
  return name === domain || name.endsWith(`.${domain}`);
}

/** The domain itself and those above it: `a.b.c`, `b.c`, `c`. */
export function andAbove(name: string): string[] {
  const labels = name.split('.');
  return labels.map((_, at) => labels.slice(at).join('.'));
}

function reversed(name: string): string {
  // AWS: sorted by labels from the right, and a dot sorts before every other character.
  return name.replace(/\.$/, '').split('.').reverse().join('\u0000');
}

/** The order in which Route 53 lists names: `example.com.` before `a.example.com.` before `b.example.com.` */
export function compareNames(a: string, b: string): number {
  const [left, right] = [reversed(a), reversed(b)];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
