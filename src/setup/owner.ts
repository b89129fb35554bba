/** Tells what this deployment made from what it found, by the tag that everything taggable carries. Pure. */
import type { Have, Want } from './resource.ts';

export const ownerTag = 'ses-track';

/** The tag as a field of a want. */
export function ownedBy(deployment: string): { [ownerTag]: string } {
  return { [ownerTag]: deployment };
}

/** Its own owner, else its parent's; null for something that is there with no owner, undefined where neither exists yet. */
export function ownerOf(want: Want, haves: ReadonlyMap<string, Have>, wants: ReadonlyMap<string, Want>): string | null | undefined {
  const have = haves.get(want.id);
  if (have?.owner !== undefined) return have.owner;
  const parent = want.parent === undefined ? undefined : wants.get(want.parent);
  return parent === undefined ? undefined : ownerOf(parent, haves, wants);
}

/** Why this thing may not be changed without --adopt, as a sentence; undefined where it is ours or new. */
export function foreign(want: Pick<Want, 'title'>, owner: string | null | undefined, deployment: string): string | undefined {
  if (owner === undefined || owner === deployment) return undefined;
  return owner === null ? `${want.title} was not made by ses-track` : `${want.title} belongs to the ses-track deployment "${owner}"`;
}

/** What says whose it is where AWS has no tags for a kind, or nobody reads them. */
export function commentOf(deployment: string, what: string): string {
  // AWS: CloudFront takes comments of 128 characters.
  return `${ownerTag} ${deployment}: ${what}`.slice(0, 128);
}

/** The deployment in such a comment; null where somebody else wrote it. */
export function ownerIn(comment: string): string | null {
  return /^ses-track ([A-Za-z0-9_-]+): /.exec(comment)?.[1] ?? null;
}
