/** Whether the distribution asks SES about every click and every open. */
import { ok, problem, unknown } from '../check.ts';
import { forwarding, forwardingIam } from '../forwarding.ts';
import { distributionCheck } from '../standing.ts';

export const caching = distributionCheck({
  id: 'caching',
  about: 'whether the distribution asks SES about every click and every open',
  symptoms: ['no-events'],
  iam: forwardingIam,
  async look({ called, behavior }, { look, setupCommand }) {
    const { keeps, by } = await forwarding(look, behavior);
    if (keeps.most === 0) return ok(`${called} keeps no answer, ${by.caching}`);
    if (keeps.min === 0 && keeps.usual === 0)
      return unknown(`${called} keeps an answer where SES allows it, ${by.caching}`, {
        means: 'Whether SES ever does is not documented. CachingDisabled leaves nothing to it.',
      });
    return problem('events', `${called} keeps answers for up to ${spell(keeps)}, ${by.caching}`, {
      means: 'A link or pixel that is asked for again is answered from the cache: SES never hears of those clicks and opens.',
      mend: setupCommand,
    });
  },
});

function spell({ min, usual }: { min: number; usual: number }): string {
  const seconds = Math.max(min, usual);
  if (seconds >= 86_400) return `${Math.round(seconds / 86_400)} d`;
  return seconds >= 3600 ? `${Math.round(seconds / 3600)} h` : `${seconds} s`;
}
