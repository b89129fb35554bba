/** Whether a refusal of SES can be told from an answer. */
import { ok, problem } from '../check.ts';
import { distributionCheck } from '../standing.ts';

export const errorPages = distributionCheck({
  id: 'error-pages',
  about: 'whether error pages of the distribution pass a refusal off as an answer',
  symptoms: ['400', '403'],
  look({ called, config, id }, { awsCommand }) {
    const pages = (config.CustomErrorResponses?.Items ?? []).filter(({ ResponseCode = '' }) => /^[23]/.test(ResponseCode));
    if (pages.length === 0) return ok(`${called} passes no refusal off as an answer`);
    const words = pages.map(({ ErrorCode, ResponseCode }) => `${ErrorCode} as ${ResponseCode}`).join(', ');
    return problem('advice', `${called} shows errors as good answers: ${words}`, {
      means:
        'Nobody who looks from outside sees that a link is broken: monitoring, mail scanners and this doctor are told that all is well. Give the page the response code of the error in the console (Error pages).',
      shows: awsCommand(['cloudfront', 'get-distribution-config', '--id', id, '--query', 'DistributionConfig.CustomErrorResponses'], 'us-east-1'),
    });
  },
});
