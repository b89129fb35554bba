/** Decides what to do: wants against haves become ordered changes, refusals, hazards and a fingerprint, all plain JSON. Pure. */
import type { Place } from '../observe/place.ts';
import { diff, type FieldChange } from './diff.ts';
import { darkened, hazards } from './guard.ts';
import type { Led } from './led.ts';
import { inOrder } from './order.ts';
import { foreign, ownerOf } from './owner.ts';
import { type Json, resolve } from './ref.ts';
import type { Have, Want } from './resource.ts';
import { resources } from './resources/index.ts';

export interface Change {
  id: string;
  kind: string;
  title: string;
  action: 'none' | 'create' | 'update' | 'replace';
  /** What differs; on `create`, every field. */
  fields: FieldChange[];
  want: Want;
  have: Have | null;
}

export interface Plan {
  format: 1;
  deployment: string;
  place: Place;
  /** In an order in which they can be done; what needs nothing is among them with action `none`. */
  changes: Change[];
  /** Sentences: what is not ours and would be changed. Empty under --adopt. */
  refusals: string[];
  /** Sentences: what is dangerous. */
  hazards: string[];
  /** Sentences worth knowing that change nothing. */
  notes: string[];
  /** Of what was wanted and what was there; another one means that AWS (or the wish) has moved. */
  fingerprint: string;
}

/**
 * @param adopt true where the operator lets us take over what we did not make
 * @param led names that lead somewhere already without a record of their own
 */
export async function makePlan(
  wants: readonly Want[],
  haves: ReadonlyMap<string, Have>,
  {
    deployment,
    place,
    adopt = false,
    led = new Map(),
    notes = [],
  }: { deployment: string; place: Place; adopt?: boolean; led?: ReadonlyMap<string, Led>; notes?: string[] },
): Promise<Plan> {
  const byId = new Map(wants.map(want => [want.id, want]));
  const outputs = new Map([...haves].map(([id, have]) => [id, have.outputs]));
  const changes = inOrder(wants).map((wanted): Change => {
    const found = haves.get(wanted.id);
    // What cannot be read is taken to be as wanted, refs included: these mean the same thing on both sides.
    const have = found === undefined ? undefined : { ...found, fields: resolve(found.fields, outputs) };
    const { keeping, replaceOn } = resources(wanted.kind);
    const known = resolve(wanted.fields, outputs);
    const want = { ...wanted, fields: have === undefined || keeping === undefined ? known : keeping(known, have) };
    const fields = diff(want.fields, have?.fields);
    const mustReplace = fields.some(({ path }) => replaceOn.some(field => path === field || path.startsWith(`${field}.`)));
    const action = have === undefined ? 'create' : fields.length === 0 ? 'none' : mustReplace ? 'replace' : 'update';
    // What it has now will be gone: those who refer to it wait for what it will have.
    if (action === 'replace') outputs.delete(want.id);
    return { id: want.id, kind: want.kind, title: want.title, action, fields, want, have: have ?? null };
  });
  const touched = changes.filter(({ action }) => action !== 'none');
  const notOurs = touched.flatMap(({ want, have }) => {
    const culprit = have?.owner === undefined && want.parent !== undefined ? (byId.get(want.parent) ?? want) : want;
    return foreign({ title: haves.get(culprit.id)?.called ?? culprit.title }, ownerOf(want, haves, byId), deployment) ?? [];
  });
  return {
    format: 1,
    deployment,
    place,
    changes,
    refusals: adopt ? [] : [...new Set(notOurs)],
    hazards: [...hazards(changes), ...darkened(changes, led)],
    notes,
    fingerprint: await fingerprint({ deployment, place: { ...place }, seen: changes.map(({ want, have }) => seen(want, have)) }),
  };
}

/** Whether a webhook has confirmed meanwhile is no move of AWS: it changes nothing that would be done. */
function seen(want: Want, have: Have | null): Json {
  return { id: want.id, want: want.fields, have: have === null ? null : have.fields, owner: have?.owner ?? null };
}

async function fingerprint(value: Json): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(JSON.stringify(sorted(value))));
  return Buffer.from(digest).toString('hex').slice(0, 32);
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  );
}
