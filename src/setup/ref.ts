/** Values of one thing that another needs, such as the ARN of a topic: known only once that thing exists. Pure. */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type Fields = { [key: string]: Json };

/** Stands in a want for an output of another want; plain JSON, so that a plan can be saved. */
export type Ref = { $ref: string; output: string };

/** `ref('topic/ses-track-events', 'arn')`. */
export function ref(id: string, output: string): Ref {
  return { $ref: id, output };
}

export function isRef(value: Json | undefined): value is Ref {
  return isObject(value) && typeof value['$ref'] === 'string' && typeof value['output'] === 'string';
}

export function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Ids of the things that a value refers to, each once. */
export function refsIn(value: Json): string[] {
  if (isRef(value)) return [value.$ref];
  const below = Array.isArray(value) ? value : isObject(value) ? Object.values(value) : [];
  return [...new Set(below.flatMap(refsIn))];
}

/** What is known of each thing: `outputs.get('topic/x')?.arn`. */
export type Outputs = ReadonlyMap<string, Readonly<Record<string, string>>>;

/** The value with every ref that is known replaced by what it stands for. */
export function resolve<T extends Json>(value: T, outputs: Outputs): T;
export function resolve(value: Json, outputs: Outputs): Json {
  if (isRef(value)) return outputs.get(value.$ref)?.[value.output] ?? value;
  if (Array.isArray(value)) return value.map(each => resolve(each, outputs));
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, resolve(each, outputs)]));
  return value;
}
