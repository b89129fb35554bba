/** Says of each address what it shows, and once where every address shows the same. Pure. */
import type { Remark } from './remark.ts';

/** @param addresses how many there are, those with nothing to say of them too */
export function perAddress(remarks: readonly Remark[], addresses: number): Remark[] {
  const [first, ...rest] = remarks;
  if (first === undefined || remarks.length < addresses || rest.some(({ says }) => says !== first.says)) return [...remarks];
  const { address: _, ...alike } = first;
  return [alike];
}
