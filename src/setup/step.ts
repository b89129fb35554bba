/** One piece of long work as it starts, waits and ends: what `apply` yields and a person sees. */
export interface Step {
  /** The same from start to end. */
  id: string;
  state: 'start' | 'wait' | 'done' | 'failed' | 'skipped';
  /** `configuration set ses-track: create`; the same words from start to end. */
  title: string;
  /** What it waits for, how long that usually takes, or why it failed or was skipped. */
  note?: string;
  /** What somebody must do by hand for the wait to end: whole lines, such as records for a zone file. */
  byHand?: string;
  /** How long it took, on `done` and `failed`. */
  ms?: number;
}
