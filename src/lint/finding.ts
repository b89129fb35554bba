/** What lint says: findings, the links it saw, and the fixes that cannot be wrong; all of it plain JSON. */
import type { Cause, Evidence, Verdict } from './verdict.ts';

export type Level = 'error' | 'warning' | 'info';

/** Lines and columns count from 1, offsets from 0; columns and offsets in UTF-16 units; ends are exclusive. */
export interface Place {
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
  offset: number;
  endOffset: number;
}

/** Replace `[offset, endOffset)` of the file (UTF-16 units) by `text`. */
export interface Fix {
  offset: number;
  endOffset: number;
  text: string;
}

/** The place counts inside the part where `part` is there, else in the file. */
export interface Finding extends Place {
  rule: string;
  level: Level;
  message: string;
  /** Which document of the file: `Template.HtmlPart`, `part 1.2 (text/html)`. */
  part?: string;
  /** The same place in the file, where the part is written in an encoding of its own (JSON, base64, quoted-printable). */
  inFile?: Place;
  fix?: Fix;
}

/** One hyperlink; the place is that of its address, without the quotes. */
export interface LinkReport extends Place {
  /** The address as it stands in the source. */
  raw: string;
  /** The address with character references decoded; template tags as written. */
  url: string;
  /** `a`, `area`, `v:roundrect`, `mj-button`. */
  element: string;
  verdict: Verdict;
  /** One sentence. */
  reason: string;
  /** A stable word for the reason. */
  cause: Cause;
  evidence: Evidence;
  part?: string;
  inFile?: Place;
}

/** A fix in the file's own bytes, ready to be spliced in. */
export interface ByteFix {
  rule: string;
  start: number;
  end: number;
  bytes: Uint8Array;
}

export interface FileReport {
  file: string;
  links: LinkReport[];
  /** By place, then rule. */
  findings: Finding[];
  /** In order, never overlapping. */
  fixes: ByteFix[];
  /** Why the file could not be linted; links and findings are then empty. */
  unlintable?: string;
}
