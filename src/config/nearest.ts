/** Finds what a mistyped word was meant to be. */
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** The candidate within a third of the word's length (at least two edits), or undefined. Case is ignored. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const { distance } = require('fastest-levenshtein') as typeof import('fastest-levenshtein');
  const bound = Math.max(2, Math.floor(word.length / 3));
  let best: string | undefined;
  let least = bound + 1;
  for (const candidate of candidates) {
    const edits = distance(word.toLowerCase(), candidate.toLowerCase());
    if (edits < least) [best, least] = [candidate, edits];
  }
  return best;
}
