/** Finds addresses so long that, once wrapped by SES, the front refuses them. */
import type { Rule } from '../rule.ts';
import { addressOf } from '../spot.ts';
import { encodedCharacters } from './gmail-clipping.ts';

/**
 * AWS: CloudFront takes URLs up to 8192 bytes, https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html,
 * and the tracking host request headers up to 8192, https://docs.aws.amazon.com/ses/latest/dg/configure-custom-open-click-domains.html
 */
const limitBytes = 8192;
const wrapBytes = 145;

export const longLink: Rule = {
  id: 'long-link',
  level: 'warning',
  about: 'A very long address, once wrapped by SES, is refused by the front: its readers get an error.',
  evidence: 'AWS documented',
  when: ['odd-address'],
  check(context) {
    for (const link of context.links) {
      if (link.verdict === 'untracked' || link.href.valueEnd - link.href.valueStart < limitBytes / 3 - wrapBytes) continue;
      const { url } = context.address(link);
      const wrapped = wrapBytes + url.length + 2 * encodedCharacters(url);
      if (wrapped <= limitBytes) continue;
      context.report({
        at: addressOf(link),
        message: `this address is about ${wrapped} bytes once SES has wrapped it, and CloudFront refuses what is longer than ${limitBytes}: readers get an error instead of your page. Shorten it, or give the link ses:no-track`,
      });
    }
  },
};
