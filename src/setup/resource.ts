/** The contract of one kind of AWS thing: how it is read, made, changed and unmade. It never decides whether. */
import type { Aws } from '../aws/clients.ts';
import type { Look, Network } from '../observe/look.ts';
import type { Place } from '../observe/place.ts';
import type { Clock } from '../outside/index.ts';
import type { Fields } from './ref.ts';

/** Something that must exist. Plain JSON, refs included. */
export interface Want<F extends Fields = Fields> {
  /** `kind/name`, its address among the wants. */
  id: string;
  kind: string;
  name: string;
  /** In words: `event destination ses-track of ses-track`. */
  title: string;
  fields: F;
  /** Ids of what must be there before it; what its fields refer to is among them. */
  needs: string[];
  /** The thing that says whose this is, where AWS has no tags for this kind. */
  parent?: string;
  /** The deployment, for kinds that cannot carry a tag or are chosen among several. */
  deployment?: string;
}

/** Something that is there. Plain JSON. */
export interface Have {
  fields: Fields;
  /** What others may refer to (`arn`), and what an update needs to know besides the fields. */
  outputs: Record<string, string>;
  /** Value of its `ses-track` tag; null where it has none. Absent for kinds that follow their parent. */
  owner?: string | null;
  /** What it is called where its want's title would not tell it from others: `distribution E123 of click.example.com`. */
  called?: string;
  /** Why it is there but does not work yet. */
  pending?: string;
}

/** What a resource works with. */
export interface Hands {
  aws: Aws;
  network: Network;
  place: Place;
  clock: Clock;
  signal: AbortSignal;
  /** Says what is being waited for, and what somebody must do by hand meanwhile. */
  waiting(note: string, byHand?: string): void;
}

export interface Resource<F extends Fields = Fields> {
  kind: string;
  /** Fields that AWS cannot change on a living thing. */
  replaceOn: readonly (keyof F & string)[];
  /** IAM actions of all that is below. */
  iam: readonly string[];
  /** True for what serves the links of mails that are already delivered: identity, certificate, distribution, records. `teardown --keep-front` leaves it. */
  isFront?: boolean;
  /** How long making it usually takes, in words. */
  usually: string;
  /** What is there under this want's name; undefined for nothing. Reads by names alone, never by refs, so that all are read at once. */
  read(look: Look, want: Want<F>): Promise<Have | undefined>;
  /** The wish adjusted to what must stay of what is there, such as the other publishers in a topic's policy. */
  keeping?(fields: F, have: Have): F;
  create(hands: Hands, want: Want<F>): Promise<Record<string, string>>;
  /** @param changed first steps of the paths that differ: `tags`, `policy` */
  update(hands: Hands, want: Want<F>, have: Have, changed: ReadonlySet<string>): Promise<void>;
  destroy(hands: Hands, want: Want<F>, have: Have): Promise<void>;
}

/** Types a resource; the engine itself knows fields only as JSON. */
export function resource<F extends Fields>(spec: Resource<F>): Resource {
  return spec as unknown as Resource;
}

/** `nameOf('topic/ses-track-events')` → `ses-track-events`. */
export function nameOf(id: string): string {
  return id.slice(id.indexOf('/') + 1);
}
