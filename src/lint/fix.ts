/** Applies the fixes that cannot be wrong to a file's bytes; every other byte stays as it is. */
import type { ByteFix, FileReport } from './finding.ts';

/** @param fixes in order, not overlapping */
export function applyFixes(bytes: Uint8Array, fixes: readonly ByteFix[]): Buffer {
  const pieces: Uint8Array[] = [];
  let at = 0;
  for (const fix of fixes) {
    pieces.push(bytes.subarray(at, fix.start), fix.bytes);
    at = fix.end;
  }
  pieces.push(bytes.subarray(at));
  return Buffer.concat(pieces);
}

/** A fix that makes room for another one is rare; one that never ends would be a bug. */
const passLimit = 10;

export interface Fixed<L> {
  /** The file's new bytes; undefined where nothing was to be fixed. */
  bytes: Buffer | undefined;
  /** How many fixes were applied. */
  count: number;
  /** What linting said at the end. */
  last: L;
}

/**
 * Lints, applies the fixes, and lints again until no fix is left.
 * @param lint lints the file's bytes as they are at that moment
 */
export async function fixAll<L extends { report: FileReport }>(bytes: Buffer, lint: (bytes: Buffer) => Promise<L>): Promise<Fixed<L>> {
  let current = bytes;
  let last = await lint(current);
  let count = 0;
  for (let pass = 0; pass < passLimit && last.report.fixes.length > 0; pass++) {
    count += last.report.fixes.length;
    current = applyFixes(current, last.report.fixes);
    last = await lint(current);
  }
  return { bytes: count === 0 ? undefined : current, count, last };
}
