/** Takes typed values out of foreign JSON; what has another type than expected counts as absent. */

export type Json = Record<string, unknown>;

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object, or an empty one. */
export function objectOf(value: unknown): Json {
  return isObject(value) ? value : {};
}

/** The text, or undefined where it is none or empty. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter(each => typeof each === 'string') : [];
}

/** `{name: [values]}`, the shape of message tags and link tags. */
export function tagsOf(value: unknown): Record<string, string[]> {
  return Object.fromEntries(Object.entries(objectOf(value)).map(([name, values]) => [name, typeof values === 'string' ? [values] : textsOf(values)]));
}

/** Parses, or undefined where it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** True where objects and lists stand more than `levels` deep in each other, which no recursion over them would survive. */
export function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some(each => isDeeperThan(levels - 1, each));
}
