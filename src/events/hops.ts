/** Which events a sent message should make by itself, and what it means when one is missing. Pure. */

/** A message's events are complete once one of each group has come. Opens and clicks need a reader, so they are not waited for. */
export function expectedEvents(recipient: string): string[][] {
  const scenario = /^(success|bounce|complaint|ooto|suppressionlist)(\+[^@]*)?@simulator\.amazonses\.com$/i.exec(recipient)?.[1]?.toLowerCase();
  if (scenario === 'bounce' || scenario === 'suppressionlist') return [['Send'], ['Bounce']];
  if (scenario === 'complaint') return [['Send'], ['Delivery'], ['Complaint']];
  if (scenario === 'success' || scenario === 'ooto') return [['Send'], ['Delivery']];
  return [['Send'], ['Delivery', 'Bounce', 'Reject']];
}

/** Groups of which nothing has come, among the events that the destination lists. */
export function missingEvents(recipient: string, seen: readonly string[]): string[][] {
  return expectedEvents(recipient).filter(group => !group.some(type => seen.includes(type)));
}

/** Which hop that points to, as a sentence. */
export function missingText(missing: readonly string[][], seen: readonly string[]): string {
  if (missing.length === 0) return 'every hop answered';
  const words = missing.map(group => group.join(' or ')).join(', ');
  if (seen.length === 0)
    return `no event came: the configuration set has no working event destination, the webhook is not confirmed, or nothing listens and writes this store (missing: ${words}); ses-track doctor --symptom no-events tells which`;
  return `the way of events works (${seen.join(', ')} came), but ${words} did not come: the destination does not list it, or it takes longer`;
}
