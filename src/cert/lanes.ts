/** Runs work on many things side by side, as many at a time as is good for the machine, and keeps their order. */

/** Starts the next as soon as one ends; rejects with what the first to fail throws, and starts none after it. */
export async function inLanes<A, B>(things: readonly A[], lanes: number, work: (thing: A) => Promise<B>): Promise<B[]> {
  const done: B[] = [];
  const rest = things.entries();
  await Promise.all(
    Array.from({ length: Math.min(lanes, things.length) }, async () => {
      for (const [index, thing] of rest) done[index] = await work(thing);
    }),
  );
  return done;
}
