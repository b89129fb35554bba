/** Puts things after what they need, otherwise in the order given. Pure. */

/** Refuses (a bug, not Trouble) a need that is not among the things, and a circle. */
export function inOrder<T extends { id: string; needs: readonly string[] }>(things: readonly T[]): T[] {
  const byId = new Map(things.map(thing => [thing.id, thing]));
  const placed = new Set<T>();
  const visit = (thing: T, path: readonly string[]) => {
    if (placed.has(thing)) return;
    if (path.includes(thing.id)) throw new Error(`these need each other: ${[...path, thing.id].join(' → ')}`);
    for (const id of thing.needs) {
      const needed = byId.get(id);
      if (needed === undefined) throw new Error(`${thing.id} needs ${id}, which is not wanted`);
      visit(needed, [...path, thing.id]);
    }
    placed.add(thing);
  };
  for (const thing of things) visit(thing, []);
  return [...placed];
}
