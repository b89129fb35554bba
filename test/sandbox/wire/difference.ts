/** Where two values differ first, as one readable line; undefined where they do not. What is undefined counts as absent. */

function shown(value: unknown): string {
  return value instanceof Uint8Array ? `bytes ${Buffer.from(value).toString('hex')}` : (JSON.stringify(value) ?? String(value));
}

export function difference(want: unknown, have: unknown, where = ''): string | undefined {
  const differ = `${where || 'it'} is ${shown(have)}, not ${shown(want)}`;
  if (want instanceof Date || have instanceof Date)
    return want instanceof Date && have instanceof Date && want.getTime() === have.getTime() ? undefined : differ;
  if (want instanceof Uint8Array || have instanceof Uint8Array)
    return want instanceof Uint8Array && have instanceof Uint8Array && Buffer.compare(want, have) === 0 ? undefined : differ;
  if (typeof want !== 'object' || typeof have !== 'object' || want === null || have === null) return Object.is(want, have) ? undefined : differ;
  if (Array.isArray(want) !== Array.isArray(have)) return differ;
  const left = new Map<string, unknown>(Object.entries(want));
  const right = new Map<string, unknown>(Object.entries(have));
  for (const key of new Set([...left.keys(), ...right.keys()])) {
    const found = difference(left.get(key), right.get(key), `${where}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}
