/** Compares what is wanted with what is there, field by field. Pure. */
import { type Fields, isObject, isRef, type Json } from './ref.ts';

export interface FieldChange {
  /** `policy.SesTrackPublish.condition`; a key that has a dot in it stays one step. */
  path: string;
  /** null where there is nothing. */
  have: Json;
  want: Json;
}

/**
 * The wanted fields that are not as wanted, in the want's order. What is there but not spoken of by the want is left alone, so that
 * a field nobody asked about never changes. Key order does not matter, list order does: readers sort what is a set.
 */
export function diff(want: Fields, have: Fields | undefined): FieldChange[] {
  return Object.entries(want).flatMap(([key, value]) => compare(key, value, have?.[key]));
}

function compare(path: string, want: Json, have: Json | undefined): FieldChange[] {
  if (isObject(want) && !isRef(want) && Object.keys(want).length > 0 && (have === undefined || have === null || isObject(have)))
    return Object.entries(want).flatMap(([key, value]) => compare(`${path}.${key}`, value, isObject(have) ? have[key] : undefined));
  return isEqual(want, have ?? null) ? [] : [{ path, have: have ?? null, want }];
}

/** Deep equality of JSON values; key order does not matter. */
export function isEqual(a: Json | undefined, b: Json | undefined): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((each, index) => isEqual(each, b[index]));
  if (isObject(a) && isObject(b)) {
    const keys = Object.keys(a);
    return keys.length === Object.keys(b).length && keys.every(key => Object.hasOwn(b, key) && isEqual(a[key], b[key]));
  }
  return a === b;
}
