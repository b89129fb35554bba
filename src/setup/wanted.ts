/** Makes one want: its id from kind and name, its needs from its parent and from what its fields refer to. Pure. */
import { type Fields, refsIn } from './ref.ts';
import type { Want } from './resource.ts';

/**
 * @param title in words: `webhook https://…`
 * @param parent id of the thing that says whose this is, where AWS has no tags for this kind
 * @param after ids of what must be there before it though no field refers to it
 */
export function wanted(kind: string, name: string, title: string, fields: Fields, parent?: string, after: readonly string[] = []): Want {
  const needs = [...new Set([...(parent === undefined ? [] : [parent]), ...refsIn(fields), ...after])];
  return { id: `${kind}/${name}`, kind, name, title, fields, needs, ...(parent === undefined ? {} : { parent }) };
}
