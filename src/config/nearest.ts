/** Finds what a mistyped word was meant to be. */
import { distance } from 'fastest-levenshtein';

/** The candidate within a third of the word's length (at least two edits), or undefined. Case is ignored. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const bound = Math.max(2, Math.floor(word.length / 3));
  let best: string | undefined;
  let least = bound + 1;
  for (const candidate of candidates) {
    const edits = distance(word.toLowerCase(), candidate.toLowerCase());
    if (edits < least) [best, least] = [candidate, edits];
  }
  return best;
}
