/** Whether a web ACL of WAF that stands before the distribution lets readers through. */
import { frontAt } from '../../setup/proving.ts';
import { ok, problem, unknown } from '../check.ts';
import { distributionCheck } from '../standing.ts';

export const webAcl = distributionCheck({
  id: 'web-acl',
  about: 'whether a web ACL stands in the way of readers',
  symptoms: ['403'],
  after: ['distribution-enabled', 'origin', 'origin-path', 'host-header'],
  async look({ called, config: { WebACLId: acl = '' }, id, domainName, tracking: { domain } }, { look, region, awsCommand }) {
    if (acl === '') return ok(`${called} has no web ACL`);
    const name = /webacl\/([^/]+)\//.exec(acl)?.[1] ?? acl;
    // Asked at the distribution's own name: what DNS says is not the question here.
    const { status, why } = await look.at(frontAt, domain, region, domainName);
    if (status === 200) return ok(`${called} has the web ACL ${name}, which lets the favicon through`);
    if (status === undefined) return unknown(`${called} has the web ACL ${name}, and whether it lets readers through could not be seen: ${why}`);
    // AWS: a rule answers 403 unless it is given another answer. <https://docs.aws.amazon.com/waf/latest/developerguide/customizing-the-response-for-blocked-requests.html>
    if (status !== 403) return unknown(`${called} has the web ACL ${name}, and answers ${status}: whether that is the ACL cannot be told`);
    return problem('clicks', `${called} has the web ACL ${name}, and answers 403`, {
      means:
        'Its rules refuse a plain request, so they refuse readers. Look at its sampled requests; a rule that blocks bots or counts requests also hits the image proxies of mail providers, from which many opens come.',
      mend: awsCommand(['cloudfront', 'disassociate-distribution-web-acl', '--id', id], 'us-east-1'),
    });
  },
});
