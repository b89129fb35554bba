/** The contract of a format: text for each file as it is linted, so that nothing is kept. */
import type { FileReport, Finding, Place } from '../finding.ts';
import type { Rule } from '../rule.ts';
import type { LevelOf } from '../settings.ts';
import type { Source } from '../source/source.ts';
import type { Tally } from '../tally.ts';

export interface Colours {
  bold(text: string): string;
  dim(text: string): string;
  good(text: string): string;
  bad(text: string): string;
  warn(text: string): string;
  name(text: string): string;
}

/** What a format is made of; looks and widths are asked for only when there is something to show, so they may be getters. */
export interface FormatOptions {
  paint: Colours;
  /** Width of the terminal. */
  columns: number;
  /** Long lines are broken between words: for a person at a terminal, not for a pipe. */
  wraps: boolean;
  /** Also list every link. */
  links: boolean;
  /** Every rule with its page, and the level it has in this run. */
  rules: readonly Rule[];
  levelOf: LevelOf;
  page(id: string): string;
  /** Of this program. */
  version: string;
}

/** Each function's text is written as it is; the findings of a report are those to be shown. */
export interface Format {
  begin(): string;
  /** @param source what was linted; undefined where the file could not be */
  file(report: FileReport, source: Source | undefined): string;
  end(tally: Tally): string;
}

export type MakeFormat = (options: FormatOptions) => Format;

const top: Place = { line: 1, column: 1, endLine: 1, endColumn: 1, offset: 0, endOffset: 0 };

/** Where a finding stands in the file itself: what editors and annotations need. What only the rendered text holds is shown at the top. */
export function inFile(finding: Finding): Place {
  return finding.inFile ?? (finding.part?.endsWith('rendered') === true ? top : finding);
}
