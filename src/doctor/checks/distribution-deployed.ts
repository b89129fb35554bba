/** Whether every edge has the distribution's last change. */
import { ok, unknown } from '../check.ts';
import { distributionCheck } from '../standing.ts';

export const distributionDeployed = distributionCheck({
  id: 'distribution-deployed',
  about: "whether every edge has the distribution's last change",
  symptoms: ['403', '400', 'certificate', 'wrong-region'],
  look({ called, isDeployed, id }, { awsCommand }) {
    if (isDeployed) return ok(`every edge has ${called} as it is set`);
    return unknown(`${called} was changed a moment ago: edges still answer as it was before`, {
      means: 'This takes about five minutes. What was found at the edge may be mended already.',
      shows: awsCommand(['cloudfront', 'wait', 'distribution-deployed', '--id', id], 'us-east-1'),
    });
  },
});
