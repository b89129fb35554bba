/** Counts what a run found, and says what that means. */
import type { FileReport } from './finding.ts';

export interface Tally {
  files: number;
  errors: number;
  warnings: number;
  infos: number;
  /** Findings that --fix would mend. */
  fixable: number;
  /** Findings that --fix has mended. */
  fixed: number;
  /** Files with an error or a warning. */
  filesFound: number;
  unlintable: number;
}

export function emptyTally(): Tally {
  return { files: 0, errors: 0, warnings: 0, infos: 0, fixable: 0, fixed: 0, filesFound: 0, unlintable: 0 };
}

/** Adds one file's report. */
export function count(tally: Tally, { findings, unlintable }: FileReport): void {
  tally.files++;
  if (unlintable !== undefined) tally.unlintable++;
  let found = false;
  for (const { level, fix } of findings) {
    if (level === 'error') tally.errors++;
    else if (level === 'warning') tally.warnings++;
    else tally.infos++;
    if (level !== 'info') found = true;
    if (fix !== undefined) tally.fixable++;
  }
  if (found) tally.filesFound++;
}

/** A file that could not be linted outweighs everything; then an error, or more warnings than allowed. */
export function outcome({ unlintable, errors, warnings }: Tally, maxWarnings = Number.POSITIVE_INFINITY): 'failed' | 'found' | 'clean' {
  if (unlintable > 0) return 'failed';
  return errors > 0 || warnings > maxWarnings ? 'found' : 'clean';
}
