/** Reads what is there of everything wanted, all at once, each fact once. */
import type { Look } from '../observe/look.ts';
import type { Have, Want } from './resource.ts';
import { resources } from './resources/index.ts';

/** What is there, by id; what is not there is not in it. */
export async function haveAll(wants: readonly Want[], look: Look): Promise<Map<string, Have>> {
  const read = await Promise.all(wants.map(async want => [want.id, await resources(want.kind).read(look, want)] as const));
  return new Map(read.flatMap(([id, have]) => (have === undefined ? [] : [[id, have] as const])));
}
