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

export interface Fixed<R extends FileReport> {
  /** The file's new bytes; undefined where nothing was to be fixed. */
  bytes: Buffer | undefined;
  /** How many fixes were applied. */
  count: number;
  /** What is still found. */
  report: R;
}

/**
 * Lints, applies the fixes, and lints again until no fix is left.
 * @param lint lints the file's bytes as they are at that moment
 */
export async function fixAll<R extends FileReport>(bytes: Uint8Array, lint: (bytes: Buffer) => Promise<R>): Promise<Fixed<R>> {
  let current = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let report = await lint(current);
  let count = 0;
  for (let pass = 0; pass < passLimit && report.fixes.length > 0; pass++) {
    count += report.fixes.length;
    current = applyFixes(current, report.fixes);
    report = await lint(current);
  }
  return { bytes: count === 0 ? undefined : current, count, report };
}
