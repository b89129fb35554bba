/** What a server has to say to its operator: a kind that never changes, words, and facts without addresses. */

export interface Note {
  level: 'info' | 'warning' | 'error';
  /** Stable, for whoever watches the log: `refused`, `confirmed`, `store-failed`, … */
  kind: string;
  /** One line for people. */
  says: string;
  topic?: string;
  /** SNS's message id. */
  message?: string;
  /** How many notes like this one were held back since the last that was told. */
  heldBack?: number;
}

export type Tell = (note: Note) => void;

const everyMs = 60_000;
const kindsKept = 1_000;

/** Tells a note at most once a minute for each kind and words, so that a flood of bad posts is no flood of lines. */
export function calm(tell: Tell, now: () => number): Tell {
  const told = new Map<string, { at: number; heldBack: number }>();
  return note => {
    const key = `${note.kind} ${note.says}`;
    const last = told.get(key);
    if (last !== undefined && now() - last.at < everyMs) {
      last.heldBack += 1;
      return;
    }
    if (told.size >= kindsKept) told.clear();
    told.set(key, { at: now(), heldBack: 0 });
    tell(last === undefined || last.heldBack === 0 ? note : { ...note, heldBack: last.heldBack });
  };
}
