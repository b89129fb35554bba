/** The contract of one check: what it asks, what it may call, and what it says. */
import type { TroubleCode } from '../errors.ts';
import type { Scene } from './scene.ts';
import type { Symptom } from './symptom.ts';

export type State = 'ok' | 'problem' | 'unknown' | 'skipped';

/**
 * Who is hurt, worst first: readers whose links break or are changed unasked; mail that is not sent; events that are lost;
 * what will break; what is only not as it should be.
 */
export const harms = ['clicks', 'sends', 'events', 'soon', 'advice'] as const;
export type Harm = (typeof harms)[number];

/** Where on the way from the send to the stored event, and along the link back, a check looks. */
export const hops = [
  ...(['account', 'sender', 'set', 'destination', 'topic', 'subscription', 'webhook'] as const),
  ...(['dns', 'certificate', 'distribution', 'front', 'drift'] as const),
] as const;
export type Hop = (typeof hops)[number];

export interface Outcome {
  state: State;
  /** Which set, webhook, address…; absent where there is one alone. */
  subject?: string;
  /** What was found, the thing named: a clause, lower case, no full stop. Of `skipped`: why. */
  saw: string;
  /** Sentences: what follows from it and what to do. */
  means?: string;
  /** One command line that mends it, run as it stands. */
  mend?: string;
  /** One command line that shows more of it and changes nothing. */
  shows?: string;
  /** Of a problem. */
  harm?: Harm;
  /** Of `unknown`: the trouble that kept it from being looked at, and the IAM action that is missing. */
  trouble?: TroubleCode;
  action?: string;
  /** Of drift: the kind of the thing that differs. */
  kind?: string;
}

export interface Check {
  /** The name of its file and of its page docs/checks/<id>.md. */
  id: string;
  /** What it asks, as a question without the mark: `whether SES sends at all`. */
  about: string;
  hop: Hop;
  symptoms: readonly Symptom[];
  /** IAM actions of every call that it may make. */
  iam: readonly string[];
  /** Checks whose problem explains this one's: it is then skipped, saying so, so that one cause gives one problem. Where both name a subject it must be the same. */
  after?: readonly string[];
  /** Kinds of setup's things whose drift a problem of this check explains. */
  explains?: readonly string[];
  /** Throws nothing for what AWS and the network refuse: a Trouble becomes `unknown`. */
  look(scene: Scene): Promise<Outcome | Outcome[]>;
}

/** A check, typed. */
export function check(spec: Check): Check {
  return spec;
}

type More = Pick<Outcome, 'subject' | 'means' | 'mend' | 'shows'>;

export function ok(saw: string, more: Pick<Outcome, 'subject'> = {}): Outcome {
  return { state: 'ok', saw, ...more };
}

/** @param harm who is hurt @param saw what was found */
export function problem(harm: Harm, saw: string, more: More & Pick<Outcome, 'kind'> = {}): Outcome {
  return { state: 'problem', harm, saw, ...more };
}

/** What cannot be told, though nothing was refused. */
export function unknown(saw: string, more: More = {}): Outcome {
  return { state: 'unknown', saw, ...more };
}

/** What is said of a thing that is there and that the wish does not name. */
export const notLooked = 'Neither flags nor the config file name it, so nothing of it was looked at. Give doctor what setup was given.';

/** @param why what makes the question pointless here */
export function skipped(why: string, more: Pick<Outcome, 'subject'> = {}): Outcome {
  return { state: 'skipped', saw: why, ...more };
}
