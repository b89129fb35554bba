/** How a command speaks: the result to stdout, everything else to stderr. */
import type { Step } from '../setup/step.ts';
import type { Paint } from './paint.ts';

export type { Step };

export interface Say {
  /** What `--format` (or `--json`) asked for. */
  format: string;
  /** Colours for stdout; plain where stdout is no terminal. */
  paint: Paint;
  /** Colours for stderr. */
  notePaint: Paint;
  /** Columns of the terminal, 80 where there is none. */
  columns: number;
  /** True where a person is at the terminal, so that a question can be asked. */
  isInteractive: boolean;
  /** The command's result: `data` as JSON under `--json`, else the text. Text may be a function, then it is made only when wanted. */
  result(data: unknown, text: string | (() => string)): void;
  /** Raw output in a format of the command's own, to stdout as it is. */
  output(text: string): void;
  /** A line for people, to stderr. */
  note(text: string): void;
  warn(text: string): void;
  /** A step of long work: a spinner on a terminal, a line elsewhere, to stderr. */
  step(step: Step): void;
  /** Asks yes or no; false without a person. `yes` needs to be typed. */
  confirm(question: string): Promise<boolean>;
}
