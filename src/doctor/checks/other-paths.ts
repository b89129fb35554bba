/** Whether every tracked link meets the behaviour that leads to SES. */
import { ok, problem } from '../check.ts';
import { distributionCheck } from '../standing.ts';

/** Paths as SES writes them: clicks, clicks with a path of one's own, pixels. */
const tracked = ['/CL0/https:%2F%2Fwww.example.com%2F/1/id/sig=1', '/CL1/app/https:%2F%2Fwww.example.com%2F/1/id/sig=1', '/CI0/id/sig=1'];

export const otherPaths = distributionCheck({
  id: 'other-paths',
  about: 'whether a behaviour of its own takes tracked links away',
  symptoms: ['400', '403', 'no-events'],
  look({ called, config }, { setupCommand }) {
    const patterns = (config.CacheBehaviors?.Items ?? []).map(({ PathPattern = '' }) => PathPattern);
    const taking = patterns.filter(pattern => tracked.some(path => fits(pattern, path)));
    if (taking.length === 0) return ok(`${called} treats every tracked link alike`);
    return problem('clicks', `${called} has a behaviour of its own for ${taking.join(' and ')}, which takes tracked links`, {
      means: 'Those links go where that behaviour leads, by its rules, and not as the others do.',
      mend: setupCommand,
    });
  },
});

/** AWS: `*` stands for any characters, `?` for one. <cloudfront dg, DownloadDistValuesCacheBehavior> */
function fits(pattern: string, path: string): boolean {
  const source = pattern
    .replace(/^\//, '')
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^/?${source}$`).test(path);
}
