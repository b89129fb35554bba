/** Weighs the mail as SES would send it: behind about 102 KB Gmail cuts it off, and with it the open pixel. */
import type { Rule, RuleContext } from '../rule.ts';

/** Gmail shows the first 102 KB and "[Message clipped]"; observed by many senders, written down by none at Google. */
export const clipBytes = 102 * 1024;
/** `https://click.example.com/CL0/` + `/1/` + the message's id (60) + `/` + signature and key (47): what wrapping adds to each link. */
const wrapBytes = 145;
const pixelBytes = 190;
const tracker = '{{ses:openTracker}}';

export const gmailClipping: Rule = {
  id: 'gmail-clipping',
  level: 'warning',
  about: 'Gmail cuts a mail off behind 102 KB, and an open pixel behind that is never loaded.',
  evidence: 'undocumented',
  when: ['heavy'],
  check(context) {
    const { bytes } = context.part;
    if (bytes.length + pixelBytes + mostGrowth(context) <= clipBytes) return;
    const placed = bytes.indexOf(tracker);
    const pixel = placed !== -1 ? placed : context.scan.bodyEnd !== -1 ? context.scan.bodyEnd : bytes.length;
    const end = pixel + pixelBytes + growth(context, pixel);
    const total = bytes.length + pixelBytes + growth(context, bytes.length);
    if (end <= clipBytes) return;
    const size = `about ${Math.ceil(total / 1024)} KB once SES has rewritten its links and put in the pixel`;
    const mend = placed === -1 ? `Put ${tracker} near the top of the body, or make the mail smaller` : `Move ${tracker} near the top of the body`;
    context.report({
      at: placed === -1 ? [Math.max(0, pixel - 1), pixel] : [placed, placed + tracker.length],
      message: `this mail is ${size}: Gmail cuts it off behind 102 KB, so its open pixel is not loaded and opens are not counted. ${mend}`,
    });
  },
};

/** Whether so many bytes with so many links may come near the limit: wrapping can double a short mail at most, and most are far from it. */
export const isHeavy = (bytes: number, links: number): boolean => bytes + links * (wrapBytes + 200) >= clipBytes / 2;

/** Bytes that wrapping adds to the links before an offset. */
function growth({ links, address }: RuleContext, before: number): number {
  let sum = 0;
  for (const link of links) {
    if (link.verdict === 'untracked' || link.href.valueStart >= before) continue;
    sum += wrapBytes + 2 * encodedCharacters(address(link).url);
  }
  return sum;
}

/** No link grows by more; to know this no address need be read. */
function mostGrowth({ links }: RuleContext): number {
  let sum = 0;
  for (const { href } of links) sum += wrapBytes + 2 * (href.valueEnd - href.valueStart);
  return sum;
}

/** Characters that the target's percent-encoding makes three of. */
export function encodedCharacters(url: string): number {
  let count = 0;
  for (let at = 0; at < url.length; at++) {
    const code = url.charCodeAt(at);
    if (code === 0x2f || code === 0x3f || code === 0x26 || code === 0x23 || code === 0x25) count++;
  }
  return count;
}
