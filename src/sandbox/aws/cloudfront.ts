/** CloudFront: distributions, functions, policies, tags; what a request to a distribution does is in front.ts. */
import type { Handlers } from '../wire/handler.ts';
import { aliasHandlers } from './cloudfront/aliases.ts';
import { distributionHandlers } from './cloudfront/distributions.ts';
import { functionHandlers } from './cloudfront/functions.ts';
import { policyHandlers } from './cloudfront/policies.ts';
import { tagHandlers } from './cloudfront/tags.ts';
import { webAclHandlers } from './cloudfront/web-acl.ts';

export const cloudfront: Handlers = {
  ...distributionHandlers,
  ...aliasHandlers,
  ...webAclHandlers,
  ...policyHandlers,
  ...functionHandlers,
  ...tagHandlers,
};
