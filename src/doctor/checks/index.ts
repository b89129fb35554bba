/** Every check, in the order of the way from the send to the stored event; one line each. */
import type { Check } from '../check.ts';
import { accountSending } from './account-sending.ts';
import { aliasOwner } from './alias-owner.ts';
import { caching } from './caching.ts';
import { cookies } from './cookies.ts';
import { credentials } from './credentials.ts';
import { distributionDeployed } from './distribution-deployed.ts';
import { distributionEnabled } from './distribution-enabled.ts';
import { errorPages } from './error-pages.ts';
import { geoRestriction } from './geo-restriction.ts';
import { hostHeader } from './host-header.ts';
import { linkRepair } from './link-repair.ts';
import { origin } from './origin.ts';
import { originHeaders } from './origin-headers.ts';
import { originPath } from './origin-path.ts';
import { originProtocol } from './origin-protocol.ts';
import { otherPaths } from './other-paths.ts';
import { userAgent } from './user-agent.ts';
import { viewerProtocol } from './viewer-protocol.ts';
import { webAcl } from './web-acl.ts';

export const checks: readonly Check[] = [
  // account
  credentials,
  accountSending,
  // sender
  // set
  // destination
  // topic
  // subscription
  // webhook
  // dns
  // certificate
  // distribution
  aliasOwner,
  distributionEnabled,
  distributionDeployed,
  origin,
  originPath,
  originProtocol,
  hostHeader,
  userAgent,
  originHeaders,
  cookies,
  caching,
  viewerProtocol,
  otherPaths,
  geoRestriction,
  webAcl,
  errorPages,
  linkRepair,
  // front
  // drift
];
