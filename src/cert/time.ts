/** Time as an operator reads it: how much is left, how long ago, on which day. Pure. */

export const dayMs = 86_400_000;

const units = [
  ['day', dayMs],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const;

/** `29 days`, `1 day`, `5 hours`, `40 seconds`: the largest unit that fits, rounded down, never the sign. */
export function span(ms: number): string {
  const length = Math.abs(ms);
  const [name, size] = units.find(([, unit]) => length >= unit) ?? ['second', 1000];
  return counted(Math.floor(length / size), name);
}

/** `30 days`, `36 hours`: the largest unit of which it is a whole number, so that nothing is rounded; below a second as it is. */
export function exactSpan(ms: number): string {
  const [name, size] = units.find(([, unit]) => ms % unit === 0) ?? ['second', 1000];
  return counted(ms / size, name);
}

const counted = (count: number, name: string): string => `${count} ${name}${count === 1 ? '' : 's'}`;

/** `2026-11-21` */
export function day(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** `2026-11-21 14:05 UTC` */
export function minute(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
