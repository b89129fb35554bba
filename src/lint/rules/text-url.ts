/** Tells of addresses that stand in the text without being a link. */
import type { Rule, RuleContext, Span } from '../rule.ts';
import { hasTag } from '../spot.ts';

export const textUrl: Rule = {
  id: 'text-url',
  level: 'info',
  about: 'An address in the text that is no link is not counted, even where the mail client makes it one.',
  evidence: 'undocumented',
  when: ['text-url'],
  check(context) {
    for (const colon of context.scan.textUrls) {
      const at = addressAt(context, colon);
      if (at === undefined) continue;
      context.report({
        at,
        message:
          'an address in the text is no link: clients that make it one do so after SES has looked, and no click is counted. Write it as <a href="…">',
      });
    }
  },
};

const isLetter = (byte: number): boolean => (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;
const endsAddress = (byte: number): boolean => byte <= 0x20 || byte === 0x3c || byte === 0x22 || byte === 0x27 || byte === 0x29;

/** From `http` to the white space, quote or tag behind it; undefined where another scheme, or a template tag, stands there. */
function addressAt({ part: { bytes }, text, placeholders }: RuleContext, colon: number): Span | undefined {
  let start = colon;
  while (start > 0 && colon - start < 6 && isLetter(bytes[start - 1] ?? 0)) start--;
  if (!/^https?$/i.test(text([start, colon]))) return undefined;
  let end = colon + 3;
  while (end < bytes.length && end - start < 2000 && !endsAddress(bytes[end] ?? 0)) end++;
  if (end === colon + 3 || hasTag(placeholders, start, colon)) return undefined;
  return [start, end];
}
