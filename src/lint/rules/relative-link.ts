/** Finds addresses without a scheme: a mail has no page they could be relative to. */
import type { Link, Rule } from '../rule.ts';
import { addressOf } from '../spot.ts';

export const relativeLink: Rule = {
  id: 'relative-link',
  level: 'error',
  about: 'A link without https:// leads nowhere in a mail and is never counted.',
  evidence: 'undocumented',
  when: ['relative', 'no-track'],
  check(context) {
    for (const link of context.links) {
      if (link.cause !== 'relative' && link.cause !== 'no-track') continue;
      const { uri, judged } = context.address(link);
      const asked = link.cause === 'no-track';
      if (asked && (uri.kind !== 'relative-ref' || uri.parts.authority !== undefined || judged.startsWith('#'))) continue;
      const lost = asked ? 'it leads nowhere' : 'it leads nowhere and no click is counted';
      context.report({
        at: addressOf(link),
        message: `this address has no scheme, and a mail has no page to be relative to: ${lost}. ${mend(judged, link)}`,
        ...(asked ? { level: 'info' as const } : {}),
      });
    }
  },
};

/** `Write https://www.example.com/p`, where the address looks like a host. */
function mend(judged: string, { placeholders }: Link): string {
  const isHost =
    placeholders.length === 0 &&
    /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?:[/?#:]|$)/i.test(judged) &&
    !/^[^/?#]+\.(?:html?|php|aspx?|pdf|png|jpe?g|gif)(?:[?#]|$)/i.test(judged);
  if (isHost && judged.length <= 80) return `Write https://${judged}`;
  return 'Write the whole address, from https:// on';
}
