/** Whether readers of every country are let in. */
import { ok, problem } from '../check.ts';
import { distributionCheck } from '../standing.ts';

export const geoRestriction = distributionCheck({
  id: 'geo-restriction',
  about: 'whether readers of every country are let in',
  symptoms: ['403'],
  look({ called, config }, { setupCommand }) {
    const { RestrictionType: type = 'none', Items: countries = [] } = config.Restrictions?.GeoRestriction ?? {};
    if (type === 'none') return ok(`${called} lets every country in`);
    const who = type === 'whitelist' ? `everywhere but in ${countries.join(', ')}` : `in ${countries.join(', ')}`;
    return problem('clicks', `${called} keeps out readers ${who}`, {
      means: 'They get a 403 on every link, unsubscribe and reset links among them, wherever the link would lead.',
      mend: setupCommand,
    });
  },
});
