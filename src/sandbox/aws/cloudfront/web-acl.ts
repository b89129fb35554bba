/** CloudFront's operations that put a web ACL of WAF before a distribution and take it away; what its rules say is the trap's business. */
import type {
  AssociateDistributionWebACLCommandInput,
  AssociateDistributionWebACLCommandOutput,
  DisassociateDistributionWebACLCommandInput,
  DisassociateDistributionWebACLCommandOutput,
} from '@aws-sdk/client-cloudfront';
import { type Answer, type Call, fault, type Handlers } from '../../wire/handler.ts';
import { redeploy } from './deploy.ts';
import { checkIfMatch, type Distribution, distributionOf } from './state.ts';

function changed(input: { Id: string | undefined; IfMatch?: string | undefined }, WebACLId: string, call: Call): Distribution {
  const distribution = distributionOf(input.Id, call);
  // AWS: the ETag may be left out here.
  if (input.IfMatch !== undefined) checkIfMatch(call, input.IfMatch, distribution.etag);
  redeploy(call.world, distribution, { ...distribution.config, WebACLId });
  return distribution;
}

export const webAclHandlers = {
  AssociateDistributionWebACL(input: AssociateDistributionWebACLCommandInput, call: Call): Answer<AssociateDistributionWebACLCommandOutput> {
    const arn = input.WebACLArn ?? '';
    // AWS: for CloudFront a web ACL lives in us-east-1 with the scope `global`.
    if (!/^arn:aws:wafv2:us-east-1:\d{12}:global\/webacl\/[^/]+\/[^/]+$/.test(arn))
      throw fault('InvalidArgument', `The web ACL ${arn} is not one for CloudFront.`);
    const { id, etag } = changed(input, arn, call);
    return { Id: id, WebACLArn: arn, ETag: etag };
  },

  DisassociateDistributionWebACL(input: DisassociateDistributionWebACLCommandInput, call: Call): Answer<DisassociateDistributionWebACLCommandOutput> {
    const { id, etag } = changed(input, '', call);
    return { Id: id, ETag: etag };
  },
} satisfies Handlers;
