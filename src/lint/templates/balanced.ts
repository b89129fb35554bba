/** Finds matching brackets in code that stands in a template, and puts lists of tags together. */
import type { Placeholder } from './language.ts';

const closing = new Map([
  [0x28, 0x29],
  [0x5b, 0x5d],
  [0x7b, 0x7d],
]);
/** Code longer than this inside one tag is not believed. */
const codeLimit = 20_000;
/** After so many brackets that never close, none is looked for any more: the time stays linear whatever the input. */
const failureLimit = 200;

/** The offset behind the bracket that closes the one at `open`, or undefined; strings are skipped. */
export type BalancedEnd = (open: number) => number | undefined;

/** A finder for one document. */
export function balancedEnds(bytes: Uint8Array): BalancedEnd {
  let failures = 0;
  return open => {
    if (failures >= failureLimit) return undefined;
    const stack: number[] = [];
    const to = Math.min(bytes.length, open + codeLimit);
    for (let at = open; at < to; at++) {
      const byte = bytes[at] as number;
      const close = closing.get(byte);
      if (close !== undefined) stack.push(close);
      else if (byte === stack[stack.length - 1]) {
        stack.pop();
        if (stack.length === 0) return at + 1;
      } else if (byte === 0x22 || byte === 0x27) {
        // An apostrophe in prose opens no string: a string ends on its line.
        let end = at + 1;
        while (end < to && bytes[end] !== byte && bytes[end] !== 0x0a) end += bytes[end] === 0x5c ? 2 : 1;
        if (bytes[end] === byte) at = end;
      }
    }
    failures++;
    return undefined;
  };
}

/** Two ordered lists as one; where tags overlap, the one that begins first wins. */
export function merge(left: readonly Placeholder[], right: readonly Placeholder[]): Placeholder[] {
  const all = [...left, ...right].sort((a, b) => a.start - b.start || b.end - a.end);
  const kept: Placeholder[] = [];
  let end = 0;
  for (const tag of all) {
    if (tag.start < end) continue;
    kept.push(tag);
    end = tag.end;
  }
  return kept;
}
